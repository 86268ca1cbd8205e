import type { Change } from "../edit/change.ts";
import type { BoundArgument, BoundCommand } from "../model/model.ts";
import { propertyArguments } from "../rules/facts/known-command.ts";
import { enumerate } from "../rules/facts/label.ts";
import { formatSpans, type PropertyInfo, type Successor } from "../schema/lookup.ts";
import { constantText, rangeOf } from "../syntax/tree.ts";
import { formatVersion } from "../values/version.ts";
import { issuePlace, type Look, menuText, type UpgradeIssue } from "./upgrade-issue.ts";
import { movedMenu } from "./upgrade-menus.ts";

/** Properties and values that the new version does not take, and what `add` needs more. */
export function propertyIssues(look: Look): readonly UpgradeIssue[] {
  return look.commands.flatMap((bound) => {
    const { command: name } = bound;
    const menu = movedMenu(look, bound.menu) ?? bound.menu;
    if (name === undefined || look.after.command(menu, name).kind !== "known") return [];
    const site: Site = { look, bound, menu, command: name };
    return [
      ...propertyArguments(bound).flatMap((argument) => argumentIssues(site, argument)),
      ...conditionIssues(site),
      ...requiredIssues(site),
    ];
  });
}

/**
 * `find routing-mark=hq`: what conditions may ask is not in the facts of commands, since items show more than can be
 * set, so only what `add` took before and something else stands for now is told.
 */
function conditionIssues(site: Site): UpgradeIssue[] {
  const { look, bound, menu, command } = site;
  if (command !== "find" && command !== "print") return [];
  const asSet = { ...site, command: "add" };
  return bound.args.flatMap((argument) => {
    const { name } = argument;
    if (name === undefined || propertySuccessor(asSet, name) === undefined) return [];
    const knowledge = look.after.property(menu, "add", name);
    if (knowledge.kind !== "absent" || look.after.property(menu, command, name).kind === "known") return [];
    return goneIssues(asSet, argument, name, formatSpans(knowledge.seenIn));
  });
}

interface Site {
  readonly look: Look;
  readonly bound: BoundCommand;
  /** As the new version calls it. */
  readonly menu: string;
  readonly command: string;
}

function argumentIssues(site: Site, argument: BoundArgument): UpgradeIssue[] {
  const { look, menu, command } = site;
  const { name } = argument;
  if (name === undefined) return [];
  const knowledge = look.after.property(menu, command, name);
  switch (knowledge.kind) {
    case "known":
      return valueIssues(site, argument, knowledge.value);
    case "absent":
      return goneIssues(site, argument, name, formatSpans(knowledge.seenIn));
    case "no-data":
      return unknownIssues(site, name);
  }
}

/** What the old version is not known to take either is a matter of `lint`. */
function unknownIssues({ look, bound, menu }: Site, name: string): UpgradeIssue[] {
  if (look.before.property(bound.menu, bound.command ?? "", name).kind !== "known") return [];
  if (look.after.menu(menu).kind === "no-data") return [];
  const message = `${menuText(menu)} ${name}`;
  return [{ key: `unknown ${message}`, kind: "unknown", message, breaks: false, places: [], changes: [] }];
}

function goneIssues(site: Site, argument: BoundArgument, name: string, spans: string): UpgradeIssue[] {
  const { look, bound, menu, command } = site;
  const isKnownBefore = look.before.property(bound.menu, command, name).kind === "known";
  if (spans === "" && !isKnownBefore) return [];
  // RouterOS 6 facts come from exports, so a name that only they lack may still be a slip of the writer.
  const next = propertySuccessor(site, name);
  const change = next?.mechanical === true ? renameEdit(site, argument, next.property ?? "") : undefined;
  const shown = formatVersion(look.to);
  const target = next?.property === undefined ? "" : `; it is \`${next.property}\` there`;
  const note = next === undefined ? "" : ` ${next.note}`;
  return [
    {
      key: `property ${menu} ${name}`,
      kind: next?.property === undefined ? "gone" : "renamed",
      message: `RouterOS ${shown} has no \`${name}\` in \`${menuText(menu)}\`${spans === "" ? "" : ` (${spans} has it)`}${target}.${note}`,
      breaks: true,
      places: [issuePlace(bound, argument.node.name ?? argument.node)],
      changes: change === undefined ? [] : [change],
      ...(next?.property === undefined ? {} : { fix: `Write ${next.property}` }),
      ...(next === undefined ? { goneProperty: { menu, name, spans } } : {}),
    },
  ];
}

