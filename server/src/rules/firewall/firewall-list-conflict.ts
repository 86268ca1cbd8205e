import type { Item } from "../../model/model.ts";
import { formatAddressSet, intersect, isEmpty } from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { matchersOf } from "../facts/marks.ts";
import { defineRule, type Finding } from "../rule.ts";

const LISTS = [
  "/ip firewall address-list",
  "add address=192.0.2.0/24 list=blocked",
  "add address=192.0.2.10 list=admins",
  "/ip firewall filter",
];

export const firewallListConflict = defineRule({
  id: "firewall-list-conflict",
  group: "firewall",
  title: "Address both allowed and blocked",
  severity: "warning",
  why: "The address is in a list that one rule blocks and in a list that a later rule allows; the first one decides, so the permission never holds.",
  advice: "Remove the address from one of the lists, or put the accept rule first.",
  references: ["Manual: Address-lists", "Manual: Filter"],
  compliance: ["N"],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    ...LISTS,
    "add action=drop chain=input src-address-list=blocked",
    "add action=accept chain=input dst-port=8291 protocol=tcp src-address-list=admins",
  ),
  good: wholeExport(
    "7.16.2",
    ...LISTS,
    "add action=accept chain=input dst-port=8291 protocol=tcp src-address-list=admins",
    "add action=drop chain=input src-address-list=blocked",
  ),
  on: "model",
  check(model, { traffic }) {
    const rules = model.gatherItems("/ip/firewall/filter", byList);
    return rules.flatMap(({ rule, chain, allows }, at): Finding[] => {
      if (allows === undefined) return [];
      const block = rules
        .slice(0, at)
        .find(
          (one) =>
            one.chain === chain &&
            one.blocks !== undefined &&
            one.blocks !== allows &&
            isWider(one.rule, rule) &&
            !isEmpty(shared(one.blocks, allows)),
        );
      if (block?.blocks === undefined) return [];
      return [
        {
          at: { item: rule, property: "src-address-list" },
          item: rule,
          message: `Rule ${label(rule)} allows the list \`${allows}\`, but ${formatAddressSet(shared(block.blocks, allows), 3)} is in \`${block.blocks}\` as well, which an earlier rule blocks.`,
          related: [{ at: { item: block.rule }, message: "this rule comes first" }],
        },
      ];
    });

    function shared(one: string, other: string) {
      return intersect(
        traffic.network.addressList("ip", one).certain,
        traffic.network.addressList("ip", other).certain,
      );
    }
  },
});

interface ListRule {
  readonly rule: Item;
  readonly chain: string;
  /** The list whose sources it lets pass, or stops. */
  readonly allows: string | undefined;
  readonly blocks: string | undefined;
}

function byList(rule: Item): readonly ListRule[] {
  const list = rule.property("src-address-list")?.text;
  const chain = rule.text("chain");
  if (list === undefined || list.startsWith("!") || chain === undefined) return [];
  if (!rule.isCertain || rule.isDisabled !== false) return [];
  const action = rule.text("action") ?? "accept";
  const isStop = ["drop", "reject", "tarpit"].includes(action);
  return [
    {
      rule,
      chain,
      allows: action === "accept" ? list : undefined,
      blocks: isStop ? list : undefined,
    },
  ];
}

/** Whether the earlier rule's other matchers all stand in the later one. */
function isWider(drop: Item, accept: Item): boolean {
  const own = matchersOf(accept);
  return [...matchersOf(drop)].every(
    ([name, text]) =>
      name === "src-address-list" || name === "reject-with" || (text !== undefined && own.get(name) === text),
  );
}
