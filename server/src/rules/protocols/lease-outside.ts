import type { Item, Model } from "../../model/model.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { containsAddress, parseAddressSet } from "../../values/prefix-set.ts";
import { hasRelay, networksOn } from "../facts/dhcp.ts";
import { wholeExport } from "../facts/example.ts";
import { defineRule } from "../rule.ts";

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
  on: ["/ip/dhcp-server/lease"],
  check(item, { model, traffic }) {
    const text = item.property("address")?.text ?? "";
    const address = parseIpAddress(text);
    if (item.origin !== "add" || item.isDisabled !== false || !item.isCertain || address === undefined)
      return undefined;
    if (text === "0.0.0.0" || ![NETWORKS, "/ip/address"].every((menu) => model.absenceMeansDefault(menu)))
      return undefined;
    // On an interface that gets its address elsewhere, and behind a relay, there are networks that the file does not show.
    const links = linksOf(item, model).map((name) => networksOn(traffic, name));
    if (links.length === 0 || links.includes(undefined)) return undefined;
    const told = model.items(NETWORKS).map((network) => parseAddressSet(network.text("address") ?? ""));
    const connected = traffic.network.connected("ip");
    const isInside = [...told, ...connected.map(({ network }) => network)].some(
      (network) => network === undefined || containsAddress(network, address),
    );
    if (isInside) return undefined;
    return {
      at: { item, property: "address" },
      item,
      message: `The lease${item.comment === undefined ? "" : ` \`${item.comment}\``} gives \`${text}\`, which is in no network of this router and in no \`/ip dhcp-server network\`.`,
    };
  },
});

/** The interfaces of the lease's server; of every server where it names none, or one that is not there. */
function linksOf(lease: Item, model: Model): readonly string[] {
  const servers = model.items("/ip/dhcp-server").filter((server) => server.isDisabled !== true);
  if (servers.some(hasRelay)) return [];
  const named = servers.filter(({ name }) => name === lease.property("server")?.text);
  return (named.length > 0 ? named : servers).map((server) => server.text("interface") ?? "");
}
