import { isSameList } from "../model/keep.ts";
import type { BoundCommand, Item, Model, Reference } from "../model/model.ts";
import { type Aspect, askedNamespaces } from "../model/name-stamps.ts";
import { commandRuns, itemRuns, type Runs, referenceRuns } from "../model/runs.ts";
import type { CheckResult, CommandRule, Finding, ReferenceRule, Rule, RuleContext } from "../rules/rule.ts";

/** What a rule is called for, and how; `kind` tells what else than itself a subject's answer rests on. */
export type Task =
  | TaskOf<"item", Item>
  | TaskOf<"command", BoundCommand>
  | ReferenceTask
  | TaskOf<"model", Model>;

export interface TaskOf<K extends string, T> {
  readonly kind: K;
  readonly runs: Runs<T>;
  isMeant(subject: T, model: Model): boolean;
  check(subject: T, context: RuleContext): CheckResult;
}

export interface ReferenceTask extends TaskOf<"reference", Reference> {
  /** What of a name's meaning the rule looks at, and the namespaces it asks about, if not all. */
  readonly aspect: Aspect;
  readonly of: readonly string[] | undefined;
  /** Whether the rule asks about what stands there. */
  standsIn(reference: Reference): boolean;
}

/** Of one rule; kept from run to run. */
export interface TaskNotes {
  /** The shapes of commands that a rule which ignores values found nothing in. */
  readonly sound: Set<object>;
  /** The runs of several menus, one after the other, as long as each menu's are the same. */
  items?: { readonly parts: readonly Runs<Item>[]; readonly runs: Runs<Item> };
}

export function createTaskNotes(): TaskNotes {
  return { sound: new Set() };
}

export function taskOf(rule: Rule, model: Model, notes: TaskNotes): Task {
  const isAllowed = (menu: string, now: Model) => rule.onAbsence !== true || now.absenceMeansDefault(menu);
  if (rule.on === "model") {
    const isMeant = (now: Model) => rule.onAbsence !== true || now.source.kind === "full";
    return { kind: "model", runs: [[model]], isMeant, check: rule.check };
  }
  if (rule.on === "command") {
    const isMeant = ({ menu }: BoundCommand, now: Model) => isAllowed(menu, now);
    const check = rule.ignoresValues === true ? sparing(rule, notes.sound) : rule.check;
    return { kind: "command", runs: commandRuns(model), isMeant, check };
  }
  if (rule.on === "reference") {
    return referenceTask(rule, model, isAllowed);
  }
  return {
    kind: "item",
    runs: runsOf(rule.on, model, notes),
    isMeant: (item, now) =>
      isAllowed(item.menu, now) && (isSpokenOf(item) || now.absenceMeansDefault(item.menu)),
    check: rule.check,
  };
}

function runsOf(menus: readonly string[], model: Model, notes: TaskNotes): Runs<Item> {
  const parts = menus.map((menu) => itemRuns(model, menu));
  if (notes.items !== undefined && isSameList(notes.items.parts, parts)) return notes.items.runs;
  notes.items = { parts, runs: parts.flat() };
  return notes.items.runs;
}

function referenceTask(
  rule: ReferenceRule,
  model: Model,
  isAllowed: (menu: string, now: Model) => boolean,
): ReferenceTask {
  const { of, in: menus, isInScript } = rule;
  const standsIn = ({ command }: Reference) =>
    (menus === undefined || menus.includes(command.menu)) &&
    (isInScript !== true || command.embeddedIn !== undefined);
  const mayName = (reference: Reference) => askedNamespaces(reference).some((one) => of?.includes(one));
  return {
    kind: "reference",
    runs: referenceRuns(model),
    isMeant: (reference, now) =>
      standsIn(reference) &&
      isAllowed(reference.command.menu, now) &&
      (of === undefined || mayName(reference)),
    check: rule.check,
    aspect: rule.ignoresTargets === true ? "kind" : "target",
    of,
    standsIn,
  };
}

function sparing(rule: CommandRule, sound: Set<object>): CommandRule["check"] {
  return (command, context) => {
    const shape = context.model.shapeOf(command);
    if (shape === undefined) return rule.check(command, context);
    if (sound.has(shape)) return undefined;
    const findings = asList(rule.check(command, context));
    if (findings.length === 0) sound.add(shape);
    return findings;
  };
}

/** Of what the router has by itself a fragment proves nothing: another file may have changed it. */
function isSpokenOf(item: Item): boolean {
  return item.command !== undefined || item.changes.length > 0;
}

export function asList(result: CheckResult): readonly Finding[] {
  if (result === undefined) return [];
  return isList(result) ? result : [result];
}

function isList(result: Finding | readonly Finding[]): result is readonly Finding[] {
  return Array.isArray(result);
}
