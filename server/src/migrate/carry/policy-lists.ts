import type { Item, Model } from "../../model/model.ts";
import { createTraffic } from "../../traffic/create-traffic.ts";
import { firewallMenus } from "../../traffic/firewall-menus.ts";
import type { PlanDraft } from "../draft.ts";
import { policies } from "./nearer-routes.ts";
import { given, label, writtenProperties } from "./properties.ts";
import { addItems, removeLast } from "./retire.ts";
import { hasOtherPpp } from "./session-rules.ts";
import { outerInterfaces } from "./wan-side.ts";

/** One side of a rule, as `in-interface-list`, in the words of the new tunnel. */
type WordsOf = (rule: Item, side: string) => Readonly<Record<string, string | undefined>>;

/** The old tunnel as rules name it, and how they name the new one. */
export interface TunnelSides {
  readonly wordsOf: WordsOf;
  /** The properties by which a rule is about the old tunnel: its interface, or a list that holds it. */
  named(rule: Item): readonly string[];
  /** Rules that stand a second time already. */
  readonly done: Set<Item>;
}

/** Holds every PPP interface, and no IPsec tunnel. */
const ALL_PPP = "all-ppp";
const SIDES = ["in-interface", "out-interface"] as const;
const LIST_SIDES = ["in-interface-list", "out-interface-list"] as const;

/**
 * Rules that meet the old tunnel by an interface list, or by `all-ppp`: a policy is in none, so they say the same of
 * it beside. Where the provider's interface is in the list as well, they meet the new tunnel's packets as they are.
 */
export function carryListedRules(draft: PlanDraft, sides: TunnelSides, isSite: boolean): void {
  const { model } = draft.context;
  const holds = listsOfTunnel(draft);
  for (const rule of firewallMenus("ip").flatMap((menu) => model.items(menu))) {
    if (rule.isDisabled !== false || rule.property("ipsec-policy") !== undefined) continue;
    const texts = LIST_SIDES.map((side) => rule.property(side)?.text ?? "");
    const isOfPpp = (text: string) => SIDES.some((side) => rule.property(side)?.text === text);
    if (texts.some((text) => text.startsWith("!") && holds(text.slice(1))) || isOfPpp(`!${ALL_PPP}`)) {
      if (!isSite) tellNegated(draft, rule);
    } else if ((texts.some(holds) || isOfPpp(ALL_PPP)) && !isTranslation(rule) && !sides.done.has(rule))
      carryListed(draft, rule, sides);
  }
}

/**
 * A rule that stops what comes out of the old tunnel, or goes into it, does so until that is off. False where it
 * cannot be written beside, or would stop other tunnels, too.
 */
export function carryStop(draft: PlanDraft, rule: Item, sides: TunnelSides): boolean {
  const isPlain = rule.isDisabled === false && rule.property("ipsec-policy") === undefined;
  if (!isPlain || !isStop(rule) || sides.named(rule).length === 0) return false;
  if (!canBeWritten(rule) || hasOtherIpsec(draft)) return false;
  carryRule(draft, rule, sides);
  return true;
}

export function sidesOf(draft: PlanDraft, wordsOf: WordsOf): TunnelSides {
  const holds = listsOfTunnel(draft);
  const old = draft.tunnel.item.name;
  const named = (rule: Item) => [
    ...SIDES.filter((side) => [old, ALL_PPP].includes(rule.property(side)?.text)),
    ...LIST_SIDES.filter((side) => holds(rule.property(side)?.text ?? "")),
  ];
  return { wordsOf, named, done: new Set() };
}

/** Whether a list holds the old tunnel, but not the interface by which the new one's packets come. */
function listsOfTunnel({ context, tunnel }: PlanDraft): (list: string) => boolean {
  const { interfaces } = createTraffic(context.model, {}).network;
  const old = tunnel.item.name ?? "";
  const outer = outerInterfaces(context.model, [old]);
  return (list) =>
    list !== "" &&
    interfaces.inList(old, list) === "yes" &&
    outer.every((name) => interfaces.inList(name, list) !== "yes");
}

