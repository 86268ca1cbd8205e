import type { Model } from "../../model/model.ts";
import type { Account, Seat } from "./accounts.ts";
import { listsHolding } from "./joined-server.ts";

const NO_LISTS = ["", "none", "all", "dynamic", "static"];

/** Interface lists that the user's session is in, by its binding or its profile, in a fixed order. */
export function listsOfUser(model: Model, { binding, profile }: Account): readonly string[] {
  const byProfile = profile?.property("interface-list")?.text ?? "";
  const byBinding = binding?.name === undefined ? [] : listsHolding(model, binding.name);
  const lists = [...byBinding, ...(NO_LISTS.includes(byProfile) ? [] : [byProfile])];
  return [...new Set(lists)].sort();
}

/**
 * Users in the same lists, the largest group first. Those of different lists may not share an interface: it would
 * give each the rights of all.
 */
export function groupsByLists(model: Model, seats: readonly Seat[]): readonly (readonly Seat[])[] {
  const groups = new Map<string, Seat[]>();
  for (const seat of seats) {
    const key = listsOfUser(model, seat.account).join("\n");
    groups.set(key, [...(groups.get(key) ?? []), seat]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}
