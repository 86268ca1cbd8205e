import type { Item, Model } from "../../model/model.ts";
import { createTraffic } from "../../traffic/create-traffic.ts";
import { containsPort, parsePortSet } from "../../values/port-set.ts";
import type { PlanDraft } from "../draft.ts";
import type { Door } from "../plan.ts";
import { given, label } from "./properties.ts";

/** What the new tunnel needs let in. */
export interface Accept {
  readonly protocol: string;
  readonly port?: string;
  readonly comment: string;
}

const FILTER = "/ip/firewall/filter";

/**
 * Lets the new tunnel in where the old one was let in: at its place in the order, from the same side. The old
 * rules go, except those that serve something else too.
 */
export function replaceAccepts(draft: PlanDraft, accepts: readonly Accept[]): void {
  const { model } = draft.context;
  const isPptp = draft.tunnel.kind.startsWith("pptp");
  const own = isPptp ? PPTP : L2TP;
  const olds = inputAccepts(model).filter((rule) => lets(rule, own));
  const isPlain = olds.length > 0 || isOpen(model, own);
  // L2TP inside IPsec needs no rule of its own: whoever gets through to IKE has got in.
  const gates = isPlain || isPptp ? olds : inputAccepts(model).filter((rule) => lets(rule, IKE));
  const door = isPlain || isPptp ? own : IKE;
  const isForAnyone = letIn(draft, gates, door, accepts);
  for (const old of olds) retire(draft, old, isPptp ? ["1723"] : l2tpPorts(draft));
  if (isPptp) retireGre(draft);
  else {
    retireEsp(draft);
    narrowPolicyAccepts(draft);
  }
  if (gates.length === 0) openWhereOldWasOpen(draft, accepts, door);
  draft.door({ old: isPptp ? [own] : [own, IKE], now: accepts.map(doorOf), isForAnyone });
  reviewOthers(draft, isPptp ? "1723" : "1701");
  if (isPptp && greUsers(model).length === 0) reviewGre(draft);
}

/** At the place of each old rule, or where it acts; tells whether one was for anyone and never acted. */
function letIn(draft: PlanDraft, gates: readonly Item[], door: Door, accepts: readonly Accept[]): boolean {
  const dead = deadGates(draft.context.model, gates, door);
  for (const gate of gates)
    if (dead.includes(gate)) addAhead(draft, gate, accepts);
    else addBeside(draft, gate, accepts);
  return dead.length > 0;
}

const PPTP: Door = { protocol: "tcp", port: 1723 };
const L2TP: Door = { protocol: "udp", port: 1701 };
const IKE: Door = { protocol: "udp", port: 500 };

/** Rules that would let anyone in to the old server, and never see a packet from the internet. */
function deadGates(model: Model, gates: readonly Item[], { protocol, port }: Door): readonly Item[] {
  const reach = createTraffic(model, {}).inputFromWan(protocol, port);
  const closer = reach.by.at(-1);
  if (reach.verdict !== "blocked" || closer === undefined) return [];
  return gates.filter((gate) => {
    const isForAnyone = gate.properties.every(({ name }) => !SOURCES.test(name));
    const isBehind =
      closer.menu !== FILTER || closer.text("chain") !== gate.text("chain") || closer.index < gate.index;
    return gate.isDisabled === false && isForAnyone && isBehind;
  });
}

/** What keeps a rule to some who send; anyone on the internet is meant without. */
const SOURCES = /^(?:in-interface|in-interface-list|in-bridge-port|src-.*|ipsec-policy)$/;

function isOpen(model: Model, { protocol, port }: Door): boolean {
  return createTraffic(model, {}).inputFromWan(protocol, port).verdict === "accepted";
}

function doorOf({ protocol, port }: Accept): Door {
  return port === undefined ? { protocol } : { protocol, port: Number(port.split(",")[0]) };
}

/** Accept rules for packets to the router itself: of chain input, or of a chain that only input jumps to. */
export function inputAccepts(model: Model): readonly Item[] {
  const chains = inputChains(model);
  return model
    .items(FILTER)
    .filter((rule) => chains.has(rule.text("chain") ?? "") && (rule.text("action") ?? "accept") === "accept");
}

function inputChains(model: Model): ReadonlySet<string> {
  const chains = new Set(["input"]);
  const jumps = model.items(FILTER).filter((rule) => rule.text("action") === "jump");
  for (let grew = true; grew; ) {
    const added = jumps.filter(
      (rule) => chains.has(rule.text("chain") ?? "") && !chains.has(rule.text("jump-target") ?? ""),
    );
    for (const rule of added) chains.add(rule.text("jump-target") ?? "");
    grew = added.length > 0;
  }
  const fromOutside = jumps
    .filter((rule) => !chains.has(rule.text("chain") ?? ""))
    .map((rule) => rule.text("jump-target") ?? "");
  for (const chain of fromOutside) chains.delete(chain);
  return chains;
}

const NUMBERS: Readonly<Record<string, string>> = { tcp: "6", udp: "17" };

