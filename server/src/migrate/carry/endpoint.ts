import type { Item, Model } from "../../model/model.ts";
import { formatIpAddress, parseIpAddress, parseIpPrefix, prefixRange } from "../../values/ip.ts";
import { addressSet, containsAddress } from "../../values/prefix-set.ts";
import { answerOf, isOpen, type PlanDraft } from "../draft.ts";
import { given, label, writtenProperties } from "./properties.ts";
import { isDefaultRoute, type Steering, tableOf } from "./steering.ts";
import { isTunnel } from "./wan-side.ts";

/** The new tunnel's other end, as the user gave it or as the old tunnel suggests. */
export interface Endpoint {
  /** A name, an address, or a placeholder. */
  readonly host: string;
  /** Its address where it is known, else a placeholder; only asked for where a route needs it. */
  address(): string;
  readonly port: string;
}

/** `endpoint=host` or `endpoint=host:port`; the old tunnel's `connect-to` stands in until it is answered. */
export function endpointOf(draft: PlanDraft, defaultPort?: string): Endpoint {
  const { port, ...host } = endpointHost(draft);
  return {
    ...host,
    port:
      port ??
      draft.input({
        name: "endpoint-port",
        kind: "port",
        description:
          "Port of the other end; stands in its configuration as `ListenPort` or `port`, or behind the endpoint's colon.",
        ...(defaultPort === undefined ? {} : { suggestion: defaultPort }),
      }),
  };
}

/** The other end without a port of our choice, as IKE has none. */
export function endpointHost(
  draft: PlanDraft,
): Pick<Endpoint, "host" | "address"> & { readonly port?: string } {
  const old = draft.tunnel.item.text("connect-to")?.split("@")[0] ?? "";
  const answer = draft.input({
    name: "endpoint",
    kind: "host",
    description:
      "Name or address of the new tunnel's other end; ask the provider or the other side's administrator.",
    ...(old === "" ? {} : { suggestion: old }),
  });
  const [, host = answer, port] = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(answer) ?? [];
  if (answerOf(draft.context, "endpoint") === undefined && old !== "")
    draft.warn(
      `The endpoint is taken over from \`connect-to=${old}\`; make sure that this host offers the new tunnel.`,
    );
  return {
    host,
    address: () =>
      parseIpAddress(host) || isOpen(host)
        ? host
        : draft.input({
            name: "endpoint-address",
            kind: "address",
            description: `The IP address of \`${host}\`; routes cannot hold names.`,
          }),
    ...(port === undefined ? {} : { port }),
  };
}

/**
 * Keeps the tunnel's own packets out of the tunnel: the pinned route of the old server follows the new one, or a
 * new one is made where a route of table main would catch them.
 */
export function pinEndpoint(
  draft: PlanDraft,
  steering: Steering,
  endpoint: Pick<Endpoint, "host" | "address">,
): void {
  const { model } = draft.context;
  const old = parseIpAddress(draft.tunnel.item.text("connect-to")?.split("@")[0] ?? "");
  const pinned = model.items("/ip/route").filter((route) => isHostRoute(route, old));
  const isCaught = catchesEndpoint(draft, steering, endpoint);
  if (pinned.length === 0 && !isCaught) return;
  const address = endpoint.address();
  draft.expect({ about: "endpoint", address, reason: "the tunnel's own packets take the provider's line" });
  if (pinned.length > 0 && old !== undefined)
    draft.expect({
      about: "endpoint",
      address: formatIpAddress(old),
      reason: "the old server needs no way of its own any more",
    });
  if (pinned.length > 0 && old !== undefined)
    draft.expect({
      about: "endpoint",
      address: formatIpAddress(old),
      reason: "the old server's host route is the new one's now",
    });
  for (const route of pinned) pinBeside(draft, route, address);
  if (pinned.some((route) => route.isDisabled === false)) return;
  addHostRoute(draft, address);
}

