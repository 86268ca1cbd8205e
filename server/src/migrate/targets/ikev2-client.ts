import type { Item, Model } from "../../model/model.ts";
import { cutOldConnections } from "../carry/connections.ts";
import { endpointHost, pinEndpoint } from "../carry/endpoint.ts";
import { addAlgorithms, addTemplates, peerAddress } from "../carry/ipsec-parts.ts";
import { loseIpv6, warnOfIpv6 } from "../carry/ipv6-note.ts";
import { reviewClient } from "../carry/mentions.ts";
import { newName } from "../carry/name.ts";
import { reviewOwnTargets } from "../carry/own-targets.ts";
import { clampSelection, spareSelection } from "../carry/policy-fasttrack.ts";
import { dropReferences } from "../carry/policy-references.ts";
import {
  isFullTunnel,
  mainDestinations,
  membersOf,
  type Selection,
  selectionOf,
} from "../carry/policy-selection.ts";
import { moveSteering } from "../carry/policy-steering.ts";
import { spareFromStops } from "../carry/policy-stops.ts";
import { profileOf, warnLostClientSettings } from "../carry/ppp-profile.ts";
import { commentOf, given, label } from "../carry/properties.ts";
import { farAddresses, removeClient } from "../carry/remove-client.ts";
import { addItems, retire } from "../carry/retire.ts";
import {
  idleMarks,
  isDefaultRoute,
  type Steering,
  steeringOf,
  tableOf,
  withoutBackups,
} from "../carry/steering.ts";
import { moveDevices, TEST_LIST } from "../carry/test-devices.ts";
import { wanSide } from "../carry/wan-side.ts";
import { createDraft, type PlanDraft } from "../draft.ts";
import type { Plan, PlanContext, Refusal, ScriptStep, Tunnel } from "../plan.ts";
import { isVersion } from "../router-version.ts";
import { addClientIdentity } from "./ikev2-client-login.ts";
import { expectPolicyPaths } from "./ikev2-expected.ts";
import { overlayOf, planIkev2Overlay } from "./ikev2-overlay.ts";
import { isSiteToSite, planIkev2Site } from "./ikev2-site-client.ts";

/** A dialled-out PPTP or L2TP tunnel becomes an IKEv2 initiator; its mode-config chooses and translates the packets. */
export function planIkev2Client(tunnel: Tunnel, context: PlanContext): Plan | Refusal {
  const { model } = context;
  const draft = createDraft(tunnel, "ikev2", context);
  const old = tunnel.item.name ?? "";
  const far = farAddresses(model, tunnel);
  const { steering: all, backups } = withoutBackups(model, steeringOf(model, tunnel, far));
  const idle = idleMarks(model, all);
  const steering = { ...all, marks: all.marks.filter((rule) => !idle.includes(rule)) };
  const overlay = overlayOf(draft, far);
  if (overlay !== undefined) return planIkev2Overlay(draft, overlay, steering, far);
  if (isSite(draft, steering)) return planIkev2Site(draft, steering, far);
  const name = newName(model, "ikev2", tunnel.item.name);
  const selection = selectionOf(draft, steering, name.replace(/^ike2-/, ""));
  const wan = wanSide(model, [old]);
  const endpoint = endpointHost(draft);
  addList(draft, selection, steering);
  addAlgorithms(draft, name, "modp2048");
  addTemplates(
    draft,
    name,
    selection.destinations.map((dst) => ({ src: "0.0.0.0/0", dst })),
  );
  addModeConfig(draft, name, selection);
  addPeer(draft, name, endpoint.host, selection);
  addClientIdentity(draft, name);
  repinEndpoint(draft, steering, endpoint);
  spareSelection(draft, selection);
  const spared = spareFromStops(draft, steering, selection);
  dropIdle(draft, idle);
  const stops = { ...spared, done: [...spared.done, ...idle] };
  moveSteering(draft, steering, selection, { from: old, stops });
  if (profileOf(model, tunnel.item)?.text("change-tcp-mss") !== "no") clampSelection(draft, selection, wan);
  dropBackups(draft, backups);
  const { routes, marks, rules } = steering;
  const done = new Set([...routes, ...backups, ...marks, ...rules, ...stops.done]);
  dropReferences(draft, selection, wan, { done, name });
  cutOldConnections(draft, steering, selection.kind === "mark" ? { mark: selection.mark } : {});
  warnOfRival(draft, selection, steering);
  warnOfDns(draft);
  warnOfPfs(draft);
  warnOfIpv6(draft);
  loseIpv6(draft);
  warnLostClientSettings(draft);
  removeClient(draft);
  reviewClient(draft, far, { isOwnTold: isFullTunnel(draft, steering) });
  expectPolicyPaths(draft, steering, selection, far);
  return draft.finish({ before: [old], after: [`ipsec:${name}`] });
}

