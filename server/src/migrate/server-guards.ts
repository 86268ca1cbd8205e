import type { AddChange, PropertyValue, SetChange } from "../edit/change.ts";
import { escapeString } from "../edit/quote.ts";
import { containsSet, type PrefixSet, parseAddressSet } from "../values/prefix-set.ts";
import { addsOf, type Guard, WAIT } from "./guards.ts";
import type { Plan, Step } from "./plan.ts";

const ROUTES = /^\/ip(?:v6)?\/route$/;

/** A server's sites whose routes move at cutover: each has to be up before, or the networks behind it are cut off. */
export function siteGuards(plan: Plan): readonly Guard[] {
  if (plan.tunnel.isDisabled) return [];
  const cutover = plan.steps.filter(({ stage }) => stage === "cutover");
  const early = plan.steps.filter(({ stage }) => stage === "parallel").flatMap(addsOf);
  const moves = cutover.flatMap(movesOf);
  const peers = early.filter(({ menu }) => menu === "/interface/wireguard/peers").map(peerAdd);
  const others = early.filter(({ menu }) => menu !== "/interface/wireguard/peers");
  const idle = new Set(
    (plan.tunnel.secrets ?? []).flatMap(({ isDisabled, name }) => (isDisabled === true ? (name ?? []) : [])),
  );
  const guards = moves.flatMap(
    (move) => guardOfGateway(move, others, peers, idle) ?? guardOfPolicy(move, cutover, others) ?? [],
  );
  const seen = new Set<string>();
  return guards.filter(({ find }) => !seen.has(find) && seen.add(find));
}

interface Move {
  /** Undefined where it is about all that the interface leads to. */
  readonly destination: string | undefined;
  /** Undefined where a policy takes the route's place. */
  readonly gateway: string | undefined;
}

/** Routes that a step leads elsewhere, adds or switches off, and routing protocols; those that are off move nothing. */
function movesOf({ script = [] }: Step): readonly Move[] {
  return script.flatMap((each): readonly Move[] => {
    if (each.kind !== "change" || each.change.kind === "text") return [];
    const { change } = each;
    const menu = change.kind === "add" ? change.menu : change.item.menu;
    if (change.kind === "set" && menu.startsWith("/routing/")) return namedIn(change);
    if (!ROUTES.test(menu) || change.kind === "remove") return [];
    if (change.kind === "add")
      return change.properties["disabled"] === "yes"
        ? []
        : [moveTo(change.properties["dst-address"], change.properties["gateway"])];
    const { gateway, disabled } = change.properties;
    // Led elsewhere, but off there: without a gateway it is off since a policy takes its place.
    if (change.item.isDisabled === true || (gateway !== undefined && disabled === "yes")) return [];
    const destination = change.item.text("dst-address");
    return [moveTo(destination, gateway)];
  });
}

/** A routing protocol goes where the interface is that it runs on. */
function namedIn({ item, properties }: SetChange): readonly Move[] {
  if (item.isDisabled === true) return [];
  const words = Object.values(properties).flatMap((value) => String(value ?? "").split(","));
  return words.map((gateway) => ({ destination: undefined, gateway }));
}

function moveTo(destination: PropertyValue | undefined, gateway: PropertyValue | undefined): Move {
  return {
    destination: String(destination ?? ""),
    gateway: gateway === undefined ? undefined : String(gateway),
  };
}

/** A new peer with its networks, read once. */
interface PeerAdd {
  readonly add: AddChange;
  readonly allowed: readonly PrefixSet[];
}

function peerAdd(add: AddChange): PeerAdd {
  const texts = String(add.properties["allowed-address"] ?? "").split(",");
  return { add, allowed: texts.flatMap((text) => parseAddressSet(text) ?? []) };
}

