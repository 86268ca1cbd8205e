import type { Item, Model } from "../../model/model.ts";
import { formatIpPrefix, networkOf, parseIpPrefix } from "../../values/ip.ts";
import { containsSet, parseAddressSet, sameAddresses } from "../../values/prefix-set.ts";
import type { PlanDraft } from "../draft.ts";
import { uniqueName } from "./name.ts";
import { given } from "./properties.ts";
import { addItems } from "./retire.ts";
import { type Steering, tableOf } from "./steering.ts";

/**
 * The longest prefix won, so a route to 10.0.0.0/8 did not take what goes to 10.1.0.0/24 on the router's own port. A
 * rule that marks knows no such thing: it is told by an address list. By network the list, undefined without need.
 */
export function nearerLists(
  draft: PlanDraft,
  steering: Steering,
  networks: readonly string[],
  mark: string,
): ReadonlyMap<string, string | undefined> {
  const { model } = draft.context;
  const names = new Map<string, string>();
  const found = new Map<string, string | undefined>();
  for (const network of networks) {
    const nearer = nearerNetworks(draft, steering, network);
    const key = nearer.join(",");
    if (key !== "" && !names.has(key)) {
      const isTaken = (each: string) =>
        model.names("address-list").includes(each) || [...names.values()].includes(each);
      const list = uniqueName(`not-${mark}`, isTaken);
      names.set(key, list);
      addList(draft, list, nearer);
    }
    found.set(network, names.get(key));
  }
  return found;
}

/** Networks strictly inside this one that the router reached by other ways: its own, and routed ones. */
export function nearerNetworks(draft: PlanDraft, { routes }: Steering, network: string): readonly string[] {
  const { model } = draft.context;
  const whole = parseAddressSet(network);
  if (whole === undefined) return [];
  const routed = model
    .items("/ip/route")
    .filter((route) => !routes.includes(route) && leads(route) && !isPin(draft, route))
    .flatMap((route) => route.property("dst-address")?.text ?? []);
  const all = [...connected(model, draft.tunnel.item.name), ...routed, ...byPolicy(model)];
  return [...new Set(all)].filter((address) => {
    const set = parseAddressSet(address);
    return set !== undefined && containsSet(whole, set) && !sameAddresses(whole, set);
  });
}

/** What a blackhole takes goes nowhere, marked or not. */
function leads(route: Item): boolean {
  const hop = route.property("gateway")?.text ?? "";
  return route.isDisabled !== true && tableOf(route) === "main" && hop !== "";
}

/** The host route to the old server. */
function isPin({ tunnel }: PlanDraft, route: Item): boolean {
  return route.property("dst-address")?.text?.replace(/\/32$/, "") === tunnel.item.text("connect-to");
}

function connected(model: Model, old: string | undefined): readonly string[] {
  return model
    .items("/ip/address")
    .filter((item) => item.isDisabled !== true && item.text("interface") !== old)
    .flatMap((item) => parseIpPrefix(item.text("address") ?? "") ?? [])
    .map((prefix) => formatIpPrefix(networkOf(prefix)));
}

/** Networks of sites that policies lead to, in place of routes. */
function byPolicy(model: Model): readonly string[] {
  return policies(model).flatMap((policy) => policy.text("dst-address") ?? []);
}

/** Policies that are in force, from network to network. */
export function policies(model: Model): readonly Item[] {
  return model
    .items("/ip/ipsec/policy")
    .filter((policy) => policy.isDisabled !== true && policy.text("template") !== "yes");
}

function addList(draft: PlanDraft, list: string, addresses: readonly string[]): void {
  addItems(
    draft,
    {
      title: `Address list \`${list}\``,
      reason: "Nearer routes lead there, so the old tunnel did not get these packets.",
    },
    addresses.map((address) => ({
      menu: "/ip/firewall/address-list",
      properties: given({ address, list }),
    })),
  );
}
