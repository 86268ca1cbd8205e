import type { Item, Model, Reference } from "../model/model.ts";
import { askedNamespaces, namesStamp } from "../model/name-stamps.ts";
import type { Finding } from "../rules/rule.ts";
import { bringUpToDate, createRuleMemory, type Now, type RuleMemory } from "./rule-memory.ts";
import type { TaskOf } from "./subjects.ts";

/** A reference stands for what its name means, and for the item that writes it: neither is asked of the model. */
export interface ReferenceMemory extends RuleMemory<Reference> {
  menus: ReadonlyMap<string, MenuItems>;
  /** Stamps of the names asked for. */
  readonly names: Map<readonly string[], number>;
}

interface MenuItems {
  readonly items: readonly Item[];
  /** In menus that are only added to, an item is what its line says; elsewhere other lines may have changed it. */
  readonly isPlain: boolean;
}

export function createReferenceMemory(): ReferenceMemory {
  return { ...createRuleMemory<Reference>(), menus: new Map(), names: new Map() };
}

export function* bringReferencesUpToDate(
  memory: ReferenceMemory,
  task: TaskOf<"reference", Reference>,
  now: Now,
  model: Model,
): Generator<void, readonly Finding[]> {
  const { names } = memory;
  const isStale = staleIn(memory, model);
  const check: typeof task.check = (reference, context) => {
    const namespaces = askedNamespaces(reference);
    if (!names.has(namespaces)) names.set(namespaces, namesStamp(model, namespaces));
    return task.check(reference, context);
  };
  const also = isStale === undefined ? [] : task.runs.map((run) => run.filter(isStale));
  return yield* bringUpToDate(memory, { ...task, check }, now, { also });
}

function staleIn(memory: ReferenceMemory, model: Model): ((reference: Reference) => boolean) | undefined {
  const { names, menus } = memory;
  const renamed = new Set<readonly string[]>();
  for (const [namespaces, stamp] of names) {
    const now = namesStamp(model, namespaces);
    if (now === stamp) continue;
    names.set(namespaces, now);
    renamed.add(namespaces);
  }
  memory.menus = new Map(model.menus.map((menu) => [menu, menuItems(model.items(menu), menus.get(menu))]));
  const redone = new Set<string>();
  for (const [menu, now] of memory.menus) {
    const before = menus.get(menu);
    if (before?.items !== now.items && !(before?.isPlain === true && now.isPlain)) redone.add(menu);
  }
  if (renamed.size + redone.size === 0) return undefined;
  return (reference) => renamed.has(askedNamespaces(reference)) || redone.has(reference.command.menu);
}

function menuItems(items: readonly Item[], before: MenuItems | undefined): MenuItems {
  return before?.items === items ? before : { items, isPlain: items.every(isPlain) };
}

function isPlain({ changes, origin }: Item): boolean {
  return changes.length === 0 && (origin === "add" || origin === "builtin");
}