function guardOfGateway(
  { destination, gateway }: Move,
  early: readonly AddChange[],
  peers: readonly PeerAdd[],
  /** Users whose accounts are off. */
  idle: ReadonlySet<string>,
): Guard | undefined {
  if (gateway === undefined) return undefined;
  const added = (menu: string) =>
    early.find((add) => add.menu === menu && add.properties["name"] === gateway)?.properties;
  const binding = added("/interface/ovpn-server");
  if (binding !== undefined) return isIdle(binding, idle) ? undefined : runningGuard(gateway);
  const overlay = ["gre", "ipip", "eoip"].map((kind) => added(`/interface/${kind}`)).find((each) => each);
  if (overlay !== undefined)
    return overlay["disabled"] === "yes"
      ? undefined
      : selectorGuard(gateway, `${String(overlay["remote-address"] ?? "")}/32`);
  const own = peers.filter(({ add }) => add.properties["interface"] === gateway);
  const peer = (destination === undefined ? onlyOne(own) : own.find((each) => leadsTo(each, destination)))
    ?.add;
  return peer === undefined || peer.properties["disabled"] === "yes" ? undefined : peerGuard(peer);
}

/** A static interface that nobody comes in by. */
function isIdle({ disabled, user }: AddChange["properties"], idle: ReadonlySet<string>): boolean {
  return disabled === "yes" || idle.has(String(user ?? ""));
}

/** Of several peers nothing tells which of them the protocol speaks to. */
function onlyOne(peers: readonly PeerAdd[]): PeerAdd | undefined {
  return peers.length === 1 ? peers[0] : undefined;
}

function leadsTo({ allowed }: PeerAdd, destination: string): boolean {
  const inner = parseAddressSet(destination);
  return inner !== undefined && allowed.some((outer) => containsSet(outer, inner));
}

function takesIn(allowed: PropertyValue | undefined, destination: string): boolean {
  const inner = parseAddressSet(destination);
  return (
    inner !== undefined &&
    String(allowed ?? "")
      .split(",")
      .some((each) => {
        const outer = parseAddressSet(each);
        return outer !== undefined && containsSet(outer, inner);
      })
  );
}

function peerGuard({ properties }: AddChange): Guard {
  const key = properties["name"] === undefined ? "comment" : "name";
  const name = String(properties[key] ?? "");
  const where = `interface=${quoted(String(properties["interface"] ?? ""))} ${key}=${quoted(name)}`;
  return {
    ...{ name, after: undefined, nudge: WAIT },
    find: `/interface wireguard peers find where ${where} rx>0`,
    look: [`/interface wireguard peers print detail where ${where}`],
  };
}

function runningGuard(name: string): Guard {
  return {
    ...{ name, after: undefined, nudge: WAIT },
    find: `/interface find where name=${quoted(name)} running`,
    look: [`/interface print where name=${quoted(name)}`],
  };
}

/** The policy of a tunnel inside IPsec, or one that was made when the site called. */
function selectorGuard(name: string, destination: string): Guard {
  const where = `dst-address=${destination}`;
  return {
    ...{ name, after: undefined, nudge: WAIT },
    find: `/ip ipsec policy find where ${where} ph2-state=established`,
    look: ["/ip ipsec active-peers print detail", `/ip ipsec policy print detail where ${where}`],
  };
}

/** Policies of a known peer come at cutover, and the site answers to them; those of any caller are there since it called. */
function guardOfPolicy(
  { destination, gateway }: Move,
  cutover: readonly Step[],
  early: readonly AddChange[],
): Guard | undefined {
  if (gateway !== undefined || destination === undefined) return undefined;
  const isPolicy = ({ menu, properties }: AddChange) =>
    menu === "/ip/ipsec/policy" && takesIn(properties["dst-address"], destination);
  const after = cutover.find((step) => addsOf(step).some(isPolicy));
  const peer = after && addsOf(after).find(isPolicy)?.properties["peer"];
  if (peer === undefined) {
    const template = early.find((add) => isPolicy(add) && add.properties["template"] === "yes");
    return (
      template && {
        ...selectorGuard(destination, String(template.properties["dst-address"] ?? "")),
        isAwaited: true,
      }
    );
  }
  const own = early.find(({ menu, properties }) => menu === "/ip/ipsec/peer" && properties["name"] === peer);
  if (own?.properties["disabled"] === "yes") return undefined;
  const name = String(peer);
  return {
    ...{ name, after, nudge: WAIT },
    find: `/ip ipsec policy find where peer=${quoted(name)} ph2-state=established`,
    look: ["/ip ipsec active-peers print detail", `/ip ipsec policy print detail where peer=${quoted(name)}`],
  };
}

function quoted(text: string): string {
  return `"${escapeString(text)}"`;
}
