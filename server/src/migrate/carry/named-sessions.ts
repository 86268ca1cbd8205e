import type { Item, Model } from "../../model/model.ts";
import { firewallMenus } from "../../traffic/firewall-menus.ts";
import { poolChain } from "../../traffic/pools.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { containsAddress, parseAddressSet } from "../../values/prefix-set.ts";
import type { PlanDraft } from "../draft.ts";
import { type Account, poolWithout } from "./accounts.ts";
import { label } from "./properties.ts";

/** Rules and queues that name interfaces of sessions. */
const NAMING = [...firewallMenus("ip"), "/queue/simple"];

/**
 * Who draws from a pool has the address of whoever came first, so a rule by address needs one of the user's own.
 * Gives those that rules name by their session or binding.
 */
export function namedUsers(draft: PlanDraft, accounts: readonly Account[]): readonly Account[] {
  const names = namesInRules(draft.context.model);
  const named = accounts.filter(
    (account) =>
      account.pool !== undefined &&
      account.address !== undefined &&
      sessionNames(account).some((name) => names.has(name)),
  );
  for (const { user, address = "" } of named)
    for (const about of ["source", "destination"] as const)
      draft.expect({
        about,
        address,
        isOpening: true,
        reason: `${address} is \`${user}\`'s alone now, and rules about this user go by it; before, any user of the pool could have it`,
      });
  return named;
}

/** What rules may call the session of one user: by its protocol, or by the user's static binding. */
export function sessionNames({ binding, user }: Account): readonly string[] {
  const own = ["pptp", "l2tp", "ppp"].map((kind) => `<${kind}-${user}>`);
  return binding?.name === undefined ? own : [binding.name, ...own];
}

function namesInRules(model: Model): ReadonlySet<string> {
  const listed = model
    .items("/interface/list/member")
    .filter((member) => isAsked(model, member.text("list") ?? ""))
    .flatMap((member) => member.text("interface") ?? []);
  const words = NAMING.flatMap((menu) => model.items(menu)).flatMap((item) =>
    ["in-interface", "out-interface", "target", "dst"].flatMap((property) =>
      (item.property(property)?.text ?? "").split(","),
    ),
  );
  return new Set([...words.map((word) => word.replace(/^!/, "")), ...listed]);
}

/** A static interface stands in a list, and a rule asks for that: the user is named there as well. */
function isAsked(model: Model, list: string): boolean {
  return firewallMenus("ip")
    .flatMap((menu) => model.items(menu))
    .some((rule) =>
      ["in-interface-list", "out-interface-list"].some((side) => rule.property(side)?.text === list),
    );
}

/** Addresses given to users for good must not be drawn by others. */
export function shrinkPools(
  draft: PlanDraft,
  accounts: readonly Account[],
  addresses: readonly string[],
): void {
  const drawn = accounts.flatMap(({ pool }) => pool ?? []);
  for (const pool of new Set(drawn.flatMap((each) => poolChain(draft.context.model, each)))) {
    const ranges = poolWithout(pool, addresses);
    if (ranges === undefined) continue;
    if (ranges === "") {
      draft.warn(
        `Every address of pool ${label(pool)} now belongs to a user; others that draw from it get none.`,
        pool,
      );
      continue;
    }
    expectOwnAddresses(draft, pool, addresses);
    const change = { kind: "set", item: pool, properties: { ranges } } as const;
    draft.step({
      title: `Pool ${label(pool)} without the addresses of the users`,
      reason: "They are fixed now, and nobody else may draw them.",
      stage: "parallel",
      changes: [change],
      script: [{ kind: "change", change }],
    });
  }
}

/** Users of IKEv2 that draw from the same pool do not get these any more. */
function expectOwnAddresses(draft: PlanDraft, pool: Item, addresses: readonly string[]): void {
  const configs = draft.context.model.items("/ip/ipsec/mode-config");
  if (!configs.some((config) => config.text("address-pool") === pool.name)) return;
  const held = parseAddressSet(pool.text("ranges") ?? "");
  for (const address of addresses) {
    const parsed = parseIpAddress(address);
    if (held === undefined || parsed === undefined || !containsAddress(held, parsed)) continue;
    draft.expect({
      about: "destination",
      address,
      reason: "this address of the pool is a user's own now, and IKEv2 gives it to nobody",
    });
  }
}
