import type { Item, Model } from "../../model/model.ts";
import { firewallMenus } from "../../traffic/firewall-menus.ts";
import type { PlanDraft } from "../draft.ts";
import { type Account, namesIdleBinding } from "./accounts.ts";
import { newClamp } from "./mss.ts";
import { sessionNames } from "./named-sessions.ts";
import { given, label, writtenProperties } from "./properties.ts";
import { renamed } from "./repoint.ts";
import { removeLast } from "./retire.ts";
import { hasTwin } from "./twin-rule.ts";

const FIREWALL = firewallMenus("ip");
const SIDES = ["in-interface", "out-interface"] as const;

/** `in-interface=all-ppp` does not take in the new interface: such rules are doubled, or moved when no PPP is left. */
export function carryAllPpp(draft: PlanDraft, interfaceName: string): void {
  const { model } = draft.context;
  const isLast = !hasOtherPpp(model, draft.tunnel.item);
  for (const rule of FIREWALL.flatMap((menu) => model.items(menu))) {
    const sides = SIDES.filter((side) => rule.property(side)?.text === "all-ppp");
    if (SIDES.some((side) => rule.property(side)?.text === "!all-ppp"))
      draft.review(
        `${label(rule)} is about everything but \`all-ppp\`, which takes in \`${interfaceName}\` too.`,
        rule,
      );
    if (sides.length === 0) continue;
    const properties = Object.fromEntries(sides.map((side) => [side, interfaceName]));
    if (isLast) moveRule(draft, rule, properties);
    else doubleRule(draft, rule, properties);
  }
}

/** The same for one of several new interfaces: the rule itself is somebody else's. */
export function doubleAllPpp(draft: PlanDraft, interfaceName: string): void {
  for (const rule of FIREWALL.flatMap((menu) => draft.context.model.items(menu))) {
    const sides = SIDES.filter((side) => rule.property(side)?.text === "all-ppp");
    if (sides.length > 0)
      doubleRule(draft, rule, Object.fromEntries(sides.map((side) => [side, interfaceName])));
  }
}

/** Servers and clients of any PPP kind, beside the old tunnel. */
export function hasOtherPpp(model: Model, own: Item): boolean {
  const kinds = ["pptp", "l2tp", "sstp", "ovpn", "pppoe"];
  const menus = [
    ...kinds.map((kind) => `/interface/${kind}-server/server`),
    ...kinds.map((kind) => `/interface/${kind}-client`),
    "/interface/ppp-client",
  ];
  return menus
    .flatMap((menu) => model.items(menu))
    .filter((item) => (own.origin === "settings" ? item.menu !== own.menu : item !== own))
    .some((item) => (item.origin === "settings" ? item.text("enabled") === "yes" : item.isDisabled !== true));
}

function doubleRule(draft: PlanDraft, rule: Item, properties: Readonly<Record<string, string>>): void {
  const written = writtenProperties(rule);
  if (written === undefined) {
    draft.review(`${label(rule)} has computed values; double it for the new interface by hand.`, rule);
    return;
  }
  const add = {
    kind: "add",
    menu: rule.menu,
    properties: { ...written, ...properties, ...newClamp(draft, rule) },
  } as const;
  draft.step({
    title: `${label(rule)}: the same for ${newSide(properties)}`,
    reason: "The new tunnel is no PPP interface, so the rule would pass it by.",
    stage: "parallel",
    changes: [{ ...add, place: { after: rule } }],
    // Scripts can only put a rule before another; the two never match the same packet, so it is the same.
    script: [{ kind: "change", change: { ...add, place: { before: rule } } }],
  });
}

/** The new interface that a rule is to name, as titles say it: `to` it or from it, for two rules may say the same else. */
function newSide(properties: Readonly<Record<string, string>>): string {
  const [side] = SIDES.filter((each) => properties[each] !== undefined);
  const name = (side === undefined ? "" : (properties[side] ?? "")).replace(/^!/, "");
  return `what ${side === "out-interface" ? "leaves" : "comes in"} by \`${name}\``;
}

/** Doubled for the time of the change, then the new one alone is left. */
function moveRule(draft: PlanDraft, rule: Item, words: Readonly<Record<string, string>>): void {
  const written = writtenProperties(rule);
  const properties = { ...words, ...newClamp(draft, rule) };
  const change = { kind: "set", item: rule, properties } as const;
  const add = {
    kind: "add",
    menu: rule.menu,
    properties: { ...written, ...properties },
    place: { before: rule },
  } as const;
  if (written !== undefined && hasTwin(draft.context.model, rule, add.properties)) {
    return void removeLast(
      draft,
      rule,
      "The same rule is there for the new interface already, and the old sessions are gone.",
    );
  }
  const isDoubled = written !== undefined && rule.origin === "add" && rule.changes.length === 0;
  if (isDoubled)
    draft.step({
      title: `${label(rule)}: the same for ${newSide(words)}`,
      reason: "The new tunnel is another interface, so the rule would pass it by.",
      stage: "parallel",
      changes: [],
      script: [{ kind: "change", change: add }],
    });
  draft.step({
    title: `${label(rule)}: for ${newSide(words)}`,
    reason: "The old tunnel is gone.",
    stage: isDoubled ? "decommission" : "cutover",
    changes: [change],
    script: [{ kind: "change", change: isDoubled ? { kind: "remove", item: rule } : change }],
  });
}

