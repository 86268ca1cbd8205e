import type { Item, Model } from "../../model/model.ts";
import { createTraffic } from "../../traffic/create-traffic.ts";
import { overlaps, type PrefixSet, parseAddressSet, unite } from "../../values/prefix-set.ts";
import type { PlanDraft } from "../draft.ts";
import { membersOf, type Selection } from "./policy-selection.ts";
import { label } from "./properties.ts";
import { retire, setItem } from "./retire.ts";
import type { Steering } from "./steering.ts";
import { outerInterfaces } from "./wan-side.ts";

export interface Stops {
  /** Rules that are dealt with here. */
  readonly done: readonly Item[];
  /** The tunnel's hosts were kept off the provider's line. */
  readonly isClosed: boolean;
}

/**
 * Rules that stop what leaves by the provider's side did not see the old tunnel's packets, and would see the new
 * one's. A kill switch for its hosts would now stop the tunnel itself: in forward nothing tells the two apart, since
 * the policy knows only translated sources.
 */
export function spareFromStops(draft: PlanDraft, steering: Steering, selection: Selection): Stops {
  const { model } = draft.context;
  if (steering.routes.length === 0) return { done: [], isClosed: false };
  const marked = steering.tables.filter((table) => table !== "main");
  const done: Item[] = [];
  let isClosed = false;
  for (const rule of model.items("/ip/firewall/filter").filter((each) => isStop(each))) {
    const isMarked = marked.includes(plain(rule, "routing-mark") ?? "");
    if (!isMarked && !isOutward(model, rule, draft.tunnel.item.name ?? "")) continue;
    if (isAboutOthers(model, rule, selection)) continue;
    const isWhole = !rule.properties.some(({ name, isUnset }) => !isUnset && NARROW.test(name));
    if (isWhole && (isMarked || isAboutHosts(rule, steering, selection)))
      retire(
        draft,
        rule,
        "It kept the tunnel's hosts off the provider's line, by which the tunnel's own packets leave now.",
      );
    else spare(draft, rule, selection);
    done.push(rule);
    isClosed = isClosed || isWhole;
  }
  return { done, isClosed };
}

const NARROW = /^(?:protocol|dst-.*|src-port|port|content|layer7-protocol|connection-type|packet-.*|time)$/;

function isStop(rule: Item): boolean {
  return (
    rule.isDisabled === false &&
    rule.text("chain") === "forward" &&
    ["drop", "reject", "tarpit"].includes(rule.text("action") ?? "accept") &&
    rule.text("connection-state") !== "invalid" &&
    rule.property("ipsec-policy") === undefined
  );
}

/** A written value that is no negation. */
function plain(rule: Item, name: string): string | undefined {
  const text = rule.property(name)?.text;
  return text === undefined || text === "" || text.startsWith("!") ? undefined : text;
}

/** The rule sees what leaves by the provider's side, and did not see what left by the old tunnel. */
function isOutward(model: Model, rule: Item, old: string): boolean {
  const name = rule.property("out-interface")?.text;
  const list = rule.property("out-interface-list")?.text;
  const { interfaces } = createTraffic(model, {}).network;
  const sees = (device: string) =>
    (name === undefined || isWord(interfaces.isNamedBy(device, name.replace(/^!/, "")), name)) &&
    (list === undefined || isWord(interfaces.inList(device, list.replace(/^!/, "")), list));
  if ((name === undefined && list === undefined) || sees(old)) return false;
  return outerInterfaces(model, [old]).some(sees);
}

function isWord(answer: "yes" | "no" | "unknown", text: string): boolean {
  return answer === (text.startsWith("!") ? "no" : "yes");
}

/** The rule asks for the very hosts or the mark that chose the old tunnel. */
function isAboutHosts(rule: Item, steering: Steering, selection: Selection): boolean {
  const list = plain(rule, "src-address-list");
  const mark = plain(rule, "connection-mark");
  const address = plain(rule, "src-address");
  if (selection.kind === "list") {
    const isListed = selection.entries.some((entry) => entry.address === address);
    return mark === undefined && (list === selection.list || (list === undefined && isListed));
  }
  const asked = steering.marks.map((each) => each.property("connection-mark")?.text);
  return mark !== undefined && (mark === selection.mark || asked.includes(mark));
}

/** The rule's sources are written, and none of them is a host of the tunnel. */
function isAboutOthers(model: Model, rule: Item, selection: Selection): boolean {
  if (selection.kind !== "list") return false;
  const hosts = unionOf([
    ...selection.entries.map(({ address }) => address),
    ...membersOf(model, selection.list).map(({ address }) => address),
  ]);
  const list = plain(rule, "src-address-list");
  const address = plain(rule, "src-address");
  const asked = [
    ...(address === undefined ? [] : [unionOf([address])]),
    ...(list === undefined ? [] : [unionOf(membersOf(model, list).map((member) => member.address))]),
  ];
  return asked.some((set) => hosts !== undefined && set !== undefined && !overlaps(set, hosts));
}

/** Undefined where a part is a name, or nothing is written: others may fill it. */
function unionOf(addresses: readonly string[]): PrefixSet | undefined {
  const sets = addresses.map((address) => parseAddressSet(address));
  return sets.reduce((all, set, at) => (at === 0 ? set : all && set && unite(all, set)), sets[0]);
}

/** What the rule is about else stays stopped. */
function spare(draft: PlanDraft, rule: Item, selection: Selection): void {
  const [property, value] =
    selection.kind === "list"
      ? (["src-address-list", selection.list] as const)
      : (["connection-mark", selection.mark] as const);
  if (rule.property(property) !== undefined) {
    if (rule.property(property)?.text === `!${value}`) return;
    return void draft.review(
      `${label(rule)} stops packets that leave by the provider's side, as the tunnel's do now; take those out of it by hand.`,
      rule,
    );
  }
  const old = draft.tunnel.item.name ?? "";
  const isByName = rule.property("out-interface")?.text === `!${old}`;
  setItem(
    draft,
    rule,
    { ...(isByName ? { "out-interface": undefined } : {}), [property]: `!${value}` },
    {
      title: `${label(rule)}: not for the tunnel's packets`,
      reason: "They leave by the provider's interface now, and did not before.",
    },
  );
}
