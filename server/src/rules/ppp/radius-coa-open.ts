import { wholeExport } from "../facts/example.ts";
import { reachFromInternet } from "../facts/internet-side.ts";
import { answersInMain } from "../facts/vrf.ts";
import { defineRule } from "../rule.ts";

const COA = ["/radius", "add address=10.0.0.5 service=ppp", "/radius incoming", "set accept=yes"];
const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];

/** RFC 5176: Disconnect and Change-of-Authorization messages, authenticated by the shared secret with MD5 only. */
export const radiusCoaOpen = defineRule({
  id: "radius-coa-open",
  group: "ppp",
  title: "RADIUS messages taken from the internet",
  severity: "warning",
  why: "The router takes Disconnect and Change-of-Authorization messages; only the shared secret, and MD5, keep a stranger from cutting users off or changing what they may do.",
  advice: "Let UDP port 3799 in from the RADIUS servers only.",
  references: ["RFC 5176 §6", "Manual: RADIUS"],
  compliance: ["A", "N"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", ...COA, ...NAT),
  good: wholeExport(
    "7.16.2",
    ...COA,
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=accept chain=input dst-port=3799 protocol=udp src-address=10.0.0.5",
    "add action=drop chain=input in-interface=ether1",
    ...NAT,
  ),
  on: ["/radius/incoming"],
  check(item, context) {
    if (item.text("accept") !== "yes" || !answersInMain(item)) return undefined;
    const written = item.property("port");
    const port = Number(written === undefined ? "3799" : written.text);
    const reach = Number.isInteger(port) ? reachFromInternet(context, "udp", port) : undefined;
    if (reach?.verdict !== "accepted") return undefined;
    return {
      at: { item, property: "accept" },
      item,
      message: `The router takes RADIUS messages on UDP port ${port} from the internet side: ${reach.reason}.`,
      related: reach.by.map((rule) => ({ at: { item: rule }, message: "this rule lets them in" })),
    };
  },
});
