import { label } from "../facts/label.ts";
import { matchersOf } from "../facts/marks.ts";
import { defineRule } from "../rule.ts";

/** Manual, Connection tracking: NAT works on tracked connections only. */
export const firewallRawNotrackNat = defineRule({
  id: "firewall-raw-notrack-nat",
  group: "firewall",
  title: "Untracked packets that NAT should translate",
  severity: "warning",
  why: "The raw rule takes every packet out of connection tracking, and untracked packets are neither translated by NAT nor matched by connection-state.",
  advice: "Give the rule the condition it lacks, or disable it.",
  references: ["Manual: RAW", "Manual: Connection tracking", "Manual: NAT"],
  presets: ["recommended", "strict"],
  bad: "/ip firewall nat\nadd action=masquerade chain=srcnat out-interface=ether1\n/ip firewall raw\nadd action=notrack chain=prerouting\n",
  good: "/ip firewall nat\nadd action=masquerade chain=srcnat out-interface=ether1\n/ip firewall raw\nadd action=notrack chain=prerouting dst-address=10.9.0.0/24 src-address=192.168.88.0/24\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/firewall/raw"],
  check(item, { model }) {
    if (item.text("action") !== "notrack" || item.isDisabled !== false || !item.isCertain) return undefined;
    if (item.text("chain") !== "prerouting" || matchersOf(item).size > 0) return undefined;
    const isSpared = model
      .items(item.menu)
      .some(
        (rule) =>
          rule.index < item.index && rule.isDisabled !== true && (rule.text("action") ?? "accept") !== "drop",
      );
    const nat = model
      .items("/ip/firewall/nat")
      .find((rule) => rule.isDisabled === false && rule.text("action") !== "accept");
    if (isSpared || nat === undefined) return undefined;
    return {
      at: { item, property: "action" },
      item,
      message: `Rule ${label(item)} takes every packet out of connection tracking, so NAT translates nothing.`,
      related: [{ at: { item: nat }, message: "NAT rule that sees nothing" }],
      fixes: [
        {
          id: "disable",
          title: "Disable the rule",
          changes: [{ kind: "set", item, properties: { disabled: "yes" } }],
        },
      ],
    };
  },
});
