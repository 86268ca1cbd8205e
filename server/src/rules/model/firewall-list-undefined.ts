import type { Item, Model } from "../../model/model.ts";
import { didYouMean } from "../facts/did-you-mean.ts";
import { dropsEverybody } from "../facts/drops-everybody.ts";
import { wholeExport } from "../facts/example.ts";
import { mayHoldMore, runsUnseen, UNLESS_IMPORTED } from "../facts/filled-elsewhere.ts";
import { label } from "../facts/label.ts";
import { defineRule, type Finding } from "../rule.ts";

const FAMILIES = [
  {
    lists: "/ip/firewall/address-list",
    namespace: "addr-list4",
    tables: ["/ip/firewall/filter", "/ip/firewall/nat", "/ip/firewall/mangle", "/ip/firewall/raw"],
  },
  {
    lists: "/ipv6/firewall/address-list",
    namespace: "addr-list6",
    tables: ["/ipv6/firewall/filter", "/ipv6/firewall/nat", "/ipv6/firewall/mangle", "/ipv6/firewall/raw"],
  },
] as const;

/** Dynamic lists may be filled by scripts, RADIUS or a provider's feed; then nothing is said. */
export const firewallListUndefined = defineRule({
  id: "firewall-list-undefined",
  group: "model",
  title: "Address list that nothing fills",
  severity: "warning",
  why: "The list has no entry and no rule, lease or profile adds one, so a rule that asks for it never matches, and one that asks for its opposite always does.",
  advice: "Correct the list's name, add its entries, or remove the rule.",
  references: ["Manual: Address-lists"],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", "/ip firewall filter", "add action=accept chain=input src-address-list=admins"),
  good: wholeExport(
    "7.16.2",
    "/ip firewall address-list",
    "add address=192.168.88.9 list=admins",
    "/ip firewall filter",
    "add action=accept chain=input src-address-list=admins",
    "add action=add-src-to-address-list address-list=knocked chain=input dst-port=4711 protocol=tcp",
    "add action=accept chain=input src-address-list=knocked",
  ),
  on: "model",
  check(model) {
    return FAMILIES.flatMap(({ lists, namespace, tables }) => {
      if (!tables.every((menu) => model.absenceMeansDefault(menu)) || !model.absenceMeansDefault(lists))
        return [];
      const filled = filledLists(model, lists, namespace);
      if (filled === undefined) return [];
      const isUnseen = runsUnseen(model);
      const seen = new Set<string>();
      const findings: Finding[] = [];
      // Plain loops: all rules are looked through at each key.
      for (const menu of tables) {
        for (const rule of model.items(menu)) {
          if (rule.isDisabled !== false) continue;
          for (const property of ASKING)
            findings.push(...judge(rule, property, { filled, seen, isUnseen, model }));
        }
      }
      return findings;
    });
  },
});

const ASKING = ["src-address-list", "dst-address-list"] as const;
const NONE: readonly Finding[] = [];

interface Asked {
  readonly filled: ReadonlySet<string>;
  readonly seen: Set<string>;
  /** A script runs what the file does not show. */
  readonly isUnseen: boolean;
  readonly model: Model;
}

function judge(rule: Item, property: string, { filled, seen, isUnseen, model }: Asked): readonly Finding[] {
  const text = rule.property(property)?.text;
  if (text === undefined || text === "") return NONE;
  const isNegated = text.startsWith("!");
  const name = isNegated ? text.slice(1) : text;
  // `list=a\` and `chain=b` on the next line: two properties that somebody broke apart, not a name.
  if (filled.has(name) || name.includes("=")) return NONE;
  const isLockout = isNegated && !isUnseen && dropsEverybody(rule, property, model);
  // Once for each list, but never without the rule that cuts everybody off.
  if (seen.has(text) && !isLockout) return NONE;
  seen.add(text);
  const guess = didYouMean(name, [...filled]);
  // Lists are what scripts fetch most; only a name beside another one is then a slip.
  if (isUnseen && guess === undefined) return NONE;
  return [
    {
      at: { item: rule, property },
      item: rule,
      severity: isUnseen ? "info" : isLockout ? "error" : "warning",
      message: `Rule ${label(rule)} asks for ${isNegated ? "all but " : ""}the address list \`${name}\`, which nothing fills${isUnseen ? UNLESS_IMPORTED : ""}${isLockout ? ", so it keeps everybody off the router" : isNegated ? ", so it leaves nobody out" : ""}${guess === undefined ? "." : `; did you mean \`${guess}\`?`}`,
    },
  ];
}

/** Undefined when scripts or RADIUS may fill lists of names that the file does not show. */
function filledLists(model: Model, lists: string, namespace: string): ReadonlySet<string> | undefined {
  if (mayHoldMore(model, lists)) return undefined;
  return new Set(model.names(namespace));
}
