import type { Item, Model } from "../../model/model.ts";
import { poolCalled, poolChain } from "../../traffic/pools.ts";
import {
  countAddresses,
  formatAddressSet,
  NO_ADDRESSES,
  parseAddressSet,
  unite,
} from "../../values/prefix-set.ts";
import type { PlanDraft } from "../draft.ts";
import { poolAddresses } from "./accounts.ts";
import { hasOtherIpsec } from "./policy-lists.ts";
import { given, label, writtenProperties } from "./properties.ts";
import { addItems, setItem } from "./retire.ts";
import { masquerades } from "./wan-side.ts";

const FILTER = "/ip/firewall/filter";

/** Source translation must leave packets of the policies alone, or they no longer fit them and leave in clear. */
export function spareFromNat(draft: PlanDraft, gone: readonly string[], far: readonly string[]): void {
  for (const rule of masquerades(draft.context.model)) {
    const out = rule.property("out-interface")?.text;
    if (rule.property("ipsec-policy") !== undefined || (out !== undefined && gone.includes(out))) continue;
    setItem(
      draft,
      rule,
      { "ipsec-policy": "out,none" },
      {
        title: `${label(rule)}: not for the tunnel's packets`,
        reason: "A translated source would no longer fit the policy, and the packet would leave unencrypted.",
        stage: "parallel",
      },
    );
    if (far.length > 0)
      draft.expect({
        about: "translation",
        address: far.join(","),
        reason: "packets into the tunnel keep their source, since a translated one would not fit the policy",
      });
    spareOthers(draft, rule);
  }
}

/** The rule cannot tell this tunnel's packets from those of IPsec that was there before. */
function spareOthers(draft: PlanDraft, rule: Item): void {
  const { model } = draft.context;
  const others = otherNetworks(model);
  if (others === "") return;
  draft.warn(
    `${label(rule)} leaves the packets of your other IPsec tunnels alone, too: these reach ${others} with the sources that they have.`,
  );
  draft.expect({
    about: "translation",
    address: others,
    reason: "packets into other IPsec tunnels keep their source, too",
  });
}

/** What policies and mode configs of the file lead to; the whole internet apart. */
function otherNetworks(model: Model): string {
  const policies = model
    .items("/ip/ipsec/policy")
    .filter((policy) => policy.isDisabled === false)
    .flatMap((policy) => parseAddressSet(policy.property("dst-address")?.text ?? "") ?? []);
  const pools = model
    .items("/ip/ipsec/mode-config")
    .flatMap((config) => poolChain(model, poolCalled(model, config.text("address-pool"))))
    .map(poolAddresses);
  const sets = [...policies, ...pools].filter((set) => countAddresses(set) < 1n << 31n);
  return formatAddressSet(sets.reduce(unite, NO_ADDRESSES), Number.POSITIVE_INFINITY);
}

/**
 * Rules that forward a port of the provider's side would take packets of the tunnel for it, whatever they are sent
 * to: these come in by the same interface now.
 */
export function spareFromPortForwards(draft: PlanDraft, old: readonly string[]): void {
  const { model } = draft.context;
  const rules = model
    .items("/ip/firewall/nat")
    .filter(
      (rule) =>
        rule.isDisabled === false && ["dst-nat", "redirect", "netmap"].includes(rule.text("action") ?? ""),
    );
  for (const rule of rules) {
    const isAimed = [
      "dst-address",
      "dst-address-list",
      "dst-address-type",
      "ipsec-policy",
      "src-address",
    ].some((name) => rule.property(name) !== undefined);
    if (isAimed || rule.text("chain") === "srcnat" || !comesFromOutside(model, rule, old)) continue;
    setItem(
      draft,
      rule,
      { "ipsec-policy": "in,none" },
      {
        title: `${label(rule)}: not for the tunnel's packets`,
        reason: "They come in by the provider's interface now, and are meant for what they are sent to.",
        stage: "parallel",
      },
    );
  }
}

function comesFromOutside(model: Model, rule: Item, old: readonly string[]): boolean {
  const name = rule.property("in-interface")?.text;
  const list = rule.property("in-interface-list")?.text;
  if (name === undefined && list === undefined) return false;
  return (
    name === undefined ||
    (!old.includes(name) && name !== "all-ppp" && !isInner(model, name.replace(/^!/, "")))
  );
}

