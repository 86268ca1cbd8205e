import { type Hover, MarkupKind, type Position } from "vscode-languageserver-types";
import type { LintFinding } from "../lint/finding.ts";
import type { BoundCommand } from "../model/model.ts";
import { formatSpans } from "../schema/lookup.ts";
import { rangeOf } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";
import { manualSearch } from "../values/manual-search.ts";
import type { AnalysedFile, Analyser, Analysis } from "./analysis.ts";
import { argumentAt, commandAt, touches } from "./at-cursor.ts";
import { describeProperty } from "./describe-type.ts";
import { pageOf } from "./diagnostics.ts";
import { type EditorWords, inEditorWords } from "./editor-words.ts";
import { count, escapeMarkdown, itemText, nameText } from "./item-card.ts";
import { toOffset, toRange } from "./place.ts";
import { type Subject, subjectAt } from "./subject.ts";

export interface HoverOptions extends EditorWords {
  readonly docsUrl?: string;
}

interface Part {
  readonly markdown: string;
  readonly range: Range | undefined;
}

/** What is wrong here, what the name under the cursor stands for, what the property or menu is. */
export function hover(
  analyser: Analyser,
  analysis: Analysis,
  file: AnalysedFile,
  position: Position,
  options: HoverOptions = {},
): Hover | undefined {
  const offset = toOffset(file, position);
  const parts = [
    ...findingParts(analyser, analysis, file, offset, options),
    ...subjectParts(analysis, file, offset),
    ...schemaParts(analysis, file, offset),
  ];
  const [first] = parts;
  if (!first) return undefined;
  const range = parts.findLast((part) => part.range !== undefined)?.range;
  return {
    contents: { kind: MarkupKind.Markdown, value: parts.map(({ markdown }) => markdown).join("\n\n---\n\n") },
    ...(range ? { range: toRange(file, range) } : {}),
  };
}

function findingParts(
  analyser: Analyser,
  analysis: Analysis,
  file: AnalysedFile,
  offset: number,
  options: HoverOptions,
): Part[] {
  const here = analysis.findings.filter(
    (finding) => finding.file === file.path && !finding.suppressed && touches(finding.range, offset),
  );
  const seen = new Set<string>();
  return here.flatMap((finding) => {
    if (seen.has(finding.ruleId)) return [];
    seen.add(finding.ruleId);
    const markdown = ruleText(analyser, finding, options);
    return markdown === undefined ? [] : [{ markdown, range: finding.range }];
  });
}

function ruleText(analyser: Analyser, finding: LintFinding, options: HoverOptions): string | undefined {
  const rule = analyser.rules.find(({ id }) => id === finding.ruleId);
  if (!rule) return undefined;
  const { docsUrl } = options;
  const link = docsUrl === undefined ? `\`${rule.id}\`` : `[${rule.id}](${pageOf(docsUrl, rule.id)})`;
  const sources = rule.references.length > 0 ? `\n\nSources: ${rule.references.join("; ")}` : "";
  return `**${escapeMarkdown(rule.title)}** (${link})\n\n${rule.why}\n\n${inEditorWords(rule.advice, options)}${sources}\n\nRun \`rsclint explain ${rule.id}\` for why and what to do, with examples.`;
}

function subjectParts(analysis: Analysis, file: AnalysedFile, offset: number): Part[] {
  const subject = subjectAt(analysis, file, offset);
  const markdown = subject && subjectText(analysis, subject);
  return subject && markdown !== undefined ? [{ markdown, range: subject.range }] : [];
}

function subjectText(analysis: Analysis, subject: Subject): string | undefined {
  switch (subject.kind) {
    case "item":
      return subject.items.map((item) => itemText(analysis, item)).join("\n\n");
    case "name":
      return nameText(analysis, subject);
    case "variable":
      return `\`$${subject.name}\` · ${variableWords(subject.scope)}, ${count(subject.occurrences.length, "place")}`;
  }
}

