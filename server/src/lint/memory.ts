import { createRunsComparer } from "../model/common-ends.ts";
import type { Keep } from "../model/keep.ts";
import type { BoundCommand, Item, Model } from "../model/model.ts";
import type { Runs } from "../model/runs.ts";
import type { Finding, Rule, RuleContext } from "../rules/rule.ts";
import { bringReferencesUpToDate, createReferenceMemory, type ReferenceMemory } from "./reference-memory.ts";
import { bringUpToDate, createRuleMemory, type Now, type RuleMemory } from "./rule-memory.ts";
import { createTaskNotes, type TaskNotes, taskOf } from "./subjects.ts";
import { createWatch, type Watch } from "./watch.ts";

type Traffic = RuleContext["traffic"];

/**
 * What the rules found in a document's earlier revision, so that the next one costs what changed: rules are called
 * for subjects that are new, and for those whose answer rested on something that is different now.
 */
export interface LintMemory {
  /** To be called first in each run; the models have to share a model cache. */
  follow(model: Model): void;
  /** What rules see; the same objects for all revisions. */
  readonly model: Model;
  readonly traffic: Traffic;
  /** All findings of a rule in the revision that is followed; pauses after some hundred checks. */
  findings(rule: Rule, context: RuleContext): Generator<void, readonly Finding[]>;
}

interface LintMemoryOptions {
  /** Reads a configuration for questions about traffic. */
  readonly createTraffic: (model: Model, keep: Keep) => Traffic;
}

export function createLintMemory({ createTraffic }: LintMemoryOptions): LintMemory {
  let memory: Memory | undefined;
  const current = (): Memory => {
    if (memory === undefined) throw new Error("follow() a model first");
    return memory;
  };
  return {
    follow(model) {
      if (memory === undefined || !isOfOneKind(memory.newest, model))
        memory = createMemory(model, createTraffic);
      else memory.advance(model);
    },
    get model() {
      return current().watch.model;
    },
    get traffic() {
      return current().traffic;
    },
    findings: (rule, context) => current().findings(rule, context),
  };
}

/** Rules may ask for these at any time without its being noted. */
function isOfOneKind(a: Model, b: Model): boolean {
  const paths = ({ files }: Model) => files.map(({ path }) => path).join("\n");
  return a.schema === b.schema && a.version === b.version && paths(a) === paths(b);
}

interface Memory {
  readonly newest: Model;
  readonly watch: Watch;
  readonly traffic: Traffic;
  advance(model: Model): void;
  findings(rule: Rule, context: RuleContext): Generator<void, readonly Finding[]>;
}

function createMemory(first: Model, createTraffic: LintMemoryOptions["createTraffic"]): Memory {
  let newest = { model: first, revision: 0 };
  const watch = createWatch(() => newest);
  const traffic = createTraffic(watch.model, watch.keep);
  const rules = createRuleMemories(watch.model);
  const compare = createRunsComparer();
  return {
    get newest() {
      return newest.model;
    },
    watch,
    traffic,
    advance(model) {
      if (model !== newest.model) newest = { model, revision: newest.revision + 1 };
    },
    findings: (rule, context) => rules.findings(rule, newest.model, { watch, context, compare }),
  };
}

interface RuleMemories {
  findings(rule: Rule, model: Model, now: Now): Generator<void, readonly Finding[]>;
}

/** By rule id. `watched` is one object for all revisions, and so are the runs that hold it alone. */
function createRuleMemories(watched: Model): RuleMemories {
  const whole: Runs<Model> = [[watched]];
  const items = new Map<string, RuleMemory<Item>>();
  const commands = new Map<string, RuleMemory<BoundCommand>>();
  const notes = new Map<string, TaskNotes>();
  const references = new Map<string, ReferenceMemory>();
  const models = new Map<string, RuleMemory<Model>>();
  return {
    *findings(rule, model, now) {
      const known = notes.get(rule.id) ?? createTaskNotes();
      notes.set(rule.id, known);
      const task = taskOf(rule, model, known);
      switch (task.kind) {
        case "item":
          return yield* once(items, rule.id, createRuleMemory<Item>, (memory) =>
            bringUpToDate(memory, task, now, { isStale: (item) => item.changes.length > 0 }),
          );
        case "command":
          return yield* once(commands, rule.id, createRuleMemory<BoundCommand>, (memory) =>
            bringUpToDate(memory, task, now),
          );
        case "reference":
          return yield* once(references, rule.id, createReferenceMemory, (memory) =>
            bringReferencesUpToDate(memory, task, now, model),
          );
        case "model":
          return yield* once(models, rule.id, createRuleMemory<Model>, (memory) =>
            bringUpToDate(memory, { ...task, runs: whole }, now),
          );
        default:
          return task satisfies never;
      }
    },
  };
}

/** Should the run be dropped or the rule fail, the next one starts over. */
function* once<M, T>(
  memories: Map<string, M>,
  id: string,
  create: () => M,
  run: (memory: M) => Generator<void, T>,
): Generator<void, T> {
  const memory = memories.get(id) ?? create();
  memories.delete(id);
  const result = yield* run(memory);
  memories.set(id, memory);
  return result;
}
