import { wholeExport } from "../facts/example.ts";
import { internetSide } from "../facts/internet-side.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const LIMITS = ["limit", "dst-limit", "nth", "random", "psd", "src-address", "src-address-list"];

export const firewallLogNoLimit = defineRule({
  id: "firewall-log-no-limit",
  group: "firewall",
  title: "Logging strangers without limit",
  severity: "info",
  why: "Every packet that a stranger sends writes a log line, so a scan fills the log, pushes out what matters and loads the CPU.",
  advice: "Log in a rule of its own with limit=, ahead of the drop.",
  references: ["Manual: Filter", "Manual: Log"],
  compliance: ["L"],
  cwe: [770],
  presets: ["strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=drop chain=input in-interface=ether1 log=yes",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=log chain=input in-interface=ether1 limit=10/1m,5:packet",
    "add action=drop chain=input in-interface=ether1",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
  ),
  fixes: { "no-log": "safe" },
  on: ["/ip/firewall/filter", "/ip/firewall/raw"],
  check(item, context) {
    const isLog = item.text("action") === "log";
    if (item.isDisabled !== false || !(isLog || item.text("log") === "yes")) return undefined;
    if (LIMITS.some((name) => item.property(name) !== undefined)) return undefined;
    if (
      !["input", "prerouting"].includes(item.text("chain") ?? "") ||
      !isForStrangers(item.text("in-interface"), item.text("in-interface-list"))
    )
      return undefined;
    return {
      at: { item, property: isLog ? "action" : "log" },
      item,
      message: `Rule ${label(item)} logs every packet from the internet side.`,
      fixes: isLog
        ? []
        : [
            {
              id: "no-log",
              title: "Stop logging",
              changes: [{ kind: "set", item, properties: { log: "no" } }],
            },
          ],
    };

    function isForStrangers(name: string | undefined, list: string | undefined): boolean {
      const side = internetSide(context);
      const { interfaces } = context.traffic.network;
      if (side === undefined) return false;
      if (name !== undefined) return side.interfaces.some((one) => interfaces.isNamedBy(one, name) === "yes");
      return list !== undefined && side.interfaces.some((one) => interfaces.inList(one, list) === "yes");
    }
  },
});