/** Turned into marks of connections they would act for the first time. */
function dropIdle(draft: PlanDraft, idle: readonly Item[]): void {
  for (const rule of idle) {
    retire(draft, rule, "It never chose a way: in its chain the route is chosen already.");
    draft.warn(
      `${label(rule)} marked packets behind the choice of their route, so they never went into the tunnel; they do not now.`,
      rule,
    );
  }
}

/** A tunnel without an interface cannot stand in for another way. */
function dropBackups(draft: PlanDraft, backups: readonly Item[]): void {
  for (const route of backups) {
    retire(draft, route, "An IPsec tunnel is no gateway, so it cannot wait behind another route.");
    if (route.isDisabled !== true)
      draft.lose(
        `${label(route)} of table \`${tableOf(route)}\` waited behind a nearer route; IPsec cannot, so nothing takes over there now.`,
      );
  }
}

function isSite(draft: PlanDraft, steering: Steering): boolean {
  const { link } = draft.context;
  return link === undefined ? isSiteToSite(draft, steering) : link.way === "policies";
}

function addList(draft: PlanDraft, selection: Selection, steering: Steering): void {
  if (selection.kind !== "list") return;
  const isSteered = [steering.routes, steering.marks, steering.rules].some((items) => items.length > 0);
  if (selection.entries.length === 0 && !isSteered)
    draft.warn(
      `Nothing in this file leads hosts into the old tunnel: address list \`${selection.list}\` is empty, and the new tunnel carries nothing until hosts stand in it.`,
    );
  addItems(
    draft,
    {
      title: `Address list \`${selection.list}\``,
      reason: "These hosts used the old tunnel; the mode-config chooses by the list.",
    },
    selection.entries.map(({ address, comment, isDisabled }) => ({
      menu: "/ip/firewall/address-list",
      properties: given({ address, comment, disabled: isDisabled ? "yes" : undefined, list: selection.list }),
    })),
  );
}

/** Until cutover the initiator takes the hosts under test only, so the tunnel is up and can be tried. */
function addModeConfig(draft: PlanDraft, name: string, selection: Selection): void {
  const { model } = draft.context;
  const hasDnsWord = isVersion(model, ">=6.49") === true && isVersion(model, ">=7 <7.9") !== true;
  const chosen =
    selection.kind === "list"
      ? { "src-address-list": selection.list }
      : { "connection-mark": selection.mark };
  const properties = given({
    ...chosen,
    name,
    responder: "no",
    "use-responder-dns": draft.tunnel.item.text("use-peer-dns") === "yes" && hasDnsWord ? "yes" : undefined,
  });
  const add = { kind: "add", menu: "/ip/ipsec/mode-config", properties } as const;
  const test = { ...add, properties: { ...properties, "src-address-list": TEST_LIST } };
  draft.step({
    title: `Mode config \`${name}\``,
    reason: "It asks the other end for an address and translates the chosen packets to it.",
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: selection.kind === "list" ? test : add }],
  });
  if (selection.kind === "mark" && isVersion(model, ">=7") === false)
    draft.warn(
      "`connection-mark` of a mode config is not in every RouterOS 6: where the router does not take it, choose the hosts by `src-address-list`.",
    );
  if (selection.kind !== "list") return;
  draft.step({
    title: `Hosts of \`${selection.list}\` into the tunnel`,
    reason: "From here on their traffic takes the new tunnel.",
    stage: "cutover",
    changes: [],
    script: [modeConfigCommand(name, selection.list, "The mode-config now takes all hosts")],
    rollback: [modeConfigCommand(name, TEST_LIST, "Back to the hosts under test")],
  });
  moveDevices(draft);
}

function modeConfigCommand(name: string, list: string, comment: string): ScriptStep {
  return {
    kind: "command",
    text: `/ip ipsec mode-config set [find where name="${name}"] src-address-list="${list}"`,
    comment,
  };
}