/** A network whose packets came out of one old interface, by all its names. */
export interface TunnelSource {
  readonly address: string;
  readonly names: readonly string[];
}

/**
 * Packets of the tunnel now come in by the provider's interface, where the forward and input chains shut strangers
 * out. They are let in before the first rule that would, if those of the old interface were not shut out by it.
 */
export function acceptTunnelled(
  draft: PlanDraft,
  sources: readonly TunnelSource[],
  old: readonly string[],
  wordsOf: NetworkWords,
): void {
  const { model } = draft.context;
  for (const chain of ["forward", "input"]) {
    const closer = model.items(FILTER).find((rule) => isCloser(rule, chain) && shutsOut(model, rule, old));
    if (closer === undefined) continue;
    if (decidesLater(draft, closer, old) && spareFromClosers(draft, chain, old, wordsOf)) continue;
    const missing = sources.filter(({ names }) => !isLetIn(model, chain, closer, names));
    const adds = missing.map(({ address }) => ({
      menu: FILTER,
      properties: given({
        action: "accept",
        chain,
        comment: "from the IPsec tunnel",
        "ipsec-policy": "in,ipsec",
        "src-address": address,
      }),
      place: { before: closer },
    }));
    const title = `Let the tunnel's packets in before ${label(closer)}`;
    addItems(
      draft,
      { title, reason: "They come in by the provider's interface now, and this rule is for strangers." },
      adds,
    );
  }
}

/**
 * Behind the rule that shuts strangers out others stop some of the old interface's packets: an accept before it would
 * let all of them in, so it leaves them to those rules.
 */
function decidesLater(draft: PlanDraft, closer: Item, old: readonly string[]): boolean {
  const { model } = draft.context;
  return model.items(FILTER).some((rule) => isStopBehind(rule, closer) && !isFromOutside(model, rule, old));
}

/** Whether a rule stops some of what the one before it in its chain lets pass. */
export function isStopBehind(rule: Item, before: Item): boolean {
  return (
    rule.index > before.index &&
    rule.isDisabled === false &&
    rule.text("chain") === before.text("chain") &&
    ["drop", "reject", "tarpit"].includes(rule.text("action") ?? "accept")
  );
}

/** False where a rule cannot tell the tunnel's packets from those of other IPsec. */
function spareFromClosers(
  draft: PlanDraft,
  chain: string,
  old: readonly string[],
  wordsOf: NetworkWords,
): boolean {
  const { model } = draft.context;
  const closers = model.items(FILTER).filter((rule) => isCloser(rule, chain) && shutsOut(model, rule, old));
  const hasOthers = hasOtherIpsec(draft);
  if (hasOthers && !closers.every(canAskForSource)) return false;
  for (const rule of closers) {
    if (hasOthers) shutOthersOut(draft, rule, wordsOf);
    leaveAlone(draft, rule);
  }
  return true;
}

function canAskForSource(rule: Item): boolean {
  const isFree = SOURCES.every((name) => rule.property(name) === undefined);
  return isFree && rule.changes.length === 0 && writtenProperties(rule) !== undefined;
}

/** The packets of other IPsec tunnels met the rule before, and do so by a second one. */
function shutOthersOut(draft: PlanDraft, rule: Item, wordsOf: NetworkWords): void {
  addItems(
    draft,
    {
      title: `${label(rule)}: the same for other IPsec tunnels`,
      reason: "That one leaves IPsec alone from here on, and only this tunnel's packets are meant.",
    },
    [
      {
        menu: FILTER,
        properties: given({
          ...writtenProperties(rule),
          "ipsec-policy": "in,ipsec",
          ...negated(wordsOf("src")),
        }),
        place: { after: rule },
      },
    ],
  );
}

/** How a rule names the networks of the new tunnel, as where packets come from or go to. */
export type NetworkWords = (end: "src" | "dst") => Readonly<Record<string, string>>;

export function negated(words: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).map(([name, value]) => [name, `!${value}`]));
}

