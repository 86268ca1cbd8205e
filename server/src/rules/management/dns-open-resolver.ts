import { dropsFromOutside, outsideMatchers } from "../facts/drop-outside.ts";
import { wholeExport } from "../facts/example.ts";
import { openings } from "../facts/openings.ts";
import { answersInMain } from "../facts/vrf.ts";
import { defineRule } from "../rule.ts";

export const dnsOpenResolver = defineRule({
  id: "dns-open-resolver",
  group: "management",
  title: "Open DNS resolver",
  severity: "error",
  why: "A resolver that answers the internet is used to amplify attacks on others and to poison its cache (CVE-2019-3978).",
  advice: "Drop UDP and TCP port 53 from the internet side in the input chain.",
  references: ["Manual: DNS", "CVE-2019-3978"],
  compliance: ["N"],
  cwe: [406],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip dns",
    "set allow-remote-requests=yes servers=9.9.9.9",
    "/ip firewall filter",
    "add action=accept chain=input protocol=icmp",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip dns",
    "set allow-remote-requests=yes servers=9.9.9.9",
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=drop chain=input in-interface=!lan",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
  ),
  fixes: { "drop-from-wan": "suggestion" },
  on: ["/ip/dns"],
  check(item, context) {
    if (item.text("allow-remote-requests") !== "yes" || !answersInMain(item)) return undefined;
    const open = openings(context, 53, ["udp", "tcp"]);
    const [first] = open;
    if (first === undefined) return undefined;
    const { family, protocol, reach } = first;
    const how = family === "ipv6" ? " by IPv6" : protocol === "tcp" ? " over TCP" : "";
    const from = open.flatMap((one) => outsideMatchers(context, one.family).flatMap(Object.values<string>));
    return {
      at: { item, property: "allow-remote-requests" },
      item,
      message: `The DNS resolver answers the internet${how}: ${reach.reason}.`,
      related: reach.by.map((rule) => ({ at: { item: rule }, message: "this rule lets it in" })),
      fixes: [
        {
          id: "drop-from-wan",
          title: `Drop DNS requests that come from ${[...new Set(from)].join(", ")}`,
          changes: open.flatMap((one) => dropsFromOutside(context, one.family, REQUESTS)),
        },
      ],
    };
  },
});

const REQUESTS = (["tcp", "udp"] as const).map((protocol) => ({ "dst-port": "53", protocol }));
