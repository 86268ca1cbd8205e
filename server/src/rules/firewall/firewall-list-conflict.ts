import type { Item } from "../../model/model.ts";
import { formatAddressSet, intersect, isEmpty } from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { filterChain } from "../facts/firewall.ts";
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
    const chains = new Set(model.items("/ip/firewall/filter").flatMap((rule) => rule.text("chain") ?? []));
    return [...chains].flatMap((chain) => {
      const rules = filterChain(model, chain);
      return rules.flatMap((accept, at): Finding[] => {
        const allowed = listOf(accept, ["accept"]);
        if (allowed === undefined) return [];
        const block = rules.slice(0, at).find((drop) => {
          const blocked = listOf(drop, ["drop", "reject", "tarpit"]);
          return (
            blocked !== undefined &&
            blocked !== allowed &&
            isWider(drop, accept) &&
            !isEmpty(shared(blocked, allowed))
          );
        });
        const blocked = block && listOf(block, ["drop", "reject", "tarpit"]);
        if (block === undefined || blocked === undefined) return [];
        return [
          {
            at: { item: accept, property: "src-address-list" },
            item: accept,
            message: `Rule ${label(accept)} allows the list \`${allowed}\`, but ${formatAddressSet(shared(blocked, allowed), 3)} is in \`${blocked}\` as well, which an earlier rule blocks.`,
            related: [{ at: { item: block }, message: "this rule comes first" }],
          },
        ];
      });
    });

    function shared(one: string, other: string) {
      return intersect(
        traffic.network.addressList("ip", one).certain,
        traffic.network.addressList("ip", other).certain,
      );
    }
  },
});

function listOf(rule: Item, actions: readonly string[]): string | undefined {
  const list = rule.property("src-address-list")?.text;
  const isAsked = actions.includes(rule.text("action") ?? "accept") && rule.isCertain;
  return isAsked && list !== undefined && !list.startsWith("!") ? list : undefined;
}

/** Whether the earlier rule's other matchers all stand in the later one. */
function isWider(drop: Item, accept: Item): boolean {
  const own = matchersOf(accept);
  return [...matchersOf(drop)].every(
    ([name, text]) =>
      name === "src-address-list" || name === "reject-with" || (text !== undefined && own.get(name) === text),
  );
}
