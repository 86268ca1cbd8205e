import type { Item } from "../../model/model.ts";
import type { Answer } from "../../traffic/answer.ts";
import type { Reach, Traffic } from "../../traffic/traffic.ts";
import {
  intersect,
  isEmpty,
  notPublicAddresses,
  overlaps,
  parseAddressSet,
} from "../../values/prefix-set.ts";
import { defaultExits } from "../facts/default-exits.ts";
import { wholeExport } from "../facts/example.ts";
import { insideOf, ODD_PORT, strangerReaches } from "../facts/firewall-probe.ts";
import { firstLine, internetSide } from "../facts/internet-side.ts";
import { markingRules } from "../facts/routing.ts";
import { hasRoutingProtocol } from "../facts/routing-protocols.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];

/** RFC 2827 and 3704 (BCP 38, 84). A loose filter passes any source that has a route, with a default route all of them. */
export const firewallSpoof = defineRule({
  id: "firewall-spoof",
  group: "firewall",
  title: "Spoofed sources accepted from the internet side",
  severity: "info",
  why: "Nothing drops packets that come from the internet with a private or reserved source address, so rules that trust inside addresses can be deceived.",
  advice:
    "Set rp-filter=strict where there is one way out, or drop reserved source addresses on the internet side in /ip firewall raw.",
  references: ["RFC 2827", "RFC 3704", "RFC 6890", "Manual: Building Advanced Firewall"],
  compliance: ["N"],
  cwe: [290],
  presets: ["strict"],
  bad: wholeExport("7.16.2", ...NAT),
  good: wholeExport("7.16.2", "/ip settings", "set rp-filter=strict", ...NAT),
  fixes: { "rp-filter": "suggestion" },
  on: ["/ip/settings"],
  check(item, context) {
    const { model } = context;
    const side = internetSide(context);
    if (side === undefined || !["no", "loose"].includes(item.text("rp-filter") ?? "")) return undefined;
    if (dropsBogons(context) || gainsNothing(context, side.interfaces)) return undefined;
    const at = item.command === undefined ? firstLine(model) : { item, property: "rp-filter" };
    if (at === undefined || !TABLES.every((menu) => model.absenceMeansDefault(menu))) return undefined;
    const isSafe = side.interfaces.length === 1 && hasOneWay(context);
    return {
      at,
      item,
      message: `Packets with forged inside addresses are accepted on \`${side.interfaces.join("`, `")}\`: rp-filter is ${item.text("rp-filter") ?? "no"} and no rule drops reserved sources.`,
      fixes: isSafe
        ? [
            {
              id: "rp-filter",
              title: "Set rp-filter=strict",
              changes: [{ kind: "set", item, properties: { "rp-filter": "strict" } }],
            },
          ]
        : [],
    };
  },
});

/** The strict filter would drop replies that come in by another way than the main table's. */
function hasOneWay(context: RuleContext): boolean {
  const { model } = context;
  return markingRules(model).length === 0 && defaultExits(context).size < 2 && !hasRoutingProtocol(model);
}

/** Where nothing unasked comes in, and no rule lets more in for a source's sake, a forged one opens nothing. */
function gainsNothing(context: RuleContext, outer: readonly string[]): boolean {
  const source = notPublicAddresses();
  const isShut = ({ verdict, isForAll }: Reach) => verdict === "blocked" && isForAll === true;
  const isClosed = outer.every(
    (name) =>
      isShut(context.traffic.inputFrom({ protocol: "tcp", port: ODD_PORT, interface: name, source })) &&
      insideOf(context, outer).every((inside) =>
        isShut(strangerReaches(context, inside, name, { src: source, isStranger: false })),
      ),
  );
  return (
    isClosed &&
    !TABLES.flatMap((menu) => context.model.items(menu)).some((rule) => trusts(rule, context, outer))
  );
}

/** Whether a rule lets packets in because of an inside source, be it only said and not by the interface that it comes from. */
function trusts(rule: Item, { traffic }: RuleContext, outer: readonly string[]): boolean {
  const action = rule.text("action") ?? "accept";
  if (rule.isDisabled === true || !["accept", "jump"].includes(action)) return false;
  if (!isReserved(rule, traffic)) return false;
  const { interfaces } = traffic.network;
  const isElsewhere = (name: string) =>
    excludes(rule.property("in-interface")?.text, (word) => interfaces.isNamedBy(name, word)) ||
    excludes(rule.property("in-interface-list")?.text, (list) => interfaces.inList(name, list));
  return !outer.every(isElsewhere);
}

/** Whether what a rule asks for, or asks not to be, certainly leaves something out. */
function excludes(asked: string | undefined, holds: (word: string) => Answer): boolean {
  if (asked === undefined) return false;
  return asked.startsWith("!") ? holds(asked.slice(1)) === "yes" : holds(asked) === "no";
}

/** A raw or filter rule that drops by a source address or list that holds reserved addresses. */
function dropsBogons({ model, traffic }: RuleContext): boolean {
  return TABLES.flatMap((menu) => model.items(menu)).some(
    (rule) => rule.isDisabled !== true && rule.text("action") === "drop" && isReserved(rule, traffic),
  );
}

/** Whether it asks for a source that is reserved, or for one that is not. */
function isReserved(rule: Item, { network }: Traffic): boolean {
  const list = rule.text("src-address-list")?.replace(/^!/, "");
  const address = rule.text("src-address")?.replace(/^!/, "");
  if (list !== undefined) {
    const known = network.addressList("ip", list);
    return known.mayHoldMore || !isEmpty(intersect(known.certain, notPublicAddresses()));
  }
  const set = address === undefined ? undefined : parseAddressSet(address);
  return set !== undefined && overlaps(set, notPublicAddresses());
}

const TABLES = ["/ip/firewall/raw", "/ip/firewall/filter"];