/** What the mode-config and the new clamps do by themselves, and ways that are no more. */
function isTranslation(rule: Item): boolean {
  return ["masquerade", "src-nat", "change-mss", "mark-routing"].includes(rule.text("action") ?? "");
}

function tellNegated(draft: PlanDraft, rule: Item): void {
  draft.review(
    `${label(rule)} left the old tunnel out by its list; packets of IPsec come and go by the provider's interface, so it takes them now: put a rule for them before it, by \`ipsec-policy\`.`,
    rule,
  );
}

function carryListed(draft: PlanDraft, rule: Item, sides: TunnelSides): void {
  if (!canBeWritten(rule))
    draft.review(`${label(rule)} has computed values; write the same for IPsec by hand.`, rule);
  else if (isStop(rule) && hasOtherIpsec(draft))
    draft.review(
      `${label(rule)} stopped packets of the old tunnel by its list. No rule can tell the new tunnel from the other IPsec tunnels of this router, so write what is to be stopped by address.`,
      rule,
    );
  else carryRule(draft, rule, sides);
}

function canBeWritten(rule: Item): boolean {
  return rule.changes.length === 0 && writtenProperties(rule) !== undefined;
}

/** Peers and tunnels that make some; those of the old tunnel itself go with it. */
export function hasOtherIpsec({ context, tunnel }: PlanDraft): boolean {
  const { model } = context;
  const isOn = (item: Item) => item !== tunnel.item && item.isDisabled !== true;
  const uses = (item: Item) =>
    ["yes", "required"].includes(item.text("use-ipsec") ?? "no") && item.text("enabled") !== "no";
  const server = tunnel.kind === "l2tp-server" ? [] : [model.settings("/interface/l2tp-server/server")];
  const l2tp = [...model.items("/interface/l2tp-client").filter(isOn), ...server];
  const plain = ["gre", "ipip", "eoip"].flatMap((kind) => model.items(`/interface/${kind}`));
  return (
    model.items("/ip/ipsec/peer").some(isOn) ||
    policies(model).length > 0 ||
    l2tp.some(uses) ||
    plain.some((item) => isOn(item) && item.property("ipsec-secret") !== undefined)
  );
}

function carryRule(draft: PlanDraft, rule: Item, sides: TunnelSides): void {
  const { model } = draft.context;
  const variants = variantsOf(rule, sides);
  const [words = {}] = variants;
  const comesIn = sides.named(rule).some((side) => side.startsWith("in-"));
  const gate = isStop(rule) && comesIn ? gateBefore(model, rule) : undefined;
  const isAlone = isOnlyOfTunnel(draft, rule);
  if (isAlone && variants.length > 1)
    removeLast(draft, rule, "It was about packets from the old tunnel into the same.");
  else if (gate !== undefined) {
    stopBefore(draft, rule, gate, sides);
    if (isAlone) removeLast(draft, rule, "It was about the old tunnel alone.");
  } else if (isAlone) besideThenAlone(draft, rule, words);
  else
    addItems(
      draft,
      { title: `${label(rule)}: the same for IPsec`, reason: "An IPsec tunnel is in no interface list." },
      variants.map((each) => ({
        menu: rule.menu,
        properties: given({ ...writtenProperties(rule), ...each }),
        place: { after: rule },
      })),
    );
}

/**
 * The tunnel in the place of each side that meets it. Where both do, it is about ways between the tunnel and the others
 * of the list, and one rule could not ask for two policies.
 */
function variantsOf(
  rule: Item,
  { named, wordsOf }: TunnelSides,
): readonly Readonly<Record<string, string | undefined>>[] {
  const [comeIn, goOut] = ["in-", "out-"].map((end) => named(rule).filter((side) => side.startsWith(end)));
  return [comeIn, goOut]
    .filter((sides) => sides !== undefined && sides.length > 0)
    .map((sides = []) => Object.assign({}, ...sides.map((side) => wordsOf(rule, side))));
}

