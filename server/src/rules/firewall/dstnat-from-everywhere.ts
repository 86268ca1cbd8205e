import type { Item } from "../../model/model.ts";
import { canNeverAct } from "../facts/dropped-ahead.ts";
import { wholeExport } from "../facts/example.ts";
import { holdsPort } from "../facts/firewall.ts";
import { insideOf } from "../facts/firewall-probe.ts";
import { internetSide } from "../facts/internet-side.ts";
import { isSet } from "../facts/is-set.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];

/** What limits a rule to some packets beside protocol and port. */
const LIMITS = [
  "in-interface",
  "in-interface-list",
  "in-bridge-port",
  "in-bridge-port-list",
  "dst-address",
  "dst-address-list",
  "dst-address-type",
  "src-address",
  "src-address-list",
  "src-address-type",
  "src-mac-address",
  "connection-mark",
  "packet-mark",
  "routing-mark",
  "hotspot",
  "layer7-protocol",
  "content",
  "tls-host",
  "ipsec-policy",
  "per-connection-classifier",
  "nth",
];

/** Questions for names and time are often led to one's own server on purpose, whoever they are for. */
const CAPTURED = [53, 123];

/** Ports that inside hosts certainly want to reach on the internet; of others it is a note. */
const USUAL = [21, 22, 25, 80, 110, 143, 443, 465, 587, 993, 995, 8080, 8443];

export const dstnatFromEverywhere = defineRule({
  id: "dstnat-from-everywhere",
  group: "firewall",
  title: "Port forward that takes traffic of the inside as well",
  severity: "warning",
  why: "Nothing ties the rule to the internet side or to the router's own address, so what inside hosts send to that port of any server on the internet ends at the inside host.",
  advice: "Add in-interface-list, or dst-address-type=local, which keeps the forward for inside hosts.",
  references: ["Manual: NAT"],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    ...NAT,
    "add action=dst-nat chain=dstnat dst-port=443 protocol=tcp to-addresses=192.168.88.10",
  ),
  good: wholeExport(
    "7.16.2",
    ...NAT,
    "add action=dst-nat chain=dstnat dst-address-type=local dst-port=443 protocol=tcp to-addresses=192.168.88.10",
  ),
  fixes: { "own-address": "suggestion" },
  on: ["/ip/firewall/nat"],
  check(item, context) {
    if (item.isDisabled !== false || !item.isCertain || item.text("action") !== "dst-nat") return undefined;
    if (item.text("chain") !== "dstnat" || LIMITS.some((name) => isSet(item, name))) return undefined;
    const port = item.text("dst-port");
    if (port === undefined || !isSet(item, "dst-port") || isCapture(item)) return undefined;
    const side = internetSide(context);
    const inside = side === undefined ? [] : insideOf(context, side.interfaces);
    if (inside.length === 0 || canNeverAct(context.traffic, item)) return undefined;
    return {
      at: { item, property: "dst-port" },
      item,
      severity: USUAL.some((one) => holdsPort(port, one)) ? "warning" : "info",
      message: `Rule ${label(item)} leads what inside hosts send to port ${port} of any address to \`${item.text("to-addresses") ?? ""}\`, too.`,
      fixes: [
        {
          id: "own-address",
          title: "Only what is sent to an address of the router",
          changes: [{ kind: "set", item, properties: { "dst-address-type": "local" } }],
        },
      ],
    };
  },
});

function isCapture(rule: Item): boolean {
  const text = rule.text("dst-port");
  return text?.startsWith("!") === true || CAPTURED.some((port) => holdsPort(text, port));
}
