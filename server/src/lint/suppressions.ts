import type { Model, ModelFile } from "../model/model.ts";
import type { RuleMeta } from "../rules/rule.ts";
import { type Directive, findDirectives, mayDirect } from "./directives.ts";
import type { LintFinding, ObjectIdentity, Suppression } from "./finding.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { canonicalNames, matchesGlobs, type Selection } from "./select.ts";

/** The rule under which suppressions that silence nothing are reported. */
export const UNUSED_SUPPRESSION = "unused-suppression";

/** One entry of the suppressions file. RouterOS drops `#` comments on export, names and comments of objects stay. */
export interface ExternalSuppression {
  readonly rule: string;
  readonly menu: string;
  readonly name?: string;
  readonly comment?: string;
  /** Glob relative to the suppressions file; absent: every file. */
  readonly file?: string;
  readonly reason?: string;
}

export interface SuppressionContext {
  readonly model: Model;
  readonly external: readonly ExternalSuppression[];
  readonly rules: readonly RuleMeta[];
  selectionOf(path: string): Selection;
  relativePath(path: string): string;
}

export interface Suppressed {
  readonly findings: readonly LintFinding[];
  readonly usedExternal: ReadonlySet<number>;
}

/** Marks what is suppressed and adds a finding for every directive in a file that silenced nothing. */
export function applySuppressions(findings: readonly LintFinding[], context: SuppressionContext): Suppressed {
  const names = canonicalNames(context.rules);
  const usedExternal = new Set<number>();
  const { model } = context;
  const inFiles = model.files.map((file) => {
    const chunks = model.inChunks(file, mayDirect);
    // Where no comment speaks to the linter, the text is not put together for it.
    return { file, directives: chunks.length === 0 ? [] : findDirectives(file.text, chunks) };
  });
  const used = new Set<string>();
  if (context.external.length === 0 && inFiles.every(({ directives }) => directives.length === 0))
    return { findings, usedExternal };
  const marked = findings.map((finding) => {
    const directives = inFiles.find(({ file }) => file.path === finding.file)?.directives ?? [];
    const suppressed =
      bySource(finding, directives, names, used) ?? byExternal(finding, context, names, usedExternal);
    return suppressed === undefined ? finding : { ...finding, suppressed };
  });
  const unused = inFiles.flatMap(({ file, directives }) =>
    directives.flatMap((directive) => unusedOf(file, directive, used, names, context)),
  );
  return { findings: [...marked, ...unused], usedExternal };
}

/** The line to write above a statement; the quick fix "suppress with a reason" inserts it. */
export function disableNextLine(ruleId: string, reason: string): string {
  return `# rsclint-disable-next-line ${ruleId}${reason === "" ? "" : ` -- ${reason}`}`;
}

/** The entry that suppresses a finding by its object; undefined when the object has neither name nor comment. */
export function externalFor(
  ruleId: string,
  object: ObjectIdentity | undefined,
): ExternalSuppression | undefined {
  if (object?.name !== undefined) return { rule: ruleId, menu: object.menu, name: object.name };
  if (object?.comment !== undefined) return { rule: ruleId, menu: object.menu, comment: object.comment };
  return undefined;
}

const ANY = "*";

function keyOf(directive: Directive, rule: string): string {
  return `${directive.range.start}\n${rule}`;
}

function bySource(
  finding: LintFinding,
  directives: readonly Directive[],
  names: ReadonlyMap<string, string>,
  used: Set<string>,
): Suppression | undefined {
  for (const directive of directives) {
    const { start } = finding.range;
    if (start < directive.covers.start || start >= directive.covers.end) continue;
    const named = directive.rules.find(({ name }) => (names.get(name) ?? name) === finding.ruleId);
    if (named === undefined && directive.rules.length > 0) continue;
    used.add(finding.file + keyOf(directive, named?.name ?? ANY));
    return { kind: "in-source", ...(directive.reason !== undefined && { reason: directive.reason }) };
  }
  return undefined;
}

function byExternal(
  finding: LintFinding,
  context: SuppressionContext,
  names: ReadonlyMap<string, string>,
  used: Set<number>,
): Suppression | undefined {
  const { object } = finding;
  if (object === undefined) return undefined;
  const index = context.external.findIndex(
    (entry) =>
      (names.get(entry.rule) ?? entry.rule) === finding.ruleId &&
      isSameMenu(entry.menu, object.menu) &&
      isSameObject(entry, object) &&
      (entry.file === undefined || matchesGlobs(context.relativePath(finding.file), [entry.file])),
  );
  const entry = context.external[index];
  if (entry === undefined) return undefined;
  used.add(index);
  return { kind: "external", ...(entry.reason !== undefined && { reason: entry.reason }) };
}

/** `/ip firewall nat` and `/ip/firewall/nat` are the same menu. */
function isSameMenu(a: string, b: string): boolean {
  const words = (menu: string) => menu.split(/[\s/]+/).filter((word) => word !== "");
  return words(a).join("/") === words(b).join("/");
}

/** An entry without name and comment is for a settings menu: the menu is the object. */
function isSameObject(entry: ExternalSuppression, object: ObjectIdentity): boolean {
  if (entry.name !== undefined) return entry.name === object.name;
  if (entry.comment !== undefined) return entry.comment === object.comment;
  return object.name === undefined;
}

/** Only rules that ran here can prove that a directive is of no use; a name that no rule has never is. */
function unusedOf(
  file: ModelFile,
  directive: Directive,
  used: ReadonlySet<string>,
  names: ReadonlyMap<string, string>,
  context: SuppressionContext,
): LintFinding[] {
  const active = context.selectionOf(file.path);
  const own = active.get(UNUSED_SUPPRESSION);
  if (own === undefined) return [];
  const meta = context.rules.find((rule) => rule.id === UNUSED_SUPPRESSION);
  const idle = (
    directive.rules.length === 0 ? [{ name: ANY, range: directive.range }] : directive.rules
  ).filter(({ name }) => !used.has(file.path + keyOf(directive, name)));
  return idle.flatMap(({ name, range }) => {
    const id = names.get(name);
    if (name !== ANY && id !== undefined && !active.has(id)) return [];
    return [
      {
        ruleId: UNUSED_SUPPRESSION,
        severity: own.severity ?? meta?.severity ?? "warning",
        message: messageOf(name, id),
        file: file.path,
        range,
        fingerprint: fingerprintOf(UNUSED_SUPPRESSION, ["text", `${directive.kind} ${name} ${range.start}`]),
        related: [],
        fixes: [],
      },
    ];
  });
}

function messageOf(name: string, id: string | undefined): string {
  if (name === ANY) return "This suppression silences nothing.";
  if (id === undefined) return `There is no rule \`${name}\` to suppress.`;
  return `This suppression of \`${name}\` silences nothing.`;
}