/** Only what the new version certainly has. */
function propertySuccessor({ look, menu, command }: Site, name: string): Successor | undefined {
  const next = look.after.successor(menu, command, name);
  if (next === undefined || next.menu !== undefined) return undefined;
  if (next.property === undefined) return next;
  return look.after.property(menu, command, next.property).kind === "known" ? next : undefined;
}

function renameEdit({ bound }: Site, argument: BoundArgument, newText: string): Change | undefined {
  const { name } = argument.node;
  const isTaken = bound.args.some((other) => other.name === newText);
  if (name === undefined || name.text.startsWith(".") || isTaken) return undefined;
  return { kind: "text", file: bound.file, edit: { range: rangeOf(name), newText } };
}

function valueIssues(site: Site, argument: BoundArgument, info: PropertyInfo): UpgradeIssue[] {
  const { look, bound, menu, command } = site;
  const { value } = argument.node;
  const text = constantText(value);
  if (text === undefined || text === "" || value === undefined || !["add", "set"].includes(command))
    return [];
  const check = look.after.checkProperty(info, text);
  if (check.ok) return [];
  const earlier = look.before.property(bound.menu, command, info.name);
  if (earlier.kind === "known" && !look.before.checkProperty(earlier.value, text).ok) return [];
  const refused = refusedParts(site, info, text);
  const shown = refused.some((part) => part.length > 40) ? "this value" : enumerate(refused);
  return [
    {
      key: `value ${menu} ${info.name} ${refused.join()}`,
      kind: "value",
      message: `RouterOS ${formatVersion(look.to)} does not take ${shown} for \`${info.name}\` of \`${menuText(menu)}\`: it ${check.reason}.`,
      breaks: true,
      places: [issuePlace(bound, value)],
      changes: [],
    },
  ];
}

/** Of a comma list the words that are not taken. */
function refusedParts({ look }: Site, info: PropertyInfo, text: string): readonly string[] {
  const parts = text.split(",").filter((part) => part !== "" && !look.after.checkProperty(info, part).ok);
  return parts.length === 0 ? [text] : parts;
}

/**
 * Of versions whose `add` was not probed only what they did not even have is told: what else they asked for is not
 * known, and everything would look new.
 */
function requiredIssues({ look, bound, menu, command }: Site): UpgradeIssue[] {
  const { version } = look.model;
  if (command !== "add" || version === undefined) return [];
  const isProbed = version.major >= 7 && version.minor >= PROBED_MINOR;
  const isNew = (name: string) => look.before.property(bound.menu, "add", name).kind === "absent";
  const before = look.before.requiredProperties(bound.menu).map((group) => group.join("|"));
  const has = (name: string) => bound.args.some((argument) => argument.name === name);
  if (has("copy-from")) return [];
  return look.after
    .requiredProperties(menu)
    .filter((group) => !before.includes(group.join("|")) && !group.some(has))
    .filter((group) => isProbed || (bound.menu === menu && group.every(isNew)))
    .map((group) => ({
      key: `required ${menu} ${group.join("|")}`,
      kind: "required" as const,
      message: `\`${menuText(menu)} add\` needs ${group.map((name) => `\`${name}=\``).join(" or ")} in RouterOS ${formatVersion(look.to)}.`,
      breaks: true,
      places: [issuePlace(bound)],
      changes: [],
    }));
}

/** See schema/required.ts. */
const PROBED_MINOR = 20;
