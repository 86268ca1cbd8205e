import type { Item, Model, Reference } from "../model/model.ts";
import { askedNamespaces, namesStamp } from "../model/name-stamps.ts";
import type { Finding, Rule, RuleContext } from "../rules/rule.ts";
import { asList, type Task, type TaskOf, taskOf } from "./subjects.ts";
import { type Asked, createWatch, NOTHING_ASKED, type Watch } from "./watch.ts";

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
  readonly createTraffic: (model: Model) => Traffic;
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
      return current().traffic();
    },
    findings: (rule, context) => current().findings(rule, context),
  };
}

/** Rules may ask for these at any time without its being noted. */
function isOfOneKind(a: Model, b: Model): boolean {
  const paths = ({ files }: Model) => files.map(({ path }) => path).join("\n");
  return (
    a.schema === b.schema &&
    a.version === b.version &&
    paths(a) === paths(b) &&
    JSON.stringify(a.source) === JSON.stringify(b.source)
  );
}

interface Memory {
  readonly newest: Model;
  readonly watch: Watch;
  traffic(): Traffic;
  advance(model: Model): void;
  findings(rule: Rule, context: RuleContext): Generator<void, readonly Finding[]>;
}

function createMemory(first: Model, createTraffic: LintMemoryOptions["createTraffic"]): Memory {
  let newest = { model: first, revision: 0 };
  const watch = createWatch(() => newest);
  const whole = createTrafficMemory(() => newest, createTraffic);
  // What never acts hangs on the firewall alone, and is dear in a long one: routes may change without it.
  const forShadows = createTrafficMemory(() => newest, createTraffic);
  const shadows = () => {
    watch.note("shadows", forShadows);
    return forShadows().shadows;
  };
  const states = new Map<string, RuleState>();
  return {
    get newest() {
      return newest.model;
    },
    watch,
    traffic() {
      watch.note("traffic", whole);
      return withShadows(whole(), shadows);
    },
    advance(model) {
      if (model !== newest.model) newest = { model, revision: newest.revision + 1 };
    },
    *findings(rule, context) {
      const state = states.get(rule.id) ?? { lists: [], menus: new Map(), names: new Map(), kept: new Map() };
      // Should the run be dropped or the rule fail, the next one starts over.
      states.delete(rule.id);
      yield* bringUpToDate(state, taskOf(rule, newest.model), { watch, context, model: newest.model });
      states.set(rule.id, state);
      return [...state.kept.values()].flatMap(({ findings }) => findings);
    },
  };
}

/** Traffic is thought over as a whole, and kept as long as all it has looked at is the same. */
function createTrafficMemory(
  newest: () => { readonly model: Model; readonly revision: number },
  create: LintMemoryOptions["createTraffic"],
): () => Traffic {
  const watch = createWatch(newest);
  let asked = new Set<Asked>();
  let known: { readonly traffic: Traffic; revision: number } | undefined;
  return () => {
    const { revision } = newest();
    asked.add(watch.taken());
    if (known !== undefined && known.revision === revision) return known.traffic;
    if (known !== undefined && [...asked].every((each) => watch.isCurrent(each))) {
      known.revision = revision;
      return known.traffic;
    }
    asked = new Set();
    known = { traffic: create(watch.model), revision };
    return known.traffic;
  };
}

function withShadows(traffic: Traffic, shadows: () => Traffic["shadows"]): Traffic {
  return {
    inputFromWan: traffic.inputFromWan,
    inputFrom: traffic.inputFrom,
    reach: traffic.reach,
    path: traffic.path,
    interfaceTowards: traffic.interfaceTowards,
    network: traffic.network,
    get wan() {
      return traffic.wan;
    },
    get shadows() {
      return shadows();
    },
  };
}

/** What a rule answered. Subjects that asked nothing and are without fault leave no trace. */
interface RuleState {
  lists: readonly (readonly object[])[];
  /** For references: the items of each menu, and the stamps of the names asked for. */
  menus: ReadonlyMap<string, readonly Item[]>;
  readonly names: Map<readonly string[], number>;
  readonly kept: Map<object, Kept>;
}

interface Kept {
  readonly asked: Asked;
  readonly findings: readonly Finding[];
  /** Findings that name offsets are made anew: text moves. */
  readonly isFixed: boolean;
  readonly index: number | undefined;
}

interface Now {
  readonly watch: Watch;
  readonly context: RuleContext;
  readonly model: Model;
}

function* bringUpToDate(state: RuleState, task: Task, now: Now): Generator<void, void> {
  switch (task.kind) {
    case "item":
      return yield* update(state, task, now, (item) => item.changes.length > 0);
    case "command":
      return yield* update(state, task, now, undefined);
    case "reference":
      return yield* update(state, naming(state, task, now.model), now, staleReferences(state, now.model));
    case "model": {
      // The watched model is one object for all revisions.
      const { model } = now.context;
      return yield* update(state, { ...task, lists: [[model]] }, now, undefined);
    }
    default:
      return task satisfies never;
  }
}

