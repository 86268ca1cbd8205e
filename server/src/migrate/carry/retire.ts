import type { AddChange, PropertyValue } from "../../edit/change.ts";
import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import type { Stage } from "../plan.ts";
import { label } from "./properties.ts";

/**
 * An item that only the old tunnel needs: cutover switches it off, so that the way back stays open, decommission
 * removes it.
 */
export function retire(draft: PlanDraft, item: Item, reason: string): void {
  const remove = { kind: "remove", item } as const;
  const canDisable =
    item.isDisabled === false &&
    draft.context.model.schema.property(item.menu, "add", "disabled").kind !== "absent";
  if (canDisable) switchOff(draft, item, { title: `${label(item)} off`, reason });
  draft.step({
    title: `${label(item)} goes`,
    reason,
    stage: "decommission",
    changes: [remove],
    script: [{ kind: "change", change: remove }],
  });
}

/** What users who have not moved yet still need goes with the old server only. */
export function removeLast(draft: PlanDraft, item: Item, reason: string): void {
  const change = { kind: "remove", item } as const;
  draft.step({
    title: `${label(item)} goes`,
    reason,
    stage: "decommission",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}

/** Off at cutover, so that the way back stays open; the end state says nothing of it. */
export function switchOff(
  draft: PlanDraft,
  item: Item,
  words: { readonly title: string; readonly reason: string },
): void {
  draft.step({
    ...words,
    stage: "cutover",
    changes: [],
    script: [{ kind: "change", change: { kind: "set", item, properties: { disabled: "yes" } } }],
  });
}

/** New items, the same in the end state and in the stage's script. */
export function addItems(
  draft: PlanDraft,
  words: { readonly title: string; readonly reason: string; readonly stage?: Stage },
  adds: readonly Omit<AddChange, "kind">[],
): void {
  if (adds.length === 0) return;
  const changes = adds.map((add) => ({ kind: "add" as const, ...add }));
  draft.step({
    title: words.title,
    reason: words.reason,
    stage: words.stage ?? "parallel",
    changes,
    script: changes.map((change) => ({ kind: "change", change })),
  });
}

/** Properties of one item, the same in the end state and in the stage's script. */
export function setItem(
  draft: PlanDraft,
  item: Item,
  properties: Readonly<Record<string, PropertyValue | undefined>>,
  words: { readonly title: string; readonly reason: string; readonly stage?: Stage },
): void {
  const change = { kind: "set", item, properties } as const;
  draft.step({
    title: words.title,
    reason: words.reason,
    stage: words.stage ?? "cutover",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}
