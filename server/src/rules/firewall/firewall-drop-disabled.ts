import type { Item } from "../../model/model.ts";
import { filterChain } from "../facts/firewall.ts";
import { likelySide } from "../facts/internet-side.ts";
import { label, listOf } from "../facts/label.ts";
import { matchersOf } from "../facts/marks.ts";
import { defineRule, type Finding, type RuleContext } from "../rule.ts";

const HEADER = "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/ip firewall filter\n";
const ACCEPTS =
  "add action=accept chain=input connection-state=established,related\nadd action=accept chain=input dst-port=22,8291 protocol=tcp\n";

/**
 * RouterOS accepts what no rule decides, so a chain that only accepts keeps nobody out: true of the menu alone, where
 * an export of it does not show which side the internet is on. Where that is known, the rules of open chains speak.
 */
export const firewallDropDisabled = defineRule({
  id: "firewall-drop-disabled",
  group: "firewall",
  title: "Final drop that is disabled",
  severity: "warning",
  why: "The rules ahead of it list what is let in, but while the drop is off, all the rest is let in too.",
  advice: "Enable the drop once the rules ahead of it let in all who need it.",
  references: ["Manual: Filter", "Manual: Building Advanced Firewall"],
  compliance: ["N"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: `${HEADER}${ACCEPTS}add action=drop chain=input disabled=yes\n`,
  good: `${HEADER}${ACCEPTS}add action=drop chain=input disabled=yes dst-port=53 protocol=udp\nadd action=drop chain=input\n`,
  on: "model",
  check(model, context) {
    if (model.source.kind === "script" || likelySide(context) !== undefined) return undefined;
    return (["ip", "ipv6"] as const).flatMap((family) =>
      (["input", "forward"] as const).flatMap((chain) => judge(family, chain, context)),
    );
  },
});

function judge(
  family: "ip" | "ipv6",
  chain: "input" | "forward",
  { model }: RuleContext,
): readonly Finding[] {
  const rules = model.items(`/${family}/firewall/filter`).filter((rule) => rule.text("chain") === chain);
  const last = rules.at(-1);
  if (last === undefined || last.isDisabled !== true || !isFinalDrop(last)) return [];
  const enabled = filterChain(model, chain, family);
  if (rules.some((rule) => rule.isDisabled === undefined || !rule.isCertain)) return [];
  if (!enabled.every((rule) => LETS_PASS.has(rule.text("action") ?? "accept"))) return [];
  if (!enabled.some(isOpening)) return [];
  return [
    {
      at: { item: last, property: "disabled" },
      item: last,
      severity: model.source.kind === "partial" ? "warning" : "info",
      message: `Rule ${label(last)}, the drop that ends \`${chain}\`, is disabled, and no other rule of \`${chain}\` stops anything: what the rules ahead do not list is accepted too.`,
    },
  ];
}

/** Nothing narrows it but where packets come in. */
function isFinalDrop(rule: Item): boolean {
  const isDrop = ["drop", "reject"].includes(rule.text("action") ?? "");
  return isDrop && [...matchersOf(rule).keys()].every((name) => WIDE.has(name));
}

const WIDE: ReadonlySet<string> = new Set(["in-interface", "in-interface-list", "reject-with"]);

/** All but these end a packet's way, or lead where it may end. */
const LETS_PASS: ReadonlySet<string> = new Set([
  "accept",
  "add-dst-to-address-list",
  "add-src-to-address-list",
  "fasttrack-connection",
  "log",
  "passthrough",
]);

/** An accept that lists who may come in, not one for answers only or for all. */
function isOpening(rule: Item): boolean {
  if ((rule.text("action") ?? "accept") !== "accept") return false;
  const states = listOf(rule.text("connection-state"));
  const asks = [...matchersOf(rule).keys()].filter((name) => name !== "connection-state");
  return asks.length > 0 && (states.length === 0 || states.includes("new"));
}
