import type { Item } from "../../model/model.ts";
import { firewallMenus } from "../../traffic/firewall-menus.ts";
import type { PlanDraft } from "../draft.ts";
import { carryBindingLists } from "./binding-lists.ts";
import { type AddressWords, addressWords } from "./far-addresses.ts";
import { type NetworkWords, negated } from "./policy-firewall.ts";
import { doubleRule } from "./policy-twin.ts";
import { given, label, policyComment, writtenProperties } from "./properties.ts";
import { branchesBelow } from "./queue-branches.ts";
import { removeLast, setItem } from "./retire.ts";
import type { Session } from "./session.ts";
import { hasOtherPpp } from "./session-rules.ts";
import { hasTwin } from "./twin-rule.ts";

const FIREWALL = firewallMenus("ip");
const SIDES = ["in-interface", "out-interface"] as const;
const LIST_SIDES = ["in-interface-list", "out-interface-list"] as const;

/** Rules, queues and lists about sessions, in the words of policies: users have no interface any more. */
export function carryPolicyRules(
  draft: PlanDraft,
  sessions: readonly Session[],
  networks: NetworkWords,
): void {
  const { model } = draft.context;
  const isLast = !hasOtherPpp(model, draft.tunnel.item);
  const wordsOf = addressWords(draft);
  for (const rule of FIREWALL.flatMap((menu) => model.items(menu)))
    carryRule(draft, rule, sessions, { isLast, wordsOf, networks });
  for (const queue of model.items("/queue/simple")) carryQueue(draft, queue, sessions);
  const lists = profileLists(sessions);
  for (const list of lists) carryListRules(draft, list);
  carryBindingLists(draft, sessions, wordsOf, lists);
  dropOthers(draft, sessions);
}

/** How rules name addresses: those of single users, and of all. */
interface UserWords {
  readonly wordsOf: AddressWords;
  readonly networks: NetworkWords;
}

function carryRule(
  draft: PlanDraft,
  rule: Item,
  sessions: readonly Session[],
  { isLast, ...told }: UserWords & { readonly isLast: boolean },
): void {
  const named = (side: string) => (rule.property(side)?.text ?? "").replace(/^!/, "");
  const ownerOf = (side: string) => sessions.find(({ names }) => names.includes(named(side)));
  const sides = SIDES.filter((side) => named(side) === "all-ppp" || ownerOf(side) !== undefined).map(
    (side) => ({ side, owner: ownerOf(side) }),
  );
  if (sides.length === 0) return;
  const owner = sides.find((each) => each.owner !== undefined)?.owner;
  const action = rule.text("action") ?? "accept";
  if (owner !== undefined && rule.text("chain") === "srcnat" && ["masquerade", "src-nat"].includes(action))
    return void removeLast(draft, rule, "The user's packets go by policy, untranslated.");
  const words = sides.length > 1 ? bothSides(rule, sides, told) : policyWords(rule, sides, told.wordsOf);
  if (words === undefined) {
    draft.review(
      `${label(rule)} was about packets from one session to another. A rule can ask for one policy only, and this one names addresses already: write it for IPsec by hand.`,
      rule,
    );
    return void removeLast(draft, rule, "The sessions' interfaces are no more.");
  }
  const written = writtenProperties(rule);
  if (owner === undefined && written && hasTwin(draft.context.model, rule, { ...written, ...words }))
    removeLast(
      draft,
      rule,
      "The same rule is there for IPsec already, and the sessions' interfaces are no more.",
    );
  else if (owner !== undefined || isLast)
    replaceRule(draft, rule, {
      ...policyComment(rule, owner?.account.user ?? draft.tunnel.name),
      ...words,
    });
  else doubleRule(draft, rule, words);
}

/** Users move one by one: both rules stand until the last has, since no packet fits the two. */
function replaceRule(
  draft: PlanDraft,
  rule: Item,
  words: Readonly<Record<string, string | undefined>>,
): void {
  const change = { kind: "set", item: rule, properties: words } as const;
  const written = rule.changes.length === 0 ? writtenProperties(rule) : undefined;
  const reason = "The sessions' interfaces are no more.";
  if (written === undefined)
    return void setItem(draft, rule, words, { title: `${label(rule)}: by policy`, reason });
  if (SIDES.some((side) => isNegated(rule, side))) return void narrowThenWiden(draft, rule, words, reason);
  const add = {
    kind: "add",
    menu: rule.menu,
    properties: given({ ...written, ...words }),
    place: { before: rule },
  } as const;
  draft.step({
    title: `${label(rule)}: the same by policy`,
    reason: "Users who have moved have no interface; the rule for the others stays until they have.",
    stage: "parallel",
    changes: [],
    script: [{ kind: "change", change: add }],
  });
  draft.step({
    title: `${label(rule)}: by policy`,
    reason,
    stage: "decommission",
    changes: [change],
    script: [{ kind: "change", change: { kind: "remove", item: rule } }],
  });
}

/** A rule about everything but the sessions: a twin would take in the others', so it leaves out both for a while. */
function narrowThenWiden(
  draft: PlanDraft,
  rule: Item,
  words: Readonly<Record<string, string | undefined>>,
  reason: string,
): void {
  const set = (properties: Readonly<Record<string, string | undefined>>) =>
    ({ kind: "change", change: { kind: "set", item: rule, properties } }) as const;
  const lasting = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
  const gone = Object.fromEntries(Object.entries(words).filter(([, value]) => value === undefined));
  draft.step({
    title: `${label(rule)}: not for the tunnel's packets`,
    reason: "It leaves out the sessions, and who has moved has none.",
    stage: "parallel",
    changes: [],
    script: [set(lasting)],
  });
  draft.step({
    title: `${label(rule)}: by policy`,
    reason,
    stage: "decommission",
    changes: [set(words).change],
    script: [set(gone)],
  });
}