/** The old server keeps its route for as long as it is the way back; the new one needs its own before it is up. */
function pinBeside(draft: PlanDraft, route: Item, address: string): void {
  if (route.property("dst-address")?.text?.replace(/\/32$/, "") === address) return;
  const properties = { "dst-address": `${address}/32` };
  const change = { kind: "set", item: route, properties } as const;
  const written = writtenProperties(route);
  const title = `${label(route)}: pinned to the new endpoint`;
  const reason = "Else the tunnel would be routed into itself.";
  if (written === undefined || route.origin !== "add" || route.changes.length > 0) {
    draft.step({ title, reason, stage: "parallel", changes: [change], script: [{ kind: "change", change }] });
    return;
  }
  const add = { kind: "add", menu: route.menu, properties: { ...written, ...properties } } as const;
  draft.step({
    title: `${label(route)}: the same for the new endpoint`,
    reason,
    stage: "parallel",
    changes: [],
    script: [{ kind: "change", change: add }],
  });
  draft.step({
    title,
    reason: "The old server needs no way of its own any more.",
    stage: "decommission",
    changes: [change],
    script: [{ kind: "change", change: { kind: "remove", item: route } }],
  });
}

function isHostRoute(route: Item, old: ReturnType<typeof parseIpAddress>): boolean {
  const prefix = parseIpPrefix(route.property("dst-address")?.text ?? "");
  return (
    old !== undefined &&
    prefix?.length === 32 &&
    prefix.address.value === old.value &&
    tableOf(route) === "main"
  );
}

function catchesEndpoint(draft: PlanDraft, steering: Steering, endpoint: Pick<Endpoint, "host">): boolean {
  if (draft.tunnel.item.text("add-default-route") === "yes") return true;
  const address = parseIpAddress(endpoint.host);
  return steering.routes.some((route) => {
    if (tableOf(route) !== "main" || route.menu !== "/ip/route" || route.isDisabled === true) return false;
    if (isDefaultRoute(route)) return true;
    const prefix = parseIpPrefix(route.property("dst-address")?.text ?? "");
    return (
      address !== undefined &&
      prefix !== undefined &&
      containsAddress(addressSet([prefixRange(prefix)]), address)
    );
  });
}

function addHostRoute(draft: PlanDraft, address: string): void {
  const gateway = wanGateway(draft);
  const add = {
    kind: "add",
    menu: "/ip/route",
    properties: given({
      comment: "tunnel endpoint by the provider's line",
      "dst-address": `${address}/32`,
      gateway,
    }),
  } as const;
  draft.step({
    title: "Host route to the endpoint",
    reason: "Without it the default route would send the tunnel's own packets into the tunnel.",
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
}

/**
 * The way to the provider: the static default route, else a PPPoE or LTE line, else what only the user knows. A
 * default route into another tunnel counts last: some providers are dialled by PPTP or L2TP themselves.
 */
function wanGateway(draft: PlanDraft): string {
  const { model } = draft.context;
  const hops = defaultHops(draft);
  const direct = hops.find((hop) => !isTunnel(model, deviceOf(hop))) ?? dialledLine(model);
  if (direct !== undefined) return direct;
  const hasLease = model.items("/ip/dhcp-client").some((item) => item.isDisabled !== true);
  const [through] = hops;
  if (through !== undefined && !hasLease) return through;
  if (hasLease)
    draft.warn(
      "The provider's gateway comes by DHCP and may change: put the endpoint's host route into the DHCP client's script, or keep it up to date by hand.",
    );
  return draft.input({
    name: "wan-gateway",
    description: "Gateway of the provider's line: `/ip route print where dst-address=0.0.0.0/0` shows it.",
  });
}

/** First hops of default routes of table main, the old tunnel's left out, the nearest first. */
function defaultHops(draft: PlanDraft): readonly string[] {
  const dependents = new Set(draft.tunnel.dependents.map(({ item }) => item));
  return draft.context.model
    .items("/ip/route")
    .filter((item) => isDefaultRoute(item) && tableOf(item) === "main")
    .filter((item) => item.isDisabled === false && !dependents.has(item))
    .sort((a, b) => Number(a.text("distance") ?? 1) - Number(b.text("distance") ?? 1))
    .map((route) => route.property("gateway")?.text?.split(",")[0] ?? "")
    .filter((hop) => hop !== "");
}

function deviceOf(hop: string): string {
  return (hop.split("@")[0] ?? "").split("%").at(-1) ?? "";
}

function dialledLine(model: Model): string | undefined {
  const lines = [...model.items("/interface/pppoe-client"), ...model.items("/interface/lte")];
  return lines.find((item) => item.isDisabled === false && item.text("add-default-route") !== "no")?.name;
}
