import type { Item, Model, Reference } from "../model/model.ts";
import { isOnlyAddedTo, renamedAfter, revisionOf } from "../model/name-stamps.ts";
import type { Finding } from "../rules/rule.ts";
import { bringUpToDate, createRuleMemory, type Now, type RuleMemory } from "./rule-memory.ts";
import type { ReferenceTask } from "./subjects.ts";

/** A reference stands for what its name means, and for the item that writes it: neither is asked of the model. */
export interface ReferenceMemory extends RuleMemory<Reference> {
  menus: ReadonlyMap<string, MenuItems>;
  /** The model's revision that the answers speak of. */
  revision: number;
}

interface MenuItems {
  readonly items: readonly Item[];
  /** There an item is what its line says; elsewhere other lines may have changed it. */
  readonly isOnlyAddedTo: boolean;
}

export function createReferenceMemory(): ReferenceMemory {
  return { ...createRuleMemory<Reference>(), menus: new Map(), revision: -1 };
}

export function* bringReferencesUpToDate(
  memory: ReferenceMemory,
  task: ReferenceTask,
  now: Now,
  model: Model,
): Generator<void, readonly Finding[]> {
  // All are asked the first time.
  const also = memory.runs.length === 0 ? [] : [renamed(memory, task, model)];
  const redone = redoneMenus(memory, model);
  if (also.length > 0 && redone.size > 0) {
    const isRedone = ({ command }: Reference) => redone.has(command.menu);
    also.push(...task.runs.map((run) => run.filter(isRedone)));
  }
  const findings = yield* bringUpToDate(memory, task, now, { also });
  memory.revision = revisionOf(model);
  return findings;
}

function renamed({ revision }: ReferenceMemory, task: ReferenceTask, model: Model): readonly Reference[] {
  return renamedAfter(model, revision, task.aspect, task.of).filter((one) => task.standsIn(one));
}

/** Menus in which other lines than an item's own may have changed it. */
function redoneMenus(memory: ReferenceMemory, model: Model): ReadonlySet<string> {
  const { menus } = memory;
  const redone = new Set<string>();
  memory.menus = new Map(
    model.menus.map((menu) => {
      const now = { items: model.items(menu), isOnlyAddedTo: isOnlyAddedTo(model, menu) };
      const before = menus.get(menu);
      const isPlain = before?.isOnlyAddedTo === true && now.isOnlyAddedTo;
      if (before?.items !== now.items && !isPlain) redone.add(menu);
      return [menu, now];
    }),
  );
  return redone;
}
