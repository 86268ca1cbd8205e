import type { Item, Reference } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { newClamp } from "./mss.ts";
import { label, writtenProperties } from "./properties.ts";

/** Properties of items that may stand twice, once for the old interface and once for the new. */
const BESIDE = /^\/(?:interface\/list\/member|ip(?:v6)?\/firewall\/(?:filter|nat|mangle|raw))$/;

const OSPF = /^\/routing\/ospf\/interface-template$/;

/** PPP interfaces are point-to-point by themselves; WireGuard has to be told, and to let OSPF's group address through. */
function carryOspf(draft: PlanDraft, item: Item, properties: Record<string, string>, to: string): void {
  if (item.property("type") === undefined) properties["type"] = "ptp";
  draft.warn(
    `OSPF runs over \`${to}\`: \`allowed-address\` has to let 224.0.0.5 and every network that it learns through at both ends, as 0.0.0.0/0 does.`,
    item,
  );
}

/** Menus that cannot take a routed interface such as WireGuard. */
const LAYER_TWO = /^\/interface\/(?:bridge\/port|vlan|bonding)$/;

/**
 * Makes everything that names the old interface name the new one. Firewall rules and list members are doubled
 * first and the old ones removed last, so that both tunnels work at once; what can only name one is switched.
 */
export function repointAll(
  draft: PlanDraft,
  dependents: readonly Reference[],
  from: string,
  to: string,
  /** Lists that hold the new interface already, when several old ones become one. */
  lists: Set<string> = new Set(),
): void {
  const byItem = new Map<Item, Set<string>>();
  for (const { item, property } of dependents) {
    if (item !== undefined) byItem.set(item, (byItem.get(item) ?? new Set()).add(property));
  }
  for (const [item, properties] of byItem) {
    const list =
      item.menu === "/interface/list/member" && item.isDisabled === false ? item.text("list") : undefined;
    if (list !== undefined && lists.has(list)) dropMember(draft, item);
    else repointItem(draft, item, [...properties], from, to);
    if (list !== undefined) lists.add(list);
  }
}

function dropMember(draft: PlanDraft, item: Item): void {
  const change = { kind: "remove", item } as const;
  draft.step({
    title: `${label(item)} goes`,
    reason: "The new interface is in that list already.",
    stage: "decommission",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}

function repointItem(draft: PlanDraft, item: Item, names: readonly string[], from: string, to: string): void {
  const properties: Record<string, string> = {};
  for (const name of names) {
    const text = item.property(name)?.text;
    if (text !== undefined) properties[name] = renamed(text, name, from, to);
  }
  if (Object.keys(properties).length === 0) {
    draft.review(
      `${label(item)} names \`${from}\` in a computed value; write \`${to}\` there by hand.`,
      item,
    );
    return;
  }
  if (draft.target === "wireguard" && OSPF.test(item.menu)) carryOspf(draft, item, properties, to);
  Object.assign(properties, newClamp(draft, item));
  const isNegated = names.some((name) => item.property(name)?.text?.startsWith("!") === true);
  const written = BESIDE.test(item.menu) && !isNegated ? writtenProperties(item) : undefined;
  if (written === undefined || item.origin !== "add" || item.changes.length > 0)
    switchOver(draft, item, properties, to);
  else double(draft, item, written, properties, to);
}

function double(
  draft: PlanDraft,
  item: Item,
  written: ReturnType<typeof writtenProperties>,
  properties: Readonly<Record<string, string>>,
  to: string,
): void {
  const where = label(item);
  const needsOrder = item.menu !== "/interface/list/member";
  draft.step({
    title: `${where}: the same for \`${to}\``,
    reason: "Both tunnels are treated alike while they stand side by side.",
    stage: "parallel",
    changes: [],
    script: [
      {
        kind: "change",
        change: {
          kind: "add",
          menu: item.menu,
          properties: { ...written, ...properties },
          ...(needsOrder ? { place: { before: item } } : {}),
        },
      },
    ],
  });
  draft.step({
    title: `${where}: now of \`${to}\` alone`,
    reason: "The old interface is gone, so nothing may name it any more.",
    stage: "decommission",
    changes: [{ kind: "set", item, properties }],
    script: [{ kind: "change", change: { kind: "remove", item } }],
  });
}

function switchOver(
  draft: PlanDraft,
  item: Item,
  properties: Readonly<Record<string, string>>,
  to: string,
): void {
  const change = { kind: "set", item, properties } as const;
  draft.step({
    title: `${label(item)}: over to \`${to}\``,
    reason: "From here on the traffic takes the new tunnel.",
    stage: "cutover",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}

/** What takes the tunnel for an Ethernet link, where the new one carries IP only. */
export function warnLayerTwo(draft: PlanDraft, dependents: readonly Reference[], to: string): void {
  for (const { item, command } of dependents)
    if (item !== undefined && LAYER_TWO.test(command.menu))
      draft.warn(
        `${label(item)} used the old tunnel as an Ethernet link; \`${to}\` carries IP only, so EoIP or VXLAN has to run inside it.`,
        item,
      );
}

/** The value with the new name in place of the old one: in lists, behind `!`, as `addr%name` and `name@table`. */
export function renamed(
  text: string,
  property: string,
  from: string,
  to: string,
  far: readonly string[] = [],
): string {
  const isGateway = property === "gateway" || property === "route-dst";
  return text
    .split(",")
    .map((part) => (isGateway ? renamedHop(part, from, to, far) : renamedWord(part, from, to)))
    .join(",");
}

function renamedWord(word: string, from: string, to: string): string {
  const [, not = "", name = "", vrf = ""] = /^(!?)([^@]*)(@.*)?$/.exec(word) ?? [];
  return name === from ? `${not}${to}${vrf}` : word;
}

/** The far end's address is not kept: it belonged to the old tunnel. */
function renamedHop(hop: string, from: string, to: string, far: readonly string[]): string {
  const [, target = "", table = ""] = /^([^@]*)(@.*)?$/.exec(hop) ?? [];
  const [host = "", device] = target.split("%");
  const isOurs = target === from || device === from || (device === undefined && far.includes(host));
  return isOurs ? `${to}${table}` : hop;
}
