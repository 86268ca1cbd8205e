import type { AddChange } from "../edit/change.ts";
import { escapeString } from "../edit/quote.ts";
import type { Model } from "../model/model.ts";
import { formatIpAddress, parseIpPrefix, prefixRange } from "../values/ip.ts";
import { addressSet, containsAddress } from "../values/prefix-set.ts";
import type { Plan, Stage, Step } from "./plan.ts";

/** What tells on the router that the new tunnel is up, before traffic is sent into it. */
export interface Guard {
  /** `/interface wireguard peers find where …`: finds something once the tunnel is up. */
  readonly find: string;
  /** The step of cutover that brings the tunnel up; undefined where it is up since the stage before. */
  readonly after: Step | undefined;
  /** What makes a tunnel come up that waits for packets, in the place of a second's delay. */
  readonly nudge: string;
  /** The other end's cutover brings it up, so the script waits for that. */
  readonly isAwaited?: true;
  /** Commands for people, to look at the tunnel. */
  readonly look: readonly string[];
  readonly name: string;
}

/** The guard of a client's cutover; undefined where nothing comes up. */
export function guardOf(plan: Plan, model: Model): Guard | undefined {
  const { tunnel } = plan;
  if (tunnel.isDisabled || !tunnel.kind.endsWith("-client")) return undefined;
  const adds = plan.steps.filter(({ stage }) => stage === "parallel").flatMap(addsOf);
  return wireguardGuard(adds) ?? policyGuard(plan, adds, model) ?? openvpnGuard(plan, adds);
}

export function addsOf({ script = [], changes }: Step): readonly AddChange[] {
  const written = script.flatMap((each) => (each.kind === "change" ? [each.change] : []));
  return (script.length > 0 ? written : changes).flatMap((change) => (change.kind === "add" ? [change] : []));
}

function nameIn(adds: readonly AddChange[], menu: string): AddChange["properties"] | undefined {
  return adds.find((add) => add.menu === menu && add.properties["name"] !== undefined)?.properties;
}

function quoted(value: AddChange["properties"][string] | undefined): string {
  return `"${escapeString(String(value ?? ""))}"`;
}

/** Keepalive makes the first handshake by itself; what has been received tells that the other end knows our key. */
function wireguardGuard(adds: readonly AddChange[]): Guard | undefined {
  const own = nameIn(adds, "/interface/wireguard");
  if (own === undefined) return undefined;
  const name = quoted(own["name"]);
  return {
    name: String(own["name"]),
    find: `/interface wireguard peers find where interface=${name} rx>0`,
    after: undefined,
    nudge: WAIT,
    look: [`/interface wireguard peers print detail where interface=${name}`],
  };
}

/** Policies stand for the tunnel, and `ph2-state` tells whether the two ends have agreed (manual: IPsec, policies). */
function policyGuard(plan: Plan, adds: readonly AddChange[], model: Model): Guard | undefined {
  const peer = nameIn(adds, "/ip/ipsec/peer");
  if (peer === undefined) return undefined;
  const name = quoted(peer["name"]);
  const cutover = plan.steps.filter(({ stage }) => stage === "cutover");
  const starts = cutover.find(
    (step) =>
      addsOf(step).some(({ menu }) => menu === "/ip/ipsec/policy") ||
      (step.script ?? []).some(
        (each) => each.kind === "command" && each.text.startsWith("/ip ipsec peer enable"),
      ),
  );
  return {
    name: String(peer["name"]),
    find: `/ip ipsec policy find where peer=${name} ph2-state=established`,
    after: starts,
    nudge: pingOf(starts, model) ?? WAIT,
    look: ["/ip ipsec active-peers print detail", `/ip ipsec policy print detail where peer=${name}`],
  };
}

export const WAIT = ":delay 1s";

/** RouterOS negotiates for a policy when a packet asks for it: one from the router's own address in its network. */
function pingOf(starts: Step | undefined, model: Model): string | undefined {
  const policy = starts && addsOf(starts).find(({ menu }) => menu === "/ip/ipsec/policy")?.properties;
  const [src, dst] = ["src-address", "dst-address"].map((name) =>
    parseIpPrefix(String(policy?.[name] ?? "")),
  );
  if (src === undefined || dst === undefined || dst.length > 30) return undefined;
  const own = model
    .items("/ip/address")
    .flatMap((item) => (item.isDisabled === true ? [] : (parseIpPrefix(item.text("address") ?? "") ?? [])))
    .find(({ address }) => containsAddress(addressSet([prefixRange(src)]), address));
  const there = { ...dst.address, value: prefixRange(dst).first + 1n };
  return own === undefined
    ? undefined
    : `/ping ${formatIpAddress(there)} src-address=${formatIpAddress(own.address)} count=1`;
}