/** A rule about this very protocol and port. */
function lets(rule: Item, { protocol, port }: Door): boolean {
  const asked = rule.text("protocol") ?? "";
  return (asked === protocol || asked === NUMBERS[protocol]) && holdsPort(rule, port);
}

function holdsPort(rule: Item, port: number | undefined): boolean {
  const text = rule.property("dst-port")?.text ?? rule.property("port")?.text ?? "";
  const ports = text.startsWith("!") ? undefined : parsePortSet(text);
  return ports !== undefined && port !== undefined && containsPort(ports, port);
}

/** What says where packets come from; the rest of the old rule is about its own protocol. */
const SIDES =
  /^(?:chain|in-interface|in-interface-list|src-address|src-address-list|dst-address|dst-address-list|dst-address-type|in-bridge-port|disabled)$/;

/** Beside a rule that never acted the new one would not act either: it goes before what stops its packets. */
function addAhead(draft: PlanDraft, old: Item, accepts: readonly Accept[]): void {
  const traffic = createTraffic(draft.context.model, {});
  for (const accept of accepts) {
    const { protocol, port } = doorOf(accept);
    const closer = traffic.inputFromWan(protocol, port).by.at(-1);
    const isAhead =
      closer?.menu === FILTER && closer.text("chain") === old.text("chain") && closer.index < old.index;
    if (!isAhead) {
      addBeside(draft, old, [accept]);
      continue;
    }
    addBeside(draft, old, [accept], closer);
    draft.warn(
      `${label(old)} never let anyone in from the internet, since ${label(closer)} stands before it; the new rule stands before both, so the new server can be reached.`,
      old,
    );
  }
}

function addBeside(draft: PlanDraft, old: Item, accepts: readonly Accept[], place = old): void {
  if (accepts.length === 0) return;
  const sides = old.properties.filter(({ name, isUnset }) => SIDES.test(name) && !isUnset);
  const adds = accepts.map(({ protocol, port, comment }) => ({
    kind: "add" as const,
    menu: FILTER,
    properties: given({
      ...Object.fromEntries(sides.map(({ name, text }) => [name, text])),
      action: "accept",
      comment,
      "dst-port": port,
      protocol,
    }),
    place: { before: place },
  }));
  const words = accepts.map(wordsOf).join(", ");
  draft.step({
    ...(place === old
      ? {
          title: `Let ${words} in at the place of ${label(old)}`,
          reason:
            "The new tunnel is let in from the same side and at the same place in the order as the old one.",
        }
      : {
          title: `Let ${words} in before ${label(place)}`,
          reason: `At the place of ${label(old)} it would never act.`,
        }),
    stage: "parallel",
    changes: adds,
    script: adds.map((change) => ({ kind: "change", change })),
  });
}

function wordsOf({ protocol, port }: Accept): string {
  return port === undefined ? protocol : `${protocol}/${port}`;
}

