import type { Item, Model } from "../../model/model.ts";
import { parseIpPrefix } from "../../values/ip.ts";
import { overlaps, parseAddressSet } from "../../values/prefix-set.ts";
import { type Account, accountsOf } from "../carry/accounts.ts";
import { connectedNetworks } from "../carry/local-networks.ts";
import { agreedSpeech } from "../carry/openvpn-words.ts";
import { freeLoopbacks, freeTunnelId } from "../carry/overlay.ts";
import { bridgeNeed, type OverlayKind, ospfNeed, overlayNeed } from "../carry/overlay-need.ts";
import { profileOf } from "../carry/ppp-profile.ts";
import { isDefaultRoute, type Steering, steeringOf, tableOf } from "../carry/steering.ts";
import { outerInterfaces } from "../carry/wan-side.ts";
import { tunnels } from "../discover.ts";
import type { Answers, SiteLink, Tunnel } from "../plan.ts";
import { overlayOfAccount } from "./ikev2-branches.ts";
import { isTranslated } from "./ikev2-site-client.ts";

/** The two ends of one site-to-site tunnel: who calls, and who answers. */
export interface Ends {
  readonly caller: Model;
  readonly client: Tunnel;
  readonly answerer: Model;
  readonly server: Tunnel;
  /** The caller's account at the answering end. */
  readonly account: Account;
}

/** A client of one file that logs in to a server of the other; either file may be the caller's. */
export function endsOf(a: Model, b: Model, name: string | undefined): Ends | undefined {
  return endsBetween(a, b, name) ?? endsBetween(b, a, name);
}

function endsBetween(caller: Model, answerer: Model, name: string | undefined): Ends | undefined {
  const servers = tunnels(answerer).filter(({ kind }) => kind.endsWith("-server"));
  const clients = tunnels(caller).filter(
    (tunnel) => tunnel.kind.endsWith("-client") && (name === undefined || tunnel.name === name),
  );
  // An enabled client goes before one that is switched off.
  for (const client of [...clients].sort((a, b) => Number(a.isDisabled) - Number(b.isDisabled))) {
    const user = client.item.text("user");
    for (const server of servers.filter(({ kind }) => kind.startsWith(client.kind.slice(0, 4)))) {
      const account = accountsOf(answerer, server).find((each) => each.user === user);
      if (account !== undefined && user !== undefined) return { caller, client, answerer, server, account };
    }
  }
  return undefined;
}

/** What both files tell, for the plans of both ends. */
export function linkOf(ends: Ends, answers: Answers): SiteLink {
  const { caller, client, answerer, account } = ends;
  const far = [account.local].flatMap((address) => address ?? []);
  const steering = steeringOf(caller, client, far);
  const [behindCaller, behindAnswerer] = networksOf(ends, steering);
  const kind = overlayKind(ends, steering, answers["overlay"]);
  const base = freeLoopbacks([caller, answerer]);
  const arePolicies = behindCaller.length > 0 && behindAnswerer.length > 0;
  return {
    user: account.user,
    way: kind !== undefined ? "overlay" : arePolicies ? "policies" : "single",
    ...{ behindCaller, behindAnswerer },
    overlay: {
      kind: kind ?? "gre",
      caller: `${base}.2`,
      answerer: `${base}.1`,
      tunnelId: freeTunnelId([caller, answerer]),
    },
    inner: { caller: account.address, answerer: account.local },
    callerHost: fixedAddress(caller, client),
    openvpn: agreedSpeech(caller, answerer),
  };
}

/** Networks that the old routes led to, on both sides; where only one side has routes, the other's own networks. */
function networksOf(
  { caller, client, answerer, server, account }: Ends,
  steering: Steering,
): readonly [caller: readonly string[], answerer: readonly string[]] {
  const there = mainRoutes(steering).flatMap((route) => route.property("dst-address")?.text ?? []);
  const here = account.networks.filter((network) => network !== "0.0.0.0/0");
  const isOneWay =
    (here.length === 0) !== (there.length === 0) &&
    !isTranslated({ context: { model: caller, answers: {} }, tunnel: client });
  return [
    isOneWay && here.length === 0 ? ownNetworks(caller, [client.item]) : unique(here),
    isOneWay && there.length === 0 ? ownNetworks(answerer, server.bindings ?? []) : unique(there),
  ];
}

function ownNetworks(model: Model, tunnelItems: readonly Item[]): readonly string[] {
  const own = tunnelItems.flatMap(({ name }) => name ?? []);
  const outer = outerInterfaces(model, own);
  return unique(connectedNetworks(model, [...own, ...outer]).map(({ address }) => address));
}

function mainRoutes({ routes }: Steering): readonly Item[] {
  return routes.filter(
    (route) => route.menu === "/ip/route" && tableOf(route) === "main" && !isDefaultRoute(route),
  );
}

/**
 * Policies between networks do for two sites that talk with their own addresses. An interface has to stay where
 * something runs on it, where marks or the default route lead into it, where another route takes over when it is down,
 * and where addresses are translated on it.
 */
function overlayKind(
  { caller, client, answerer, server, account }: Ends,
  steering: Steering,
  wish: string | undefined,
): OverlayKind | undefined {
  const need =
    bridgeNeed(profileOf(caller, client.item)) ??
    overlayNeed(client.dependents) ??
    ospfNeed(caller, [account.address, account.local]);
  const kinds = [need?.kind, overlayOfAccount(answerer, server, account)];
  if (kinds.includes("eoip") || wish === "eoip") return "eoip";
  const isSteered =
    steering.marks.length > 0 ||
    steering.rules.length > 0 ||
    client.item.text("add-default-route") === "yes" ||
    steering.routes.some((route) => isDefaultRoute(route) || tableOf(route) !== "main");
  const isOdd =
    isSteered ||
    hasBackup(caller, steering) ||
    (account.networks.length > 0 &&
      isTranslated({ context: { model: caller, answers: {} }, tunnel: client }));
  return kinds.includes("gre") || wish === "gre" || isOdd ? "gre" : undefined;
}

function hasBackup(model: Model, { routes }: Steering): boolean {
  const others = model
    .items("/ip/route")
    .filter((route) => route.isDisabled === false && !routes.includes(route));
  return mainRoutes({ routes, tables: [], marks: [], rules: [] }).some((route) =>
    others.some(
      (other) => tableOf(other) === "main" && other.text("dst-address") === route.text("dst-address"),
    ),
  );
}

const NOT_PUBLIC = parseAddressSet(
  "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.168.0.0/16",
);

/** A written public address on the provider's side, if there is only one. */
function fixedAddress(model: Model, client: Tunnel): string | undefined {
  const outer = outerInterfaces(model, [client.item.name ?? ""]);
  const found = model
    .items("/ip/address")
    .filter((item) => outer.includes(item.text("interface") ?? "") && item.isDisabled !== true)
    .flatMap((item) => item.text("address") ?? [])
    .filter((text) => parseIpPrefix(text) !== undefined)
    .map((text) => text.split("/")[0] ?? "")
    .filter((address) => {
      const set = parseAddressSet(address);
      return set !== undefined && NOT_PUBLIC !== undefined && !overlaps(set, NOT_PUBLIC);
    });
  const [only] = found;
  return found.length === 1 ? only : undefined;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