/** A client that is held back until cutover, since it bridges, is brought up there. */
function openvpnGuard({ steps }: Plan, adds: readonly AddChange[]): Guard | undefined {
  const own = nameIn(adds, "/interface/ovpn-client");
  if (own === undefined) return undefined;
  const name = quoted(own["name"]);
  const takesOver = `/interface ovpn-client set [find where name=${name}]`;
  const starts = steps.find(
    ({ stage, script = [] }) =>
      stage === "cutover" &&
      script.some((each) => each.kind === "command" && each.text.startsWith(takesOver)),
  );
  return {
    name: String(own["name"]),
    find: `/interface ovpn-client find where name=${name} running`,
    after: own["disabled"] === "yes" ? starts : undefined,
    nudge: WAIT,
    look: [`/interface ovpn-client monitor ${name} once`],
  };
}

/** Before anything moves, and before the old tunnel goes: the script ends here when the new one is not up. */
export function guardLines(guard: Guard, stage: Stage): readonly string[] {
  const { find, name, nudge } = guard;
  if (stage === "parallel" || (stage === "cutover" && guard.after !== undefined)) return [];
  // Idle policies may have let their keys run out, and agree anew when a packet asks for it.
  const isAsleep = stage === "decommission" && nudge !== WAIT;
  const isAwaited = stage === "cutover" && guard.isAwaited === true;
  return [
    "",
    ...(isAwaited
      ? ["# The other end's cutover brings the tunnel up: run that at once, there is a minute."]
      : []),
    ...(isAwaited ? [`:for i from=1 to=60 do={ :if ([:len [${find}]] = 0) do={ ${WAIT} } }`] : []),
    `# The new tunnel must be up${stage === "cutover" ? "" : " still"}, else nothing is changed.`,
    ...(isAsleep ? [`:if ([:len [${find}]] = 0) do={ ${nudge}; :delay 5s }`] : []),
    `:if ([:len [${find}]] = 0) do={ :error ${quoted(`${name} is not up; nothing was changed`)} }`,
  ];
}

/** The way back may have been taken, by a schedule too: what still goes by the old tunnel would be cut off with it. */
export function movedLines(old: readonly string[]): readonly string[] {
  return old.flatMap((name) => [
    "",
    "# Stage 2 must have led the routes away, else nothing is changed.",
    `:if ([:len [/ip route find where gateway=${quoted(name)} disabled=no dynamic=no]] > 0) do={ :error ${quoted(`Routes still lead to ${name}: run stage 2 first; nothing was changed`)} }`,
  ]);
}

/** After the step that brings it up: a minute's time, else what was done until here is taken back. */
export function waitLines(guard: Guard, undo: readonly string[]): readonly string[] {
  const { find, name, nudge } = guard;
  return [
    "",
    "# The new tunnel gets a minute to come up, else all is as before.",
    `:for i from=1 to=60 do={ :if ([:len [${find}]] = 0) do={ ${nudge} } }`,
    `:if ([:len [${find}]] = 0) do={`,
    ...undo.filter((line) => !line.startsWith("#")).map((line) => `    ${line}`),
    `    :error ${quoted(`${name} did not come up; all is as before`)}`,
    "}",
  ];
}

/** What a person looks at before the next stage. */
export function lookLines(guards: readonly Guard[], stage: Stage): readonly string[] {
  const up = guards.filter(
    ({ after }) => stage === "cutover" || (stage === "parallel" && after === undefined),
  );
  if (up.length === 0) return [];
  const look = new Set(up.flatMap((guard) => guard.look));
  return [
    "",
    "# Before the next stage, see that the new tunnel is up:",
    ...[...look].map((command) => `#   ${command}`),
  ];
}

/** A way back for those who work on the router through what they change. */
export function wayBackLines(guards: readonly Guard[], stage: Stage): readonly string[] {
  if (guards.length === 0 || stage !== "cutover") return [];
  return [
    "# Copy it to the router and run it by `/import FILE`: pasted through what it moves, it may stop in its middle.",
    "# From afar: copy this stage's rollback to the router as back.rsc, and let it run unless you stop it:",
    '#   /system scheduler add name=way-back interval=10m on-event="/system scheduler remove way-back; /import back.rsc"',
    "#   When all is well: /system scheduler remove way-back",
  ];
}
