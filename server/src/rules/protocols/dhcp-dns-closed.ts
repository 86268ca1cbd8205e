import type { Item, Model } from "../../model/model.ts";
import { describeRule } from "../../traffic/describe.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { containsAddress, overlaps, parseAddressSet } from "../../values/prefix-set.ts";
import { isServing } from "../facts/dhcp.ts";
import { wholeExport } from "../facts/example.ts";
import { holdsPort } from "../facts/firewall.ts";
import { enumerate, label, listOf } from "../facts/label.ts";
import { isTold } from "../facts/told.ts";
import { answersInMain } from "../facts/vrf.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const SERVER = [
  "/ip dhcp-server",
  "add interface=lan name=dhcp1",
  "/ip dhcp-server network",
  "add address=192.168.88.0/24 dns-server=192.168.88.1 gateway=192.168.88.1",
];

export const dhcpDnsClosed = defineRule({
  id: "dhcp-dns-closed",
  group: "protocols",
  title: "DHCP names the router as DNS server, which does not answer",
  severity: "warning",
  why: "With allow-remote-requests=no, or a firewall that drops their questions, the clients have no name server.",
  advice:
    "Set allow-remote-requests=yes and let the clients' port 53 in, not that of the internet side, or name another server.",
  references: ["Manual: DNS", "Manual: DHCP"],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", ...SERVER),
  good: wholeExport("7.16.2", ...SERVER, "/ip dns", "set allow-remote-requests=yes servers=9.9.9.9"),
  on: ["/ip/dhcp-server/network"],
  check(item, context) {
    const { model } = context;
    const dns = model.settings("/ip/dns");
    if (item.origin !== "add" || !item.isCertain || !isTold(model, dns) || !answersInMain(dns))
      return undefined;
    if (mayBeTranslated(model) || !model.items("/ip/dhcp-server").some(isServing)) return undefined;
    const own = ownServers(item, context);
    const isOff = dns.text("allow-remote-requests") === "no";
    if (dns.text("allow-remote-requests") === undefined || own.length === 0) return undefined;
    const drop = isOff ? undefined : droppedBy(item, own, context);
    if (!isOff && drop === undefined) return undefined;
    const why =
      drop === undefined
        ? "`/ip dns` has allow-remote-requests=no"
        : `${describeRule(drop)} drops their questions`;
    return {
      at: { item, property: "dns-server" },
      item,
      severity: own.length === listOf(item.text("dns-server")).length ? "warning" : "info",
      message: `The DHCP network ${label(item)} names the router, ${enumerate(own)}, as DNS server, but ${why}.`,
      related:
        drop !== undefined
          ? [{ at: { item: drop }, message: "dropped here" }]
          : dns.command === undefined
            ? []
            : [{ at: { item: dns }, message: "it is closed here" }],
    };
  },
});

/** The name servers of a DHCP network that are the router itself. */
function ownServers(item: Item, { traffic }: RuleContext): readonly string[] {
  const own = traffic.network.ownAddresses("ip");
  return listOf(item.text("dns-server")).filter((text) => {
    const address = parseIpAddress(text);
    return address !== undefined && containsAddress(own, address);
  });
}

/** The rule that certainly drops what any client of the network asks the router's resolver. */
function droppedBy(
  item: Item,
  servers: readonly string[],
  { model, traffic }: RuleContext,
): Item | undefined {
  const clients = parseAddressSet(item.text("address") ?? "");
  const destination = parseAddressSet(servers.join(","));
  if (clients === undefined || destination === undefined) return undefined;
  const links = model
    .items("/ip/dhcp-server")
    .filter(isServing)
    .map((server) => traffic.network.interfaces.master(server.text("interface") ?? ""));
  const link = traffic.network
    .connected("ip")
    .find((one) => links.includes(one.interface) && overlaps(one.network, clients));
  if (link === undefined) return undefined;
  const { verdict, isForAll, by } = traffic.inputFrom({
    protocol: "udp",
    port: 53,
    interface: link.interface,
    source: clients,
    destination,
  });
  return verdict === "blocked" && isForAll === true ? by.at(-1) : undefined;
}

/** A NAT rule may lead the questions elsewhere; a hotspot does so by rules of its own (Manual: HotSpot). */
function mayBeTranslated(model: Model): boolean {
  if (model.items("/ip/hotspot").some((hotspot) => hotspot.isDisabled !== true)) return true;
  return model.items("/ip/firewall/nat").some((rule: Item) => {
    if (rule.isDisabled === true || rule.text("chain") === "srcnat") return false;
    const port = rule.property("dst-port");
    return port === undefined || port.text === undefined || holdsPort(port.text, 53);
  });
}
