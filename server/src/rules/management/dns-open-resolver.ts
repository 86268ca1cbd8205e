import { wholeExport } from "../facts/example.ts";
import { internetSide, reachFromInternet } from "../facts/internet-side.ts";
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
  check(item, { model, traffic }) {
    if (item.text("allow-remote-requests") !== "yes" || !answersInMain(item)) return undefined;
    const protocol = (["udp", "tcp"] as const).find(
      (one) => reachFromInternet({ model, traffic }, one, 53)?.verdict === "accepted",
    );
    const reach = protocol && reachFromInternet({ model, traffic }, protocol, 53);
    if (reach === undefined) return undefined;
    const first = model.items("/ip/firewall/filter").find((rule) => rule.text("chain") === "input");
    const from = internetSide({ model, traffic })?.matchers ?? [];
    return {
      at: { item, property: "allow-remote-requests" },
      item,
      message: `The DNS resolver answers the internet${protocol === "tcp" ? " over TCP" : ""}: ${reach.reason}.`,
      related: reach.by.map((rule) => ({ at: { item: rule }, message: "this rule lets it in" })),
      fixes: [
        {
          id: "drop-from-wan",
          title: `Drop DNS requests that come from ${from.flatMap((one) => Object.values(one)).join(", ")}`,
          changes: from.flatMap((where) =>
            (["tcp", "udp"] as const).map((closed) => ({
              kind: "add" as const,
              menu: "/ip/firewall/filter",
              properties: { action: "drop", chain: "input", "dst-port": "53", ...where, protocol: closed },
              ...(first === undefined ? {} : { place: { before: first } }),
            })),
          ),
        },
      ],
    };
  },
});
