import type { Item, Model } from "../../model/model.ts";
import type { Reach } from "../../traffic/traffic.ts";
import { reachFromInternet } from "../facts/internet-side.ts";
import { reachByIpv6 } from "../facts/ipv6-outside.ts";
import { label, listOf } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const ANYWHERE = ["", "0.0.0.0/0", "::/0"];

export const snmpPublic = defineRule({
  id: "snmp-public",
  group: "management",
  title: "SNMP readable by anyone",
  severity: "error",
  why: "SNMP with the community public, or from any address, tells everyone the router's interfaces, neighbours and traffic, and can be abused to amplify attacks.",
  advice: "Use a community of your own limited to the monitoring host, with security=private.",
  references: ["Manual: SNMP"],
  compliance: ["M"],
  cwe: [1392],
  presets: ["recommended", "strict"],
  bad: "/snmp community\nset [ find default=yes ] addresses=0.0.0.0/0 name=public\n/snmp\nset enabled=yes\n",
  good: "/snmp community\nset [ find default=yes ] addresses=192.0.2.10/32 name=office\n/snmp\nset enabled=yes\n",
  fixes: { limit: "needs-input" },
  on: ["/snmp/community"],
  check(item, context) {
    const { model } = context;
    if (model.settings("/snmp").text("enabled") !== "yes" || item.isDisabled === true) return undefined;
    const isAnywhere = isOpenToAll(item, model);
    const isTriedFirst = TRIED_FIRST.has(item.name?.toLowerCase() ?? "");
    if (!isTriedFirst && !isAnywhere) return undefined;
    if (item.text("read-access") === "no" && item.text("write-access") !== "yes") return undefined;
    // A login of SNMPv3 is asked for, whatever the name and wherever from.
    if (["authorized", "private"].includes(item.text("security") ?? "")) return undefined;
    const isForIpv6 = item.value("addresses").text !== "0.0.0.0/0";
    const answers = [
      reachFromInternet(context, "udp", 161),
      isForIpv6 ? reachByIpv6(context, "udp", 161) : undefined,
    ];
    const reach = answers.find((one) => one?.verdict === "accepted") ?? answers[0];
    return {
      at: { item, property: isTriedFirst ? "name" : "addresses" },
      item,
      severity: reach?.verdict === "accepted" && isAnywhere ? "error" : "warning",
      message: `SNMP community ${label(item)} ${isAnywhere ? "answers any address" : "has the name that everyone tries first"}${isAnywhere ? inWords(reach?.verdict) : ""}.`,
      fixes: [
        {
          id: "limit",
          title: "Limit the community to the monitoring host",
          changes: [
            { kind: "set", item, properties: { addresses: "<MONITORING-HOST>/32", name: "<COMMUNITY>" } },
          ],
          inputs: [
            { name: "monitoring-host", description: "The address of the host that reads SNMP." },
            { name: "community", description: "A name that cannot be guessed.", isSecret: true },
          ],
        },
      ],
    };
  },
});

/** Names that scanners try after `public`. */
const TRIED_FIRST: ReadonlySet<string> = new Set([
  "public",
  "private",
  "admin",
  "community",
  "mikrotik",
  "root",
  "routeros",
  "snmp",
  "zabbix",
]);

function inWords(verdict: Reach["verdict"] | undefined): string {
  if (verdict === "accepted") return ", the internet included";
  return verdict === "blocked" ? " (the firewall keeps the internet out)" : "";
}

/** The built-in community answers `::/0`, which is every address, until it is told (verbose exports 6.49.7, 7.17.2). */
function isOpenToAll(community: Item, model: Model): boolean {
  const { from, text: addresses } = community.value("addresses");
  if (from === "unknown") return community.origin !== "add" && model.absenceMeansDefault(community.menu);
  if (addresses === undefined) return false;
  const parts = listOf(addresses);
  return parts.length === 0 || parts.some((part) => ANYWHERE.includes(part));
}
