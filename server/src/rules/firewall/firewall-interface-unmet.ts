import type { Item, Model } from "../../model/model.ts";
import { FIREWALL_MENUS } from "../../traffic/firewall-menus.ts";
import { label } from "../facts/label.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule } from "../rule.ts";

/** Chains that a packet passes before it is known by which interface it leaves, if by any (manual: Packet Flow). */
const BEFORE_ROUTING = ["input", "prerouting", "dstnat"];
/** Where RouterOS 6 has forgotten by which interface it came; since Linux 5.5, and so in RouterOS 7, it is known. */
const BEHIND_ROUTING = ["postrouting", "srcnat"];

export const firewallInterfaceUnmet = defineRule({
  id: "firewall-interface-unmet",
  group: "firewall",
  title: "Firewall rule asks for an interface that is not known there",
  severity: "warning",
  why: "A packet in this chain has no such interface, so the rule never acts, whatever it is meant to stop or to let through.",
  advice:
    "Ask for the other interface instead, or move the rule to a chain that knows this one, as forward does.",
  references: ["Manual: Packet Flow in RouterOS"],
  compliance: ["N"],
  cwe: [561],
  presets: ["recommended", "strict"],
  bad: "/ip firewall filter\nadd action=drop chain=input dst-port=22 out-interface=ether1 protocol=tcp\n",
  good: "/ip firewall filter\nadd action=drop chain=forward dst-port=22 out-interface=ether1 protocol=tcp\n",
  on: FIREWALL_MENUS,
  check(item, { model }) {
    const chain = item.property("chain")?.text ?? "";
    const reason = BEFORE_ROUTING.includes(chain)
      ? { names: OUTGOING, words: "it is not known yet by which interface a packet leaves" }
      : hasNoIncoming(chain, model)
        ? { names: INCOMING, words: "it is not known by which interface a packet came, if by any" }
        : undefined;
    const property = reason?.names.find((name) => isAsked(item, name));
    if (property === undefined || reason === undefined) return undefined;
    return {
      at: { item, property },
      item,
      severity: item.isDisabled === true ? "info" : "warning",
      message: `Rule ${label(item)} never acts: in \`${chain}\` ${reason.words}.`,
    };
  },
});

const OUTGOING = ["out-interface", "out-interface-list"];
const INCOMING = ["in-interface", "in-interface-list"];

function hasNoIncoming(chain: string, model: Model): boolean {
  return chain === "output" || (BEHIND_ROUTING.includes(chain) && isVersion(model, "<7") === true);
}

/** A negation holds for packets that leave by none. */
function isAsked(item: Item, name: string): boolean {
  const text = item.property(name)?.text;
  return text !== undefined && text !== "" && !text.startsWith("!");
}