/** Takes ports away from a rule; without any left, the rule itself. */
function retire(draft: PlanDraft, rule: Item, ports: readonly string[]): void {
  const name = rule.property("dst-port") === undefined ? "port" : "dst-port";
  const text = rule.property(name)?.text ?? "";
  const left = text
    .split(",")
    .filter((port) => !ports.includes(port))
    .join(",");
  if (left === text)
    return void draft.review(
      `${label(rule)} holds the old port in a range, and stays; narrow it by hand.`,
      rule,
    );
  const change =
    left === ""
      ? ({ kind: "remove", item: rule } as const)
      : ({ kind: "set", item: rule, properties: { [name]: left } } as const);
  draft.step({
    title:
      left === "" ? `${label(rule)} goes` : `${label(rule)}: only port ${left.replaceAll(",", ", ")} left`,
    reason: "Nothing listens there any more.",
    stage: "decommission",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}

/** GRE also carries EoIP and plain GRE tunnels, and the router's own PPTP clients. */
function retireGre(draft: PlanDraft): void {
  const { model } = draft.context;
  const rules = inputAccepts(model).filter((rule) => ["gre", "47"].includes(rule.text("protocol") ?? ""));
  const users = greUsers(model);
  for (const rule of rules) {
    const [user] = users;
    if (user === undefined) remove(draft, rule, "GRE carried PPTP's data, and nothing else uses it.");
    else draft.warn(`${label(rule)} stays: \`${user.name ?? user.menu}\` uses GRE too.`, rule);
  }
}

function greUsers(model: Model): readonly Item[] {
  return ["gre", "eoip", "gre6", "pptp-client"]
    .flatMap((kind) => model.items(`/interface/${kind}`))
    .filter((item) => item.isDisabled !== true);
}

/** Raw rules about GRE, and jumps to a chain that lets it in. */
function reviewGre(draft: PlanDraft): void {
  const { model } = draft.context;
  const chains = inputChains(model);
  const jumps = model
    .items(FILTER)
    .filter((rule) => rule.text("action") === "jump" && chains.has(rule.text("chain") ?? ""));
  for (const rule of [...model.items("/ip/firewall/raw"), ...jumps])
    if (["gre", "47"].includes(rule.text("protocol") ?? ""))
      draft.review(`${label(rule)} speaks of GRE and stays; it may not be needed any more.`, rule);
}

/** IKE and ESP stay while another peer uses them. */
function l2tpPorts({ context, target }: PlanDraft): readonly string[] {
  return target === "ikev2" || hasOtherIpsec(context.model) ? ["1701"] : ["1701", "500", "4500"];
}

function hasOtherIpsec(model: Model): boolean {
  const users = ["/ip/ipsec/peer", "/ip/ipsec/identity", "/interface/l2tp-client"].flatMap((menu) =>
    model.items(menu),
  );
  return users.some((item) => item.origin === "add" && item.isDisabled !== true);
}

function retireEsp(draft: PlanDraft): void {
  const { model } = draft.context;
  if (draft.target === "ikev2" || hasOtherIpsec(model)) return;
  const only = new Set(["500", "4500"]);
  for (const rule of inputAccepts(model)) {
    const protocol = rule.text("protocol") ?? "";
    const ports = (rule.property("dst-port")?.text ?? "").split(",");
    const isIke = protocol === "udp" && ports.every((port) => only.has(port));
    const isEsp = ["ipsec-esp", "50", "ipsec-ah", "51"].includes(protocol);
    if (isIke || isEsp)
      remove(draft, rule, "It let in the IPsec of the L2TP server, and nothing else uses it.");
  }
}

/**
 * A rule that lets everything out of IPsec in was there for L2TP. To IKEv2 it would open the router to users who got
 * through to their tunnel's end only, so it is for L2TP alone until that goes.
 */
function narrowPolicyAccepts(draft: PlanDraft): void {
  const { model } = draft.context;
  if (draft.target !== "ikev2" || hasOtherIpsec(model)) return;
  const inner = createTraffic(model, {}).inputFrom({ protocol: "tcp", port: 65000, interface: "<ppp>" });
  if (inner.verdict !== "blocked") return;
  for (const rule of inputAccepts(model).filter(isForAllOfIpsec)) {
    const properties = { protocol: "udp", "dst-port": "1701" };
    draft.step({
      title: `${label(rule)}: for L2TP only`,
      reason: "It lets everything out of IPsec in to the router, and the old server's users were not let in.",
      stage: "parallel",
      changes: [],
      script: [{ kind: "change", change: { kind: "set", item: rule, properties } }],
    });
    remove(draft, rule, "It let L2TP in out of IPsec.");
  }
}

function isForAllOfIpsec(rule: Item): boolean {
  const words =
    /^(?:action|chain|comment|disabled|in-interface|in-interface-list|ipsec-policy|log|log-prefix)$/;
  return (
    rule.isDisabled === false &&
    rule.text("ipsec-policy") === "in,ipsec" &&
    rule.properties.every(({ name }) => words.test(name))
  );
}

function remove(draft: PlanDraft, rule: Item, reason: string): void {
  const change = { kind: "remove", item: rule } as const;
  draft.step({
    title: `${label(rule)} goes`,
    reason,
    stage: "decommission",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}

/** Where the old server was reachable without a rule of its own, a later drop may still shut the new one out. */
function openWhereOldWasOpen(draft: PlanDraft, accepts: readonly Accept[], old: Door): void {
  const { model } = draft.context;
  if (!isOpen(model, old)) return;
  const traffic = createTraffic(model, {});
  for (const accept of accepts) {
    const reach = traffic.inputFromWan(
      accept.protocol,
      accept.port === undefined ? undefined : Number(accept.port.split(",")[0]),
    );
    const closer = reach.by.at(-1);
    if (reach.verdict !== "blocked" || closer?.menu !== FILTER || closer.text("chain") !== "input") continue;
    const { protocol, port, comment } = accept;
    const add = {
      kind: "add",
      menu: FILTER,
      properties: given({ action: "accept", chain: "input", comment, "dst-port": port, protocol }),
      place: { before: closer },
    } as const;
    draft.step({
      title: `Let ${wordsOf(accept)} in before ${label(closer)}`,
      reason: "The old server was reachable, and this rule would shut the new one out.",
      stage: "parallel",
      changes: [add],
      script: [{ kind: "change", change: add }],
    });
  }
}

/** Rules of other kinds that speak of the old port: raw, counters, port knocking. */
function reviewOthers(draft: PlanDraft, port: string): void {
  const { model } = draft.context;
  const chains = inputChains(model);
  const others = ["/ip/firewall/raw", FILTER]
    .flatMap((menu) => model.items(menu))
    .filter((rule) => {
      const isInput = chains.has(rule.text("chain") ?? "") && (rule.text("action") ?? "accept") !== "accept";
      return (rule.menu !== FILTER || isInput) && holdsPort(rule, Number(port));
    });
  for (const rule of others)
    draft.review(`${label(rule)} speaks of port ${port} and stays; it may not be needed any more.`, rule);
}
