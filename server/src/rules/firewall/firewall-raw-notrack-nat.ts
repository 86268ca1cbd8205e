import type { Item, Model } from "../../model/model.ts";
import type { Network } from "../../traffic/network.ts";
import { tracksConnections } from "../../traffic/tracking.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import {
  containsSet,
  NO_ADDRESSES,
  notPublicAddresses,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  unite,
} from "../../values/prefix-set.ts";
import { label } from "../facts/label.ts";
import { matchersOf } from "../facts/marks.ts";
import { defineRule } from "../rule.ts";

/** Manual, Connection tracking: NAT works on tracked connections only. */
export const firewallRawNotrackNat = defineRule({
  id: "firewall-raw-notrack-nat",
  group: "firewall",
  title: "Untracked packets that NAT should translate",
  severity: "warning",
  why: "The raw rule takes packets out of connection tracking, and untracked packets are neither translated by NAT nor matched by connection-state.",
  advice: "Give the rule the condition it lacks, or disable it.",
  references: ["Manual: RAW", "Manual: Connection tracking", "Manual: NAT"],
  presets: ["recommended", "strict"],
  bad: "/ip firewall nat\nadd action=masquerade chain=srcnat out-interface=ether1\n/ip firewall raw\nadd action=notrack chain=prerouting\n",
  good: "/ip firewall nat\nadd action=masquerade chain=srcnat out-interface=ether1\n/ip firewall raw\nadd action=notrack chain=prerouting dst-address=10.9.0.0/24 src-address=192.168.88.0/24\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/firewall/raw"],
  check(item, { model, traffic }) {
    if (item.text("action") !== "notrack" || item.isDisabled !== false || !item.isCertain) return undefined;
    if (item.text("chain") !== "prerouting" || isSpared(item, model) || !tracksConnections(model))
      return undefined;
    const nat = model
      .items("/ip/firewall/nat")
      .find((rule) => rule.isDisabled === false && rule.isCertain && isMissed(item, rule, traffic));
    if (nat === undefined) return undefined;
    const isEverything = matchersOf(item).size === 0;
    return {
      at: { item, property: "action" },
      item,
      message: isEverything
        ? `Rule ${label(item)} takes every packet out of connection tracking, so NAT translates nothing.`
        : `Rule ${label(item)} takes packets out of connection tracking that NAT rule ${label(nat)} should translate.`,
      related: [
        {
          at: { item: nat },
          message: isEverything ? "NAT rule that sees nothing" : "NAT rule that does not see them",
        },
      ],
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

/** An earlier rule may keep from it what NAT needs. */
function isSpared(item: Item, model: Model): boolean {
  return model
    .items(item.menu)
    .some(
      (rule) =>
        rule.index < item.index &&
        rule.isDisabled !== true &&
        !["drop", "notrack", "log"].includes(rule.text("action") ?? "accept"),
    );
}

/** Whether the NAT rule certainly is for packets that the raw rule takes: all of them, or those of some sources. */
function isMissed(raw: Item, nat: Item, { network }: Traffic): boolean {
  if (nat.text("action") === "accept") return false;
  const matchers = [...matchersOf(raw).keys()];
  if (matchers.length === 0) return true;
  // What narrows it otherwise may be just what needs no translation.
  if (matchers.length > 1 || nat.text("chain") !== "srcnat") return false;
  if (!["src-nat", "masquerade", "netmap", "same"].includes(nat.text("action") ?? "")) return false;
  if (matchers[0] === "in-interface") return isWayBack(raw.text("in-interface"), nat);
  const taken = parseAddressSet(raw.property("src-address")?.text ?? "!");
  if (taken === undefined || [...matchersOf(nat).keys()].some((name) => !WHERE.has(name))) return false;
  const named = nat.property("src-address");
  const needed = named === undefined ? privateNetworks(network) : parseAddressSet(named.text ?? "!");
  return needed !== undefined && overlaps(taken, needed);
}

/** Matchers of a NAT rule that leave some way out to every source. */
const WHERE: ReadonlySet<string> = new Set([
  "to-addresses",
  "src-address",
  "out-interface",
  "out-interface-list",
  "ipsec-policy",
]);

/** Answers to translated packets come in where those went out, and have to be translated back. */
function isWayBack(name: string | undefined, nat: Item): boolean {
  return name !== undefined && !name.startsWith("!") && nat.property("out-interface")?.text === name;
}

function privateNetworks(network: Network): PrefixSet {
  return network
    .connected("ip")
    .filter((one) => one.isActive === "yes" && containsSet(notPublicAddresses(), one.network))
    .reduce((set, one) => unite(set, one.network), NO_ADDRESSES);
}
