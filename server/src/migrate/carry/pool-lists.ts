import type { Item, Model } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import type { Account } from "./accounts.ts";
import { addItems } from "./retire.ts";

/**
 * A profile put each session into an address list. Where all that a pool gives belongs to one list, the pool's ranges
 * stand in it for good. Gives the profiles that this was done for.
 */
export function carryPoolLists(draft: PlanDraft, users: readonly Account[]): ReadonlySet<Item> {
  const done = new Set<Item>();
  const pools = new Map<Item, Item>();
  for (const { pool, profile } of users) if (pool && profile) pools.set(pool, profile);
  for (const [pool, profile] of pools) {
    const list = profile.property("address-list")?.text ?? "";
    if (list === "" || !isForListOnly(draft.context.model, pool, profile, list)) continue;
    done.add(profile);
    addItems(
      draft,
      {
        title: `Pool \`${pool.name ?? ""}\` in address list \`${list}\``,
        reason: "The profile put each user's address there at login.",
      },
      (pool.text("ranges") ?? "").split(",").map((address) => ({
        menu: "/ip/firewall/address-list",
        properties: { address, comment: `pool ${pool.name ?? ""}`, list },
      })),
    );
  }
  return done;
}

/** Nobody else draws from the pool: no other list, no lease, no pool that goes on with it. */
function isForListOnly(model: Model, pool: Item, profile: Item, list: string): boolean {
  const { name } = pool;
  const profiles = model.items("/ppp/profile").filter((each) => each.text("remote-address") === name);
  const secrets = model.items("/ppp/secret").filter((each) => each.text("remote-address") === name);
  return (
    profiles.every((each) => each.text("address-list") === list) &&
    secrets.every((each) => each.text("profile") === profile.name) &&
    model.items("/ip/dhcp-server").every((each) => each.text("address-pool") !== name) &&
    pool.property("next-pool") === undefined &&
    model.items("/ip/pool").every((each) => each.text("next-pool") !== name)
  );
}