/** Checks between two chances to stop. */
const STEP = 256;

function* update<T extends object>(
  state: RuleState,
  task: Pick<TaskOf<string, T>, "lists" | "isMeant" | "check">,
  now: Now,
  isStale: ((subject: T) => boolean) | undefined,
): Generator<void, void> {
  const due = new Set<T>();
  for (const [at, list] of task.lists.entries()) collectDue(state, list, state.lists[at] ?? [], isStale, due);
  const outdated = outdatedOf(state, now.watch);
  if (outdated.size > 0) {
    for (const list of task.lists) for (const subject of list) if (outdated.has(subject)) due.add(subject);
  }
  let count = 0;
  for (const subject of due) {
    if (++count % STEP === 0) yield;
    state.kept.delete(subject);
    if (task.isMeant(subject)) ask(state, subject, task, now);
  }
  state.lists = task.lists;
}

function ask<T extends object>(
  state: RuleState,
  subject: T,
  task: Pick<TaskOf<string, T>, "check">,
  { watch, context }: Now,
): void {
  watch.taken();
  const findings = asList(task.check(subject, context));
  const asked = watch.taken();
  if (findings.length === 0 && asked === NOTHING_ASKED) return;
  const isFixed = findings.some(namesOffsets);
  state.kept.set(subject, { asked, findings, isFixed, index: indexOf(subject) });
}

/** What is new between the common beginning and end of two lists, and what else is stale in the new one. */
function collectDue<T extends object>(
  { kept }: RuleState,
  list: readonly T[],
  earlier: readonly object[],
  isStale: ((subject: T) => boolean) | undefined,
  due: Set<T>,
): void {
  if (list !== earlier) {
    const { start, tail } = commonEnds(earlier, list);
    for (let at = start; at < earlier.length - tail; at++) {
      const gone = earlier[at];
      if (gone !== undefined) kept.delete(gone);
    }
    for (const subject of list.slice(start, list.length - tail)) due.add(subject);
  }
  if (isStale !== undefined && list !== earlier) {
    for (const subject of list) if (isStale(subject)) due.add(subject);
  }
}

function commonEnds(before: readonly object[], after: readonly object[]) {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shortest - start && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail++;
  return { start, tail };
}

/** Subjects whose answers rest on something that changed, or have to be placed anew. */
function outdatedOf({ kept }: RuleState, watch: Watch): ReadonlySet<object> {
  const outdated = new Set<object>();
  for (const [subject, { asked, findings, isFixed, index }] of kept) {
    const isMoved = findings.length > 0 && (isFixed || index !== indexOf(subject));
    if (isMoved || !watch.isCurrent(asked)) outdated.add(subject);
  }
  return outdated;
}

/** Messages number items that have no name. */
function indexOf(subject: object): number | undefined {
  return "index" in subject && typeof subject.index === "number" ? subject.index : undefined;
}

function namesOffsets({ at, related, fixes }: Finding): boolean {
  return (
    "range" in at ||
    related?.some((one) => "range" in one.at) === true ||
    fixes?.some(({ changes }) => changes.some(({ kind }) => kind === "text")) === true
  );
}

/** The task, noting the stamps of the names that are asked for. */
function naming(
  { names }: RuleState,
  task: TaskOf<"reference", Reference>,
  model: Model,
): TaskOf<"reference", Reference> {
  return {
    ...task,
    check(reference, context) {
      const namespaces = askedNamespaces(reference);
      if (!names.has(namespaces)) names.set(namespaces, namesStamp(model, namespaces));
      return task.check(reference, context);
    },
  };
}

/** A reference stands for what its name means, and for the item that writes it. */
function staleReferences(state: RuleState, model: Model): ((reference: Reference) => boolean) | undefined {
  const { names } = state;
  const changed = new Set<readonly string[]>();
  for (const [namespaces, stamp] of names) {
    const now = namesStamp(model, namespaces);
    if (now === stamp) continue;
    names.set(namespaces, now);
    changed.add(namespaces);
  }
  const menus = new Map(model.menus.map((menu) => [menu, model.items(menu)] as const));
  const redone = new Set(
    [...menus].flatMap(([menu, items]) => (isRedone(state.menus.get(menu), items) ? [menu] : [])),
  );
  state.menus = menus;
  if (changed.size + redone.size === 0) return undefined;
  return (reference) => changed.has(askedNamespaces(reference)) || redone.has(reference.command.menu);
}

/** In menus that are only added to, an item is what its line says; elsewhere other lines may have changed it. */
function isRedone(before: readonly Item[] | undefined, now: readonly Item[]): boolean {
  if (before === now) return false;
  const isPlain = (item: Item) =>
    item.changes.length === 0 && (item.origin === "add" || item.origin === "builtin");
  return before === undefined || !before.every(isPlain) || !now.every(isPlain);
}
