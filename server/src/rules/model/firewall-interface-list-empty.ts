import type { Item, Model } from "../../model/model.ts";
import { FIREWALL_MENUS } from "../../traffic/firewall-menus.ts";
import { dropsEverybody } from "../facts/drops-everybody.ts";
import { wholeExport } from "../facts/example.ts";
import { mayHoldMore } from "../facts/filled-elsewhere.ts";
import { label, listOf } from "../facts/label.ts";
import { defineRule, type Finding } from "../rule.ts";

const LISTS = ["/interface list", "add name=LAN", "/interface list member"];
const DROP = ["/ip firewall filter", "add action=drop chain=input in-interface-list=!LAN"];

/** A list that is not there at all is told as a name that leads nowhere. */
export const firewallInterfaceListEmpty = defineRule({
  id: "firewall-interface-list-empty",
  group: "model",
  title: "Interface list that holds nothing",
  severity: "warning",
  why: "The list has no member, so a rule that asks for it never matches, and one that asks for its opposite matches whatever comes.",
  advice: "Put the interfaces into the list, or remove the rule.",
  references: ["Manual: Interface Lists", "Manual: Filter"],
  compliance: ["N"],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", ...LISTS, "add disabled=yes interface=lan list=LAN", ...DROP),
  good: wholeExport("7.16.2", ...LISTS, "add interface=lan list=LAN", ...DROP),
  on: "model",
  check(model) {
    const empty = model.derive(emptyLists);
    if (empty.size === 0) return undefined;
    const seen = new Set<string>();
    return FIREWALL_MENUS.flatMap((menu) => model.items(menu)).flatMap((rule) =>
      rule.isDisabled === false
        ? ASKING.flatMap((property) => judge(rule, property, empty, seen, model))
        : [],
    );
  },
});

const ASKING = ["in-interface-list", "out-interface-list"];

function judge(
  rule: Item,
  property: string,
  empty: ReadonlySet<string>,
  seen: Set<string>,
  model: Model,
): Finding[] {
  const text = rule.property(property)?.text ?? "";
  const isNegated = text.startsWith("!");
  const list = isNegated ? text.slice(1) : text;
  if (!empty.has(list)) return [];
  const isLockout = isNegated && dropsEverybody(rule, property, model);
  // Once for each list, but never without the rule that cuts everybody off.
  if (seen.has(text) && !isLockout) return [];
  seen.add(text);
  return [
    {
      at: { item: rule, property },
      item: rule,
      severity: isLockout ? "error" : "warning",
      message: `Rule ${label(rule)} asks for ${isNegated ? "all but " : ""}the interface list \`${list}\`, which holds no interface, so it ${isLockout ? "keeps everybody off the router" : isNegated ? "leaves nothing out" : "never acts"}.`,
    },
  ];
}

/** Lists that certainly hold nothing. */
function emptyLists(model: Model): ReadonlySet<string> {
  const menus = ["/interface/list", MEMBERS];
  if (!menus.every((menu) => model.absenceMeansDefault(menu)) || mayHoldMore(model, MEMBERS))
    return new Set();
  const lists = model.items("/interface/list");
  const empty = new Set(["none"]);
  // One that includes others is as empty as these are.
  for (let before = -1; before < empty.size; ) {
    before = empty.size;
    for (const list of lists) if (isEmpty(list, empty, model)) empty.add(list.name ?? "none");
  }
  empty.delete("none");
  return empty;
}

const MEMBERS = "/interface/list/member";

function isEmpty(list: Item, empty: ReadonlySet<string>, model: Model): boolean {
  const { name } = list;
  if (list.origin !== "add" || !list.isCertain || name === undefined) return false;
  const included = list.property("include");
  if (
    included !== undefined &&
    !(included.text !== undefined && listOf(included.text).every((one) => empty.has(one)))
  )
    return false;
  return !model.items(MEMBERS).some((member) => mayHold(member, name)) && !isFilledByOthers(name, model);
}

/** What is left of a member whose interface was removed is a number in the place of its name. */
function mayHold(member: Item, list: string): boolean {
  return (
    member.isDisabled !== true &&
    [list, undefined].includes(member.text("list")) &&
    !/^\*[0-9A-F]+$/i.test(member.text("interface") ?? "")
  );
}

/** PPP profiles and wireless datapaths put interfaces into lists as they come up, and so does Detect Internet. */
function isFilledByOthers(list: string, model: Model): boolean {
  return model
    .occurrences("iface-list", list)
    .some(
      ({ property, command }) =>
        property === "interface-list" || command.menu === "/interface/detect-internet",
    );
}