function leaveAlone(draft: PlanDraft, rule: Item): void {
  setItem(
    draft,
    rule,
    { "ipsec-policy": "in,none" },
    {
      title: `${label(rule)}: not for the tunnel's packets`,
      reason: "They come in by the provider's interface now, and did not before.",
      stage: "parallel",
    },
  );
}

/** The rule that let everything of the old interface in now lets in what comes by policy. */
function isLetIn(model: Model, chain: string, closer: Item, names: readonly string[]): boolean {
  const isPlain = ({ properties }: Item) =>
    properties.every(({ name }) =>
      /^(?:action|chain|comment|disabled|in-interface|log|log-prefix)$/.test(name),
    );
  return model
    .items(FILTER)
    .some(
      (rule) =>
        rule.index < closer.index &&
        rule.isDisabled === false &&
        rule.text("chain") === chain &&
        (rule.text("action") ?? "accept") === "accept" &&
        names.includes(rule.text("in-interface") ?? "") &&
        isPlain(rule),
    );
}

/** A rule that drops what comes from outside, but not what came from the old interface. */
function isCloser(rule: Item, chain: string): boolean {
  const isDrop = ["drop", "reject", "tarpit"].includes(rule.text("action") ?? "accept");
  if (!isDrop || rule.text("chain") !== chain || rule.isDisabled === true) return false;
  return (
    !["invalid"].includes(rule.text("connection-state") ?? "") && rule.property("ipsec-policy") === undefined
  );
}

/**
 * Rules against single services from outside, as those for DNS, stand before the one that shuts strangers out. They
 * did not see the old interface's packets, and are told to leave the tunnel's alone.
 */
export function spareFromNarrowDrops(draft: PlanDraft, old: readonly string[]): void {
  const { model } = draft.context;
  for (const rule of model.items(FILTER)) {
    const isMeant = ["forward", "input"].some((chain) => isCloser(rule, chain));
    const isBySource = SOURCES.some((name) => rule.property(name) !== undefined);
    if (!isMeant || isBySource || !isNarrow(rule) || !isFromOutside(model, rule, old)) continue;
    leaveAlone(draft, rule);
  }
}

const SOURCES = ["src-address", "src-address-list", "src-mac-address"];

const NARROW =
  /^(?:src-address|src-address-list|dst-address|dst-address-list|protocol|dst-port|src-port|src-mac-address|layer7-protocol|content)$/;

function isNarrow(rule: Item): boolean {
  return rule.properties.some(({ name, text }) => NARROW.test(name) && text?.startsWith("!") !== true);
}

function shutsOut(model: Model, rule: Item, old: readonly string[]): boolean {
  return !isNarrow(rule) && isFromOutside(model, rule, old);
}

/** The rule is about packets by an interface that the tunnel's come in by now, and did not before. */
function isFromOutside(model: Model, rule: Item, old: readonly string[]): boolean {
  const name = rule.property("in-interface")?.text;
  const list = rule.property("in-interface-list")?.text;
  if (name === undefined && list === undefined) return false;
  if (name !== undefined) {
    if (name.startsWith("!")) return old.includes(name.slice(1)) || name === "!all-ppp";
    return !old.includes(name) && name !== "all-ppp" && !isInner(model, name);
  }
  const isMember = holdsOld(model, (list ?? "").replace(/^!/, ""), old);
  return list?.startsWith("!") === true ? isMember : !isMember;
}

/** Bridges and what the LAN hangs on: no packet of the tunnel comes in there. */
function isInner(model: Model, name: string): boolean {
  const isBridge = model.items("/interface/bridge").some((bridge) => bridge.name === name);
  const isServed = model.items("/ip/dhcp-server").some((server) => server.text("interface") === name);
  return isBridge || isServed;
}

export function holdsOld(model: Model, list: string, old: readonly string[]): boolean {
  const byProfile =
    old.includes("<ppp>") &&
    model.items("/ppp/profile").some((profile) => profile.text("interface-list") === list);
  return (
    byProfile ||
    model
      .items("/interface/list/member")
      .some((member) => member.text("list") === list && old.includes(member.text("interface") ?? ""))
  );
}