/** Rules and queues for the session of one user: `<pptp-bob>`, or the user's static binding. */
export function carryUserRules(
  draft: PlanDraft,
  accounts: readonly Account[],
  addressOf: (account: Account) => string,
  interfaceName: string,
): void {
  const { model } = draft.context;
  const rules = byName(
    FIREWALL.flatMap((menu) => model.items(menu)),
    (rule) => SIDES.map((side) => (rule.property(side)?.text ?? "").replace(/^!/, "")),
  );
  const queues = byName(model.items("/queue/simple"), (queue) =>
    (queue.property("target")?.text ?? "").split(","),
  );
  for (const account of accounts) {
    const names = sessionNames(account);
    const own = [`${addressOf(account)}`, ...account.networks];
    const isOnly = accounts.length === 1 && !hasPeers(model, interfaceName);
    for (const rule of rules(names))
      carryUserRule(draft, rule, names, { account, own, isOnly, interfaceName });
    for (const queue of queues(names)) carryUserQueue(draft, queue, names, { account, own });
  }
}

/** Finds the items that name one of some interfaces, in their order: thousands of users ask about thousands of rules. */
function byName(
  items: readonly Item[],
  namesOf: (item: Item) => readonly string[],
): (names: readonly string[]) => readonly Item[] {
  const found = new Map<string, Item[]>();
  const places = new Map(items.map((item, place) => [item, place]));
  for (const item of items)
    for (const name of namesOf(item)) if (name !== "") found.set(name, [...(found.get(name) ?? []), item]);
  return (names) =>
    [...new Set(names.flatMap((name) => found.get(name) ?? []))].sort(
      (a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0),
    );
}

/** Those of another server's users, who were there first. */
function hasPeers(model: Model, interfaceName: string): boolean {
  return model.items("/interface/wireguard/peers").some((peer) => peer.text("interface") === interfaceName);
}

interface UserRule {
  readonly account: Account;
  readonly own: readonly string[];
  readonly isOnly: boolean;
  readonly interfaceName: string;
}

function carryUserRule(
  draft: PlanDraft,
  rule: Item,
  names: readonly string[],
  { account, own, isOnly, interfaceName }: UserRule,
): void {
  const sides = SIDES.filter((side) => names.includes((rule.property(side)?.text ?? "").replace(/^!/, "")));
  if (sides.length === 0) return;
  const properties: Record<string, string> = {};
  for (const side of sides) {
    const text = rule.property(side)?.text ?? "";
    properties[side] = renamed(text, side, text.replace(/^!/, ""), interfaceName);
    if (!isOnly) Object.assign(properties, narrowed(draft, rule, side, account, own));
    if (namesIdleBinding(account, text)) Object.assign(properties, switchedOff(draft, rule, account));
  }
  moveRule(draft, rule, properties);
}

/** What named a static interface that is off met nothing, though its user may come in by another. */
function switchedOff(draft: PlanDraft, item: Item, { binding }: Account): Record<string, string> {
  if (item.isDisabled === true) return {};
  draft.warn(
    `${label(item)} is about \`${binding?.name ?? ""}\`, which is switched off, so it met nothing: it is switched off, too.`,
    item,
  );
  return { disabled: "yes" };
}

/** All users share the new interface, so a rule about one of them needs that one's addresses. */
function narrowed(
  draft: PlanDraft,
  rule: Item,
  side: (typeof SIDES)[number],
  account: Account,
  own: readonly string[],
): Record<string, string> {
  const end = side === "in-interface" ? "src" : "dst";
  if (rule.property(side)?.text?.startsWith("!") === true) {
    draft.review(
      `${label(rule)} is about everything but \`${account.user}\`'s tunnel; now it leaves out all users of the new interface.`,
      rule,
    );
    return {};
  }
  if (rule.property(`${end}-address`) !== undefined || rule.property(`${end}-address-list`) !== undefined)
    return {};
  const [only = ""] = own;
  if (own.length === 1) return { [`${end}-address`]: only };
  const list = `vpn-${account.user}`;
  addList(draft, list, own);
  return { [`${end}-address-list`]: list };
}

function addList(draft: PlanDraft, list: string, addresses: readonly string[]): void {
  const adds = addresses.map((address) => ({
    kind: "add" as const,
    menu: "/ip/firewall/address-list",
    properties: given({ address, list }),
  }));
  draft.step({
    title: `Address list \`${list}\``,
    reason: "Rules about this user's own interface now go by the user's addresses.",
    stage: "parallel",
    changes: adds,
    script: adds.map((change) => ({ kind: "change", change })),
  });
}

function carryUserQueue(
  draft: PlanDraft,
  queue: Item,
  names: readonly string[],
  { account, own }: Pick<UserRule, "account" | "own">,
): void {
  const target = queue.property("target")?.text;
  if (target === undefined || !target.split(",").some((part) => names.includes(part))) return;
  const parts = target.split(",").flatMap((part) => (names.includes(part) ? own : [part]));
  const off = namesIdleBinding(account, target) ? switchedOff(draft, queue, account) : {};
  const change = {
    kind: "set",
    item: queue,
    properties: { target: [...new Set(parts)].join(","), ...off },
  } as const;
  draft.step({
    title: `${label(queue)}: by address`,
    reason: "The user no longer has an interface of its own.",
    stage: "cutover",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}
