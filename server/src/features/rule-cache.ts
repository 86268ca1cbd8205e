import type { BoundCommand, Model } from "../model/model.ts";
import type { CheckResult, Finding, Rule, RuleContext } from "../rules/rule.ts";

/**
 * The rules for one document's revisions: where a rule looks at single commands only, later runs check the commands
 * that are new since the last whole run, and those it had found fault with.
 *
 * A command rule of the language group looks at its command, the schema and the version alone, and the model keeps
 * a command's object only while all three stay. Findings themselves are never kept: they hold offsets, which move.
 */
export interface RuleMemory {
  rulesFor(model: Model): readonly Rule[];
  /** To be called when a run over the model's rules went through to its end. */
  completed(model: Model): void;
}

type CommandRule = Extract<Rule, { readonly on: "command" }>;
type Faulty = ReadonlyMap<string, readonly BoundCommand[]>;

export function createRuleMemory(rules: readonly Rule[]): RuleMemory {
  let last: { readonly commands: readonly BoundCommand[]; readonly faulty: Faulty } | undefined;
  let running = new Map<string, BoundCommand[]>();
  return {
    rulesFor(model) {
      running = new Map();
      const changed = last && changedPart(last.commands, model.commands);
      return rules.map((rule) => {
        if (rule.on !== "command" || rule.group !== "language") return rule;
        const faulty: BoundCommand[] = [];
        running.set(rule.id, faulty);
        if (!last || !changed) return noting(rule, faulty);
        const before = last.faulty.get(rule.id) ?? [];
        const kept =
          changed.gone.size === 0 ? before : before.filter((command) => !changed.gone.has(command));
        return onlyThese(rule, [...kept, ...changed.fresh], faulty);
      });
    },
    completed(model) {
      last = { commands: model.commands, faulty: running };
    },
  };
}

/** The first run: as ever, noting what was found fault with. */
function noting(rule: CommandRule, faulty: BoundCommand[]): Rule {
  const { check, ...meta } = rule;
  return {
    ...meta,
    check(command: BoundCommand, context: RuleContext) {
      const result = check(command, context);
      if (listOf(result).length > 0) faulty.push(command);
      return result;
    },
  };
}

/** A later run: the few commands, asked once. */
function onlyThese(rule: CommandRule, commands: readonly BoundCommand[], faulty: BoundCommand[]): Rule {
  return {
    ...rule,
    on: "model",
    check: (_, context) =>
      commands.flatMap((command) => {
        const found = listOf(rule.check(command, context));
        if (found.length > 0) faulty.push(command);
        return found;
      }),
  };
}

/** Between the common beginning and the common end of two revisions' commands. */
function changedPart(
  before: readonly BoundCommand[],
  after: readonly BoundCommand[],
): { readonly gone: ReadonlySet<BoundCommand>; readonly fresh: readonly BoundCommand[] } {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shortest - start && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail++;
  return {
    gone: new Set(before.slice(start, before.length - tail)),
    fresh: after.slice(start, after.length - tail),
  };
}

function listOf(result: CheckResult): readonly Finding[] {
  if (result === undefined) return [];
  return isList(result) ? result : [result];
}

function isList(result: Finding | readonly Finding[]): result is readonly Finding[] {
  return Array.isArray(result);
}
