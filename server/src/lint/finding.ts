import type { Change, InputNeeded } from "../edit/change.ts";
import type { FixSafety, Severity } from "../rules/rule.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";

export type { InputNeeded } from "../edit/change.ts";
export type { FixSafety, Severity } from "../rules/rule.ts";

/** A rule's answer with its place, severity and identity worked out; plain data. */
export interface LintFinding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  /** The path of the model's file, as it was given to the model. */
  readonly file: string;
  /** UTF-16 offsets in that file. */
  readonly range: Range;
  /** The whole value, where `range` is a part of it. */
  readonly value?: Range;
  /** No text speaks of the object or its menu (a default that exports leave out): `range` is the first line. */
  readonly isUnwritten?: true;
  /** The router's object the finding speaks of; undefined for findings about text or the whole file. */
  readonly object?: ObjectIdentity;
  /** Of rule, menu and object, not of the line: moving a line makes no new finding. Unique within a lint result. */
  readonly fingerprint: string;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly OfferedFix[];
  /** Set when the finding is known and accepted; it is then shown nowhere but in reports that list suppressions. */
  readonly suppressed?: Suppression;
}

export interface ObjectIdentity {
  readonly menu: string;
  readonly name?: string;
  readonly comment?: string;
}

export interface RelatedPlace {
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

export interface OfferedFix {
  readonly id: string;
  readonly title: string;
  readonly safety: FixSafety;
  readonly inputs: readonly InputNeeded[];
  /** Why it may cut off whoever applies it; such a fix is never applied unasked. */
  readonly mayCut?: string;
  /** What the fix wants, for those who render it later. */
  readonly changes: readonly Change[];
  /** The same as edits, in the files' own style; only when the lint was asked for edits. */
  readonly edits?: readonly FileEdits[];
}

/** Sorted edits of one file that do not overlap. */
export interface FileEdits {
  readonly file: string;
  readonly edits: readonly TextEdit[];
}

export interface Suppression {
  /** `in-source`: a `# rsclint-disable…` comment; `external`: the suppressions file; `baseline`: known before. */
  readonly kind: "in-source" | "external" | "baseline";
  readonly reason?: string;
}

export interface LintResult {
  /** In order of file and position; suppressed ones included. */
  readonly findings: readonly LintFinding[];
  /** Milliseconds per rule id; empty unless a clock was given. */
  readonly timings: ReadonlyMap<string, number>;
  /** Entries of the external suppressions that silenced something, by their index. */
  readonly usedExternal: ReadonlySet<number>;
}

/** From mild to grave. */
export const SEVERITIES = ["hint", "info", "warning", "error"] as const satisfies readonly Severity[];

/** Negative, zero or positive, as `a` is milder than, equal to or graver than `b`. */
export function compareSeverities(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}