/** Chosen by mark, the peer waits switched off, since the marks may stand already. */
function addPeer(draft: PlanDraft, name: string, host: string, selection: Selection): void {
  const { isDisabled, item } = draft.tunnel;
  const properties = given({
    address: peerAddress(host),
    comment: commentOf(item),
    disabled: isDisabled ? "yes" : undefined,
    "exchange-mode": "ike2",
    name,
    profile: name,
  });
  const add = { kind: "add", menu: "/ip/ipsec/peer", properties } as const;
  const waits = selection.kind === "mark" && !isDisabled;
  draft.step({
    title: `Peer \`${name}\``,
    reason: "The other end of the tunnel.",
    stage: "parallel",
    changes: [add],
    script: [
      { kind: "change", change: waits ? { ...add, properties: { ...properties, disabled: "yes" } } : add },
    ],
  });
  if (!waits) return;
  const command = (verb: string, comment: string) =>
    ({ kind: "command", text: `/ip ipsec peer ${verb} [find where name="${name}"]`, comment }) as const;
  draft.step({
    title: `Peer \`${name}\` on`,
    reason: "From here on marked connections take the new tunnel.",
    stage: "cutover",
    changes: [],
    script: [command("enable", "The tunnel comes up")],
    rollback: [command("disable", "The tunnel goes down")],
  });
}

/** IKE's own packets need no pinned route, but one that stands there follows the server. */
function repinEndpoint(
  draft: PlanDraft,
  steering: Steering,
  endpoint: ReturnType<typeof endpointHost>,
): void {
  const pinned = draft.context.model
    .items("/ip/route")
    .some(
      (route) =>
        route.property("dst-address")?.text?.replace(/\/32$/, "") === draft.tunnel.item.text("connect-to"),
    );
  if (pinned) pinEndpoint(draft, { ...steering, routes: [] }, endpoint);
  if (!isFullTunnel(draft, steering)) {
    const routes = steering.routes.filter((route) => tableOf(route) === "main" && !isDefaultRoute(route));
    reviewOwnTargets(
      draft,
      routes,
      routes.flatMap((route) => route.property("dst-address")?.text ?? []),
    );
    return;
  }
  draft.warn(
    "Only packets of hosts in the list go into the tunnel. The router's own packets took the old default route; now they leave by the provider's line.",
  );
  reviewOwnTargets(draft, [], ["0.0.0.0/0"]);
}

function warnOfDns(draft: PlanDraft): void {
  const word = draft.tunnel.item.text("use-peer-dns") ?? "no";
  if (word === "no")
    draft.warn(
      "RouterOS takes name servers that the other end sends, and only those (`use-responder-dns=exclusively`). Add `use-responder-dns=no` to the mode config to keep yours.",
    );
}

/** A mismatch shows at the first new key, not when the tunnel comes up. */
function warnOfPfs(draft: PlanDraft): void {
  draft.warn(
    "The proposal asks for PFS by modp2048. Where the other end has none, the tunnel comes up and ends at its first new key, half an hour later: set `pfs-group=none` then.",
  );
}

/** Each initiator translates what it chooses; of two that choose the same hosts nothing tells which comes first. */
function warnOfRival(draft: PlanDraft, selection: Selection, steering: Steering): void {
  const { model } = draft.context;
  const isOpen =
    selection.kind === "mark" &&
    (selection.isKept ? !asksForSource(model, selection.mark) : mainDestinations(draft, steering).length > 0);
  const rival = model
    .items("/ip/ipsec/mode-config")
    .filter((config) => config.text("responder") === "no")
    .find((config) => chooseAlike(model, selection, isOpen, config));
  if (rival === undefined) return;
  draft.warn(
    `Mode config \`${rival.name ?? ""}\` chooses some of the same hosts, and nothing tells which of the two takes them: keep one of the peers disabled, and switch over by hand or by a watch.`,
    rival,
  );
}

/** A connection has one mark only, so two marks choose apart; a mark that asks for no source may be a listed host's. */
function chooseAlike(model: Model, selection: Selection, isOpen: boolean, rival: Item): boolean {
  const list = rival.text("src-address-list");
  const mark = rival.text("connection-mark");
  if (selection.kind === "mark") return isOpen && list !== undefined && list !== "";
  const own = new Set(
    [...selection.entries, ...membersOf(model, selection.list)].map(({ address }) => address),
  );
  if (list !== undefined) return membersOf(model, list).some(({ address }) => own.has(address));
  return mark !== undefined && !asksForSource(model, mark);
}

/** Whether every rule that gives the mark names sources, or the side that they are on. */
function asksForSource(model: Model, mark: string): boolean {
  return model
    .items("/ip/firewall/mangle")
    .filter((rule) => rule.text("new-connection-mark") === mark && rule.isDisabled === false)
    .every((rule) =>
      ["src-address", "src-address-list", "in-interface", "in-interface-list"].some(
        (name) => rule.property(name) !== undefined,
      ),
    );
}