/** All lists that the rule asks for hold nothing else. */
function isOnlyOfTunnel({ context, tunnel }: PlanDraft, rule: Item): boolean {
  const { interfaces } = createTraffic(context.model, {}).network;
  const isOfPpp = SIDES.some((side) => rule.property(side)?.text === ALL_PPP);
  if (isOfPpp && hasOtherPpp(context.model, tunnel.item)) return false;
  return LIST_SIDES.every((side) => {
    const list = rule.property(side)?.text;
    return list === undefined || interfaces.members(list).length === 1;
  });
}

/** Both tunnels are kept in the same bounds until the old one is off. */
function besideThenAlone(
  draft: PlanDraft,
  rule: Item,
  words: Readonly<Record<string, string | undefined>>,
): void {
  addTwin(draft, rule, words);
  draft.step({
    title: `${label(rule)}: by policy alone`,
    reason: "The old tunnel is gone.",
    stage: "decommission",
    changes: [{ kind: "set", item: rule, properties: words }],
    script: [{ kind: "change", change: { kind: "remove", item: rule } }],
  });
}

function addTwin(draft: PlanDraft, rule: Item, words: Readonly<Record<string, string | undefined>>): void {
  const properties = given({ ...writtenProperties(rule), ...words });
  draft.step({
    title: `${label(rule)}: the same by policy`,
    reason: "Packets of an IPsec tunnel come in and leave by the provider's interface.",
    stage: "parallel",
    changes: [],
    script: [
      { kind: "change", change: { kind: "add", menu: rule.menu, properties, place: { before: rule } } },
    ],
  });
}

function isStop(rule: Item): boolean {
  return ["drop", "reject", "tarpit"].includes(rule.text("action") ?? "accept");
}

/** The rule before it that lets in all that comes out of IPsec, as the router's default firewall has one. */
function gateBefore(model: Model, rule: Item): Item | undefined {
  const plain = /^(?:action|chain|comment|disabled|ipsec-policy|log|log-prefix)$/;
  return model
    .items(rule.menu)
    .find(
      (other) =>
        other.index < rule.index &&
        other.isDisabled === false &&
        other.text("chain") === rule.text("chain") &&
        (other.text("action") ?? "accept") === "accept" &&
        other.text("ipsec-policy") === "in,ipsec" &&
        other.properties.every(({ name }) => plain.test(name)),
    );
}

/** The old tunnel's packets did not meet that gate: what let some of them through goes before it as well. */
function stopBefore(draft: PlanDraft, rule: Item, gate: Item, sides: TunnelSides): void {
  const between = draft.context.model
    .items(rule.menu)
    .filter(
      (other) =>
        other.index > gate.index &&
        other.index < rule.index &&
        other.isDisabled === false &&
        other.text("chain") === rule.text("chain") &&
        (other.text("action") ?? "accept") === "accept" &&
        sides.named(other).some((side) => side.startsWith("in-")) &&
        !sides.done.has(other),
    );
  const rules = [...between, rule];
  for (const each of rules) sides.done.add(each);
  const adds = rules.flatMap((each) => {
    // Answers passed before, by the rule for established connections.
    const state = { "connection-state": "new", ...writtenProperties(each) };
    const comment = `${each.comment ?? label(each)}: before all IPsec`;
    return variantsOf(each, sides).map((words) => ({
      menu: each.menu,
      properties: given({ ...state, ...words, comment }),
      place: { before: gate },
    }));
  });
  addItems(
    draft,
    {
      title: `${label(rule)}: for the new tunnel before ${label(gate)}`,
      reason: "That rule lets in all that comes out of IPsec, and the old tunnel's packets did not meet it.",
    },
    adds,
  );
}