function variableWords(scope: "local" | "global" | "loop" | "unknown"): string {
  switch (scope) {
    case "local":
      return "local variable";
    case "global":
      return "global variable";
    case "loop":
      return "variable of the loop or handler";
    case "unknown":
      return "variable that is declared nowhere in this file";
  }
}

function schemaParts(analysis: Analysis, file: AnalysedFile, offset: number): Part[] {
  const command = commandAt(analysis.model, file, offset);
  if (!command) return [];
  const argument = argumentAt(command, offset);
  if (argument?.name !== undefined && argument.node.name) {
    const range = rangeOf(argument.node.name);
    const markdown = touches(range, offset) ? propertyText(analysis, command, argument.name) : undefined;
    return markdown === undefined ? [] : [{ markdown, range }];
  }
  const word = command.node.words.find((each) => touches(rangeOf(each), offset));
  const lastHead = command.commandWord ?? command.node.words.at(-1);
  if (!word || !lastHead || word.from > lastHead.from) return [];
  const markdown = commandText(analysis, command, word === command.commandWord);
  return markdown === undefined ? [] : [{ markdown, range: rangeOf(word) }];
}

function propertyText(analysis: Analysis, command: BoundCommand, name: string): string | undefined {
  const { schema } = analysis.model;
  const verb = command.command ?? "";
  const knowledge = schema.property(command.menu, verb, name);
  if (knowledge.kind === "absent") {
    const seen = formatSpans(knowledge.seenIn);
    return `**${name}** · ${command.menu} ${verb}\n\nNot in this version${seen === "" ? "" : `; in ${seen}`}.`;
  }
  const property = knowledge.kind === "known" ? knowledge.value : knowledge.likely;
  if (!property) return undefined;
  const standard = isItemVerb(verb) ? schema.defaultValue(command.menu, name) : undefined;
  const facts = [
    describeProperty(property),
    ...(standard === undefined ? [] : [`default \`${standard === "" ? '""' : standard}\``]),
    ...(property.required ? ["required"] : []),
  ];
  const versions = formatSpans(property.versions);
  const since = versions === "" ? "" : `\n\nRouterOS ${versions}`;
  return `**${name}** · ${command.menu} ${verb}\n\n${facts.join(" · ")}${since}\n\n${manualLink(command.menu, name)}`;
}

function isItemVerb(verb: string): boolean {
  return verb === "add" || verb === "set";
}

function commandText(analysis: Analysis, command: BoundCommand, isCommand: boolean): string | undefined {
  const { schema } = analysis.model;
  if (isCommand && command.command !== undefined) {
    const knowledge = schema.command(command.menu, command.command);
    const versions = knowledge.kind === "known" ? formatSpans(knowledge.value.versions) : "";
    const since = versions === "" ? "" : `\n\nRouterOS ${versions}`;
    const head = command.menu === "/" ? `:${command.command}` : `${command.menu} ${command.command}`;
    return `**${head}**${since}\n\n${manualLink(command.menu, command.command)}`;
  }
  const knowledge = schema.menu(command.menu);
  const menu =
    knowledge.kind === "known"
      ? knowledge.value
      : knowledge.kind === "no-data"
        ? knowledge.likely
        : undefined;
  if (!menu || menu.path === "/") return undefined;
  const notes = [
    ...(menu.extra ? ["comes with an extra package"] : []),
    ...(menu.hardware ? ["on some hardware only"] : []),
    ...(menu.isSettings ? ["settings"] : []),
  ];
  const versions = formatSpans(menu.versions);
  const lines = [
    `**${menu.path}**${notes.length > 0 ? ` · ${notes.join(" · ")}` : ""}`,
    ...(versions === "" ? [] : [`RouterOS ${versions}`]),
    manualLink(menu.path, ""),
  ];
  return lines.join("\n\n");
}

function manualLink(menu: string, word: string): string {
  return `[Look it up in the manual](${manualSearch(menu, word)})`;
}
