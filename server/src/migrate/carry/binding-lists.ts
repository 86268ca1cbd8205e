import type { Item } from "../../model/model.ts";
import { createTraffic } from "../../traffic/create-traffic.ts";
import { firewallMenus } from "../../traffic/firewall-menus.ts";
import type { PlanDraft } from "../draft.ts";
import type { AddressWords } from "./far-addresses.ts";
import { doubleRule } from "./policy-twin.ts";
import { label } from "./properties.ts";
import type { Session } from "./session.ts";
import { outerInterfaces } from "./wan-side.ts";

const LIST_SIDES = ["in-interface-list", "out-interface-list"] as const;
type Side = (typeof LIST_SIDES)[number];

/**
 * Static interfaces stand in lists; policies are in none, so what a list meant for them is said again by policy and
 * address. `done` are the lists that profiles put their sessions into.
 */
export function carryBindingLists(
  draft: PlanDraft,
  sessions: readonly Session[],
  wordsOf: AddressWords,
  done: readonly string[],
): void {
  const membersOf = sessionsInLists(draft, sessions);
  for (const rule of firewallMenus("ip").flatMap((menu) => draft.context.model.items(menu))) {
    if (rule.isDisabled !== false || rule.property("ipsec-policy") !== undefined || isTranslation(rule))
      continue;
    const listOf = (side: Side) => rule.property(side)?.text ?? "";
    const sides = LIST_SIDES.filter(
      (side) => !done.includes(listOf(side)) && membersOf(listOf(side)).length > 0,
    );
    if (sides.length === 0) continue;
    const members = new Set(sides.flatMap((side) => membersOf(listOf(side))));
    tellDrawn(draft, rule, [...members]);
    const settled = (side: Side) => membersOf(listOf(side)).filter(({ addresses }) => addresses.length > 0);
    const known = sides.filter((side) => settled(side).length > 0);
    const words = (one: readonly Side[]) =>
      Object.assign({}, ...one.map((side) => sideWords(rule, side, settled(side), wordsOf)), policyOf(one));
    const variants =
      members.size > 1 && known.length > 1
        ? [...known.map((side) => [side]), known]
        : known.map((side) => [side]);
    if (variants.length > 0) doubleRule(draft, rule, ...variants.map(words));
  }
}

/** Coming in tells a packet of two sites as well as going out, and a rule asks for one policy only. */
function policyOf(sides: readonly Side[]): Record<string, string> {
  return { "ipsec-policy": sides.includes("in-interface-list") ? "in,ipsec" : "out,ipsec" };
}

function sideWords(
  rule: Item,
  side: Side,
  sessions: readonly Session[],
  wordsOf: AddressWords,
): Record<string, string | undefined> {
  const end = side === "in-interface-list" ? "src" : "dst";
  const isNarrow =
    rule.property(`${end}-address`) !== undefined || rule.property(`${end}-address-list`) !== undefined;
  const [only] = sessions;
  const core =
    sessions.length === 1 && only !== undefined
      ? `vpn-${only.account.user}`
      : `vpn-${rule.property(side)?.text ?? ""}`;
  const addresses = [...new Set(sessions.flatMap((session) => session.addresses))];
  return { [side]: undefined, ...(isNarrow ? {} : wordsOf(core, addresses, end)) };
}

/** Lists that hold the provider's interface as well meet the new tunnel's packets as they are. */
function sessionsInLists(
  draft: PlanDraft,
  sessions: readonly Session[],
): (list: string) => readonly Session[] {
  const { model } = draft.context;
  const { interfaces } = createTraffic(model, {}).network;
  const bindings = sessions.flatMap(({ account }) => account.binding?.name ?? []);
  const outer = outerInterfaces(model, bindings);
  const found = new Map<string, readonly Session[]>();
  const lookUp = (list: string) => {
    if (list === "" || list.startsWith("!") || outer.some((name) => interfaces.inList(name, list) !== "no"))
      return [];
    return sessions.filter(
      ({ account: { binding } }) => interfaces.inList(binding?.name ?? "", list) === "yes",
    );
  };
  return (list) => {
    const known = found.get(list) ?? lookUp(list);
    found.set(list, known);
    return known;
  };
}

function tellDrawn(draft: PlanDraft, rule: Item, members: readonly Session[]): void {
  for (const { account, addresses } of members)
    if (addresses.length === 0)
      draft.review(
        `${label(rule)} met the session of \`${account.user}\` by its interface list. The user has no address of its own in the new tunnel, and no interface: give the account one (\`remote-address\`), or write the rule for IPsec by hand.`,
        rule,
      );
}

/** What packets of policies must not meet, and what is said of all of them elsewhere. */
function isTranslation(rule: Item): boolean {
  return ["masquerade", "src-nat", "change-mss", "mark-routing"].includes(rule.text("action") ?? "");
}