/** One side of a rule that is about sessions; no owner stands for all of them. */
interface SessionSide {
  readonly side: (typeof SIDES)[number];
  readonly owner: Session | undefined;
}

function policyWords(
  rule: Item,
  sides: readonly SessionSide[],
  wordsOf: AddressWords,
): Record<string, string | undefined> {
  const words = sides.map(({ side, owner }) => {
    const isIn = side === "in-interface";
    const isNot = isNegated(rule, side);
    const end = isIn ? "src" : "dst";
    const isNarrow =
      rule.property(`${end}-address`) !== undefined || rule.property(`${end}-address-list`) !== undefined;
    const isTold = owner === undefined || isNarrow || isNot;
    return {
      [side]: undefined,
      "ipsec-policy": `${isIn ? "in" : "out"},${isNot ? "none" : "ipsec"}`,
      ...(isTold ? {} : wordsOf(`vpn-${owner.account.user}`, owner.addresses, end)),
    };
  });
  return Object.assign({}, ...words);
}

/** A rule asks for one policy only: that of one side, and the other side's users by address. */
function bothSides(
  rule: Item,
  sides: readonly SessionSide[],
  told: UserWords,
): Record<string, string | undefined> | undefined {
  for (const other of [...sides].reverse()) {
    const address = addressWordsOf(rule, other, told);
    const isFree = Object.keys(address).every((name) => rule.property(name) === undefined);
    if (!isFree || Object.keys(address).length === 0) continue;
    const one = sides.filter((each) => each !== other);
    return { ...policyWords(rule, one, told.wordsOf), [other.side]: undefined, ...address };
  }
  return undefined;
}

function addressWordsOf(
  rule: Item,
  { side, owner }: SessionSide,
  { wordsOf, networks }: UserWords,
): Readonly<Record<string, string>> {
  const end = side === "in-interface" ? "src" : "dst";
  const words =
    owner === undefined ? networks(end) : wordsOf(`vpn-${owner.account.user}`, owner.addresses, end);
  return isNegated(rule, side) ? negated(words) : words;
}

function isNegated(rule: Item, side: string): boolean {
  return rule.property(side)?.text?.startsWith("!") === true;
}

function carryQueue(draft: PlanDraft, queue: Item, sessions: readonly Session[]): void {
  const parts = (queue.property("target")?.text ?? "").split(",");
  const now = parts.flatMap(
    (part) => sessions.find(({ names }) => names.includes(part))?.addresses ?? [part],
  );
  if (now.join(",") === parts.join(",")) return;
  if (now.length === 0) {
    draft.review(`${label(queue)} limited a user's session, who now has no fixed address.`, queue);
    return void removeLast(draft, queue, "Its target was the old session.");
  }
  setItem(
    draft,
    queue,
    { target: [...new Set(now)].join(",") },
    {
      title: `${label(queue)}: by address`,
      reason: "The user no longer has an interface.",
    },
  );
}

function profileLists(sessions: readonly Session[]): readonly string[] {
  const own = new Set(sessions.flatMap(({ account }) => account.profile ?? []));
  const names = [...own].flatMap((profile) => profile.property("interface-list")?.text ?? []);
  return [...new Set(names)].filter((name) => !["", "none", "all", "dynamic", "static"].includes(name));
}

/** Profiles put sessions into a list; policies are in none, so what the list allowed is said for them again. */
function carryListRules(draft: PlanDraft, list: string): void {
  for (const rule of FIREWALL.flatMap((menu) => draft.context.model.items(menu))) {
    const sides = LIST_SIDES.filter((side) => rule.property(side)?.text === list);
    const isAccept = (rule.text("action") ?? "accept") === "accept" && rule.isDisabled === false;
    if (sides.length !== 1 || rule.property("ipsec-policy") !== undefined || !isAccept) continue;
    const [side = "in-interface-list"] = sides;
    doubleRule(draft, rule, {
      [side]: undefined,
      "ipsec-policy": side === "in-interface-list" ? "in,ipsec" : "out,ipsec",
    });
  }
}

/** What else names a static interface: list members, addresses and the like. */
function dropOthers(draft: PlanDraft, sessions: readonly Session[]): void {
  const names = sessions.flatMap((session) => session.names);
  const handled = /^\/(?:ip\/firewall\/(?:filter|nat|mangle|raw)|queue\/simple|ip\/route|ipv6\/route)$/;
  const items = new Map<Item, string>();
  for (const { item, property, command } of draft.tunnel.dependents)
    if (item !== undefined && !handled.test(command.menu)) items.set(item, property);
  for (const [item, property] of items) {
    const parts = (item.property(property)?.text ?? "").split(",");
    const rest = parts.filter((part) => !names.includes(part.replace(/^!/, "")));
    if (rest.length === parts.length) continue;
    if (item.origin === "add" && rest.length === 0) {
      if (item.menu !== "/interface/list/member")
        draft.review(`${label(item)} was about a user's interface and goes with it.`, item);
      for (const branch of branchesBelow(draft.context.model, item)) {
        draft.review(`${label(branch)} hung below ${label(item)} and goes with it.`, branch);
        removeLast(draft, branch, "The queue that it hung below is no more.");
      }
      removeLast(draft, item, "It is about an interface that is no more.");
      continue;
    }
    setItem(
      draft,
      item,
      { [property]: rest.length === 0 ? undefined : rest.join(",") },
      {
        title: `${label(item)}: without the old interface`,
        reason: "Users have no interface any more.",
        stage: "decommission",
      },
    );
  }
}
