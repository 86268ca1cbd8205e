import type { Item, Model } from "../../model/model.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { containsAddress } from "../../values/prefix-set.ts";
import { isServing } from "../facts/dhcp.ts";
import { wholeExport } from "../facts/example.ts";
import { holdsPort } from "../facts/firewall.ts";
import { enumerate, label, listOf } from "../facts/label.ts";
import { isTold } from "../facts/told.ts";
import { answersInMain } from "../facts/vrf.ts";
import { defineRule } from "../rule.ts";

const SERVER = [
  "/ip dhcp-server",
  "add interface=lan name=dhcp1",
  "/ip dhcp-server network",
  "add address=192.168.88.0/24 dns-server=192.168.88.1 gateway=192.168.88.1",
];

export const dhcpDnsClosed = defineRule({
  id: "dhcp-dns-closed",
  group: "protocols",
  title: "DHCP names the router as DNS server, which answers nobody",
  severity: "warning",
  why: "With allow-remote-requests=no the router resolves names for itself only, so the clients have no name server.",
  advice:
    "Set allow-remote-requests=yes, with port 53 closed to the internet side, or give clients another server.",
  references: ["Manual: DNS", "Manual: DHCP"],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", ...SERVER),
  good: wholeExport("7.16.2", ...SERVER, "/ip dns", "set allow-remote-requests=yes servers=9.9.9.9"),
  on: ["/ip/dhcp-server/network"],
  check(item, { model, traffic }) {
    const dns = model.settings("/ip/dns");
    if (item.origin !== "add" || !item.isCertain || !isTold(model, dns) || !answersInMain(dns))
      return undefined;
    if (dns.text("allow-remote-requests") !== "no" || mayBeTranslated(model)) return undefined;
    if (!model.items("/ip/dhcp-server").some(isServing)) return undefined;
    const own = traffic.network.ownAddresses("ip");
    const servers = listOf(item.text("dns-server"));
    const closed = servers.filter((text) => {
      const address = parseIpAddress(text);
      return address !== undefined && containsAddress(own, address);
    });
    if (closed.length === 0) return undefined;
    return {
      at: { item, property: "dns-server" },
      item,
      severity: closed.length === servers.length ? "warning" : "info",
      message: `The DHCP network ${label(item)} names the router, ${enumerate(closed)}, as DNS server, but \`/ip dns\` has allow-remote-requests=no.`,
      related: dns.command === undefined ? [] : [{ at: { item: dns }, message: "it is closed here" }],
    };
  },
});

/** A NAT rule may lead the questions elsewhere; a hotspot does so by rules of its own (Manual: HotSpot). */
function mayBeTranslated(model: Model): boolean {
  if (model.items("/ip/hotspot").some((hotspot) => hotspot.isDisabled !== true)) return true;
  return model.items("/ip/firewall/nat").some((rule: Item) => {
    if (rule.isDisabled === true || rule.text("chain") === "srcnat") return false;
    const port = rule.property("dst-port");
    return port === undefined || port.text === undefined || holdsPort(port.text, 53);
  });
}
