import type { Item, Model } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import { type IpAddress, parseIpAddress } from "../../values/ip.ts";
import { containsAddress, type PrefixSet, parseAddressSet, unite } from "../../values/prefix-set.ts";
import { hasRelay, networksOn, spaceOf } from "../facts/dhcp.ts";
import { wholeExport } from "../facts/example.ts";
import { defineRule, type Finding } from "../rule.ts";

const NETWORKS = "/ip/dhcp-server/network";
const lease = (address: string) =>
  wholeExport(
    "7.16.2",
    "/ip dhcp-server",
    "add interface=lan name=dhcp1",
    "/ip dhcp-server lease",
    `add address=${address} mac-address=02:00:00:00:00:01 server=dhcp1`,
    "/ip dhcp-server network",
    "add address=192.168.88.0/24 gateway=192.168.88.1",
  );

export const leaseOutside = defineRule({
  id: "lease-outside",
  group: "protocols",
  title: "Lease for an address outside every network",
  severity: "warning",
  why: "The address is in no network of the router and in no DHCP network, so the device gets no gateway and reaches nothing.",
  advice: "Give the device an address of the network it is in.",
  references: ["Manual: DHCP"],
  presets: ["recommended", "strict"],
  bad: lease("192.168.100.9"),
  good: lease("192.168.88.9"),
  // Once for all: a long list of leases is looked through at each key.
  on: "model",
  check(model, { traffic }) {
    if (![NETWORKS, "/ip/address"].every((menu) => model.absenceMeansDefault(menu))) return undefined;
    const leases = model.gatherItems("/ip/dhcp-server/lease", fixedLease);
    const inside = leases.length === 0 ? undefined : networksOf(model, traffic);
    if (inside === undefined) return undefined;
    const servers = new Map<string | undefined, boolean>();
    return leases.flatMap(({ item, address, server }): Finding[] => {
      if (containsAddress(inside, address)) return [];
      const isKnown = servers.get(server) ?? knowsLinks(server, model, traffic);
      servers.set(server, isKnown);
      return isKnown ? [finding(item)] : [];
    });
  },
});

interface FixedLease {
  readonly item: Item;
  readonly address: IpAddress;
  readonly server: string | undefined;
}

function fixedLease(item: Item): readonly FixedLease[] {
  const text = item.property("address")?.text ?? "";
  if (item.origin !== "add" || item.isDisabled !== false || !item.isCertain || text === "0.0.0.0") return [];
  const address = parseIpAddress(text);
  return address === undefined ? [] : [{ item, address, server: item.property("server")?.text }];
}

/** All that the router and its DHCP servers know; undefined where one cannot be read. */
function networksOf(model: Model, traffic: Traffic): PrefixSet | undefined {
  let inside = spaceOf(traffic.network.connected("ip"));
  for (const network of model.items(NETWORKS)) {
    const told = parseAddressSet(network.text("address") ?? "");
    if (told === undefined) return undefined;
    inside = unite(inside, told);
  }
  return inside;
}

/** False on an interface that gets its address elsewhere, and behind a relay: there are networks that the file does not show. */
function knowsLinks(server: string | undefined, model: Model, traffic: Traffic): boolean {
  const links = linksOf(server, model).map((name) => networksOn(traffic, name));
  return links.length > 0 && !links.includes(undefined);
}

function finding(item: Item): Finding {
  return {
    at: { item, property: "address" },
    item,
    message: `The lease${item.comment === undefined ? "" : ` \`${item.comment}\``} gives \`${item.property("address")?.text}\`, which is in no network of this router and in no \`/ip dhcp-server network\`.`,
  };
}

/** The interfaces of the lease's server; of every server where it names none, or one that is not there. */
function linksOf(wanted: string | undefined, model: Model): readonly string[] {
  const servers = model.items("/ip/dhcp-server").filter((server) => server.isDisabled !== true);
  if (servers.some(hasRelay)) return [];
  const named = servers.filter(({ name }) => name === wanted);
  return (named.length > 0 ? named : servers).map((server) => server.text("interface") ?? "");
}
