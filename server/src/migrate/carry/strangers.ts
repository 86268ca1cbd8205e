import type { Item, Reference } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { label } from "./properties.ts";
import { removeLast } from "./retire.ts";

/**
 * Rules and list members of a binding whose user is not in the file: for the new interface they would be for all its
 * users. Gives what is left, rules about everything but the binding among it.
 */
export function dropStrangers(
  draft: PlanDraft,
  own: readonly Reference[],
  binding: Item,
): readonly Reference[] {
  const rights = /^\/(?:interface\/list\/member|ip(?:v6)?\/firewall\/(?:filter|nat|mangle|raw))$/;
  const going = new Map<Item, Reference>();
  for (const each of own)
    if (each.item !== undefined && rights.test(each.command.menu) && !isNegated(each))
      going.set(each.item, each);
  for (const item of going.keys()) {
    draft.review(
      `${label(item)} was about \`${binding.text("user") ?? ""}\` alone, who has no account in the file, and goes: for the shared interface it would be for all. Write it by the user's address once there is a peer.`,
      item,
    );
    removeLast(draft, item, "It is about one user, and the new interface is everybody's.");
  }
  return own.filter(({ item }) => item === undefined || !going.has(item));
}

function isNegated({ item, property }: Reference): boolean {
  return item?.property(property)?.text?.startsWith("!") === true;
}
