import type { Item, Model } from "../../model/model.ts";
import { formatAddressSet, isEmpty, overlaps, parseAddressSet, subtract } from "../../values/prefix-set.ts";
import { hasRelay, isServing, networksOn, poolOf, spaceOf } from "../facts/dhcp.ts";
import { wholeExport } from "../facts/example.ts";
import { isSet } from "../facts/is-set.ts";
import { enumerate, label } from "../facts/label.ts";
import { defineRule, type Finding } from "../rule.ts";

const server = (ranges: string, network: string) =>
  wholeExport(
    "7.16.2",
    "/ip pool",
    `add name=dhcp ranges=${ranges}`,
    "/ip dhcp-server",
    "add address-pool=dhcp interface=lan name=dhcp1",
    "/ip dhcp-server network",
    `add address=${network} gateway=192.168.88.1`,
  );

/** A client gets an address of the pool, and the rest from the DHCP network that holds it. */
export const dhcpPoolOutside = defineRule({
  id: "dhcp-pool-outside",
  group: "protocols",
  title: "DHCP pool outside the network it serves",
  severity: "warning",
  why: "A client with an address that is not in the interface's network, or in no DHCP network, reaches neither gateway nor name server.",
  advice: "Take the pool, the address and the DHCP network from one prefix.",
  references: ["Manual: DHCP"],
  presets: ["recommended", "strict"],
  bad: server("192.168.89.10-192.168.89.99", "192.168.88.0/24"),
  good: server("192.168.88.10-192.168.88.99", "192.168.88.0/24"),
  on: ["/ip/dhcp-server"],
  check(item, { model, traffic }) {
    const name = item.text("interface");
    const pool = poolOf(model, item.text("address-pool"));
    if (!isServing(item) || hasRelay(item) || name === undefined || pool === undefined) return undefined;
    if (!model.absenceMeansDefault("/ip/address")) return undefined;
    const related = [{ at: { item: pool.item, property: "ranges" }, message: "the pool" }];
    const networks = networksOn(traffic, name);
    const outside = networks === undefined ? undefined : subtract(pool.ranges, spaceOf(networks));
    if (networks !== undefined && outside !== undefined && !isEmpty(outside)) {
      const there = [...new Set(networks.map(({ network }) => formatAddressSet(network)))];
      return {
        at: { item, property: "address-pool" },
        item,
        message: `DHCP server ${label(item)} gives \`${formatAddressSet(outside)}\` on \`${name}\`, whose ${there.length === 1 ? "network is" : "networks are"} ${enumerate(there)}.`,
        related,
      };
    }
    return withoutNetwork(item, model, pool);
  },
});

/** Clients get gateway and name server from the DHCP network; of a pool without any they get none. */
function withoutNetwork(
  item: Item,
  model: Model,
  pool: NonNullable<ReturnType<typeof poolOf>>,
): Finding | undefined {
  const menu = "/ip/dhcp-server/network";
  const mayBeTold = isSet(item, "dhcp-option-set") || item.text("use-radius") !== "no";
  if (!model.absenceMeansDefault(menu) || mayBeTold) return undefined;
  const networks = model.items(menu).map((network) => parseAddressSet(network.text("address") ?? ""));
  if (networks.some((network) => network === undefined || overlaps(network, pool.ranges))) return undefined;
  return {
    at: { item, property: "address-pool" },
    item,
    message: `No \`/ip dhcp-server network\` holds the addresses that DHCP server ${label(item)} gives, so its clients get no gateway.`,
    related: [{ at: { item: pool.item, property: "ranges" }, message: "the pool" }],
  };
}
