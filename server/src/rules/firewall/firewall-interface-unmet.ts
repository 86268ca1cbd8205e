import type { Item } from "../../model/model.ts";
import { FIREWALL_MENUS } from "../../traffic/firewall-menus.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** Chains that a packet passes before it is known by which interface it leaves, if by any (manual: Packet Flow). */
const BEFORE_ROUTING = ["input", "prerouting", "dstnat"];

export const firewallInterfaceUnmet = defineRule({
  id: "firewall-interface-unmet",
  group: "firewall",
  title: "Firewall rule asks for an interface that is not known there",
  severity: "warning",
  why: "A packet in this chain has no outgoing interface yet, so the rule never acts, whatever it is meant to stop or to let through.",
  advice: "Ask for in-interface instead, or move the rule to forward, output or srcnat.",
  references: ["Manual: Packet Flow in RouterOS"],
  compliance: ["N"],
  cwe: [561],
  presets: ["recommended", "strict"],
  bad: "/ip firewall filter\nadd action=drop chain=input dst-port=22 out-interface=ether1 protocol=tcp\n",
  good: "/ip firewall filter\nadd action=drop chain=forward dst-port=22 out-interface=ether1 protocol=tcp\n",
  on: FIREWALL_MENUS,
  check(item) {
    const chain = item.property("chain")?.text ?? "";
    const property = OUTGOING.find((name) => isAsked(item, name));
    if (property === undefined || !BEFORE_ROUTING.includes(chain)) return undefined;
    return {
      at: { item, property },
      item,
      severity: item.isDisabled === true ? "info" : "warning",
      message: `Rule ${label(item)} never acts: in \`${chain}\` it is not known yet by which interface a packet leaves.`,
    };
  },
});

const OUTGOING = ["out-interface", "out-interface-list"];

/** A negation holds for packets that leave by none. */
function isAsked(item: Item, name: string): boolean {
  const text = item.property(name)?.text;
  return text !== undefined && text !== "" && !text.startsWith("!");
}
