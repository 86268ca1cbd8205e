import type { Item } from "../model/model.ts";
import { type IpFamily, parseIpAddress, prefixRange } from "../values/ip.ts";
import { addressSet, type PrefixSet, parseAddressSet, prefixesOf } from "../values/prefix-set.ts";
import { type Answer, allOf, answerOf } from "./answer.ts";
import { isPppKind } from "./interfaces.ts";
import type { ConnectedNetwork, Network } from "./network.ts";
import { poolCalled, poolChain } from "./pools.ts";
import { type NextHop, numberOf, type Route } from "./static-route.ts";

/** Reads all routes of a family: connected, static, and those that DHCP and PPP bring. */
export function readRoutes(network: Network, family: IpFamily): readonly Route[] {
  const tables = vrfTables(network);
  const routes = [
    ...network.connected(family).map((c) => connectedRoute(c)),
    ...network.staticRoutes(family),
    ...dynamicDefaults(network, family),
    ...(family === "ip" ? sessionRoutes(network) : []),
  ];
  return tables.size === 0 ? routes : routes.map((route) => inVrf(route, tables));
}

/** VRF of each interface that is in one. */
export function vrfTables(network: Network): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const { model } = network;
  for (const item of [...model.items("/ip/vrf"), ...model.items("/ip/route/vrf")]) {
    const table = item.text("name") ?? item.text("routing-mark");
    if (item.isDisabled === true || table === undefined) continue;
    for (const name of item.text("interfaces")?.split(",") ?? []) found.set(name, table);
  }
  return found;
}

/** Connected and dynamic routes of an interface in a VRF live in that VRF's table. */
function inVrf(route: Route, tables: ReadonlyMap<string, string>): Route {
  const [hop] = route.hops;
  const table = route.origin !== "static" && hop?.kind === "interface" ? tables.get(hop.name) : undefined;
  return table === undefined ? route : { ...route, table };
}

const CONNECTED = { kind: "unicast", table: "main", distance: 0, scope: 10, targetScope: 5 } as const;

function connectedRoute(connected: ConnectedNetwork): Route {
  return {
    ...CONNECTED,
    destination: connected.network,
    length: connected.length,
    hops: [{ kind: "interface", name: connected.interface }],
    origin: "connected",
    item: connected.item,
    exists: connected.isActive,
  };
}

function dynamicDefaults(network: Network, family: IpFamily): readonly Route[] {
  const found: Route[] = [];
  const everything = parseAddressSet(family === "ip" ? "0.0.0.0/0" : "::/0");
  const add = (item: Item, name: string, distance: number, exists: Answer, table = "main") => {
    if (!everything || exists === "no") return;
    const hops = [{ kind: "interface", name } as const];
    found.push({
      ...CONNECTED,
      table,
      destination: everything,
      length: 0,
      distance,
      hops,
      scope: 30,
      origin: "dynamic",
      item,
      exists,
    });
  };
  for (const item of network.model.items(`/${family}/dhcp-client`)) {
    const name = item.text("interface");
    if (name === undefined || item.isDisabled === true) continue;
    const wanted =
      family === "ip" ? item.text("add-default-route") !== "no" : item.text("add-default-route") === "yes";
    const enabled = allOf([
      answerOf(wanted),
      network.interfaces.isEnabled(name) === "no" ? "no" : existsAnswer(item),
    ]);
    for (const [table, distance] of dhcpTables(item))
      add(item, network.interfaces.master(name), distance, enabled, table);
  }
  if (family === "ip") {
    for (const name of network.interfaces.names) addClientDefault(network, name, add);
  }
  return found;
}

function existsAnswer(item: Item): Answer {
  // A server in a part of an export is on by its own word; settings have no `disabled`.
  const isOn = item.isDisabled === false || (item.origin === "settings" && item.text("enabled") === "yes");
  return item.isCertain && isOn ? "yes" : "unknown";
}

/** `default-route-tables=main,isp1:5` (7.17 and later), else main at `default-route-distance`. */
function dhcpTables(item: Item): readonly (readonly [string, number])[] {
  const distance = numberOf(item, "default-route-distance", 1);
  const tables = item.text("default-route-tables") || "main";
  return tables.split(",").map((word) => {
    const [table = "main", own] = word.split(":");
    return [table === "default" ? "main" : table, Number(own ?? distance)] as const;
  });
}

type AddDefault = (item: Item, name: string, distance: number, exists: Answer) => void;

function addClientDefault(network: Network, name: string, add: AddDefault): void {
  const item = network.interfaces.item(name);
  const kind = network.interfaces.kind(name);
  if (!item || item.isDisabled === true) return;
  if (kind === "lte") {
    const profile = (item.text("apn-profiles") ?? "default").split(",")[0];
    const apn = network.model.items("/interface/lte/apn").find((a) => a.name === profile);
    if (apn?.text("add-default-route") !== "no")
      add(item, name, apn ? numberOf(apn, "default-route-distance", 2) : 2, existsAnswer(item));
    return;
  }
  if (!isPppKind(kind) || !kind?.endsWith("-client")) return;
  const wanted = item.value("add-default-route");
  const isWanted = wanted.from === "computed" ? "unknown" : answerOf(wanted.text === "yes");
  add(item, name, numberOf(item, "default-route-distance", 1), allOf([isWanted, existsAnswer(item)]));
}

/** What PPP sessions bring while they are up: the far address of an account, its `routes=`, the pools of profiles. */
function sessionRoutes(network: Network): readonly Route[] {
  const found: Route[] = [];
  const pools = new Map<string, Item>();
  for (const secret of network.model.items("/ppp/secret")) {
    if (secret.isDisabled === true || secret.name === undefined) continue;
    const name = sessionInterface(network, secret);
    const remote = remoteOf(network, secret);
    if (remote !== undefined && !parseIpAddress(remote)) pools.set(remote, secret);
    else found.push(...sessionRoute(secret, parseAddressSet(remote ?? ""), { kind: "interface", name }, 0));
    for (const entry of (secret.text("routes") ?? "").split(","))
      found.push(...secretRoute(secret, entry, name));
  }
  for (const server of pppServers(network)) {
    const remote = remoteOfProfile(network, server.text("default-profile"));
    if (remote && !parseIpAddress(remote) && !pools.has(remote)) pools.set(remote, server);
  }
  for (const [pool, item] of pools) {
    for (const each of poolChain(network.model, poolCalled(network.model, pool))) {
      const ranges = parseAddressSet(each.text("ranges") ?? "");
      found.push(...sessionRoute(item, ranges, { kind: "interface", name: POOL_SESSION }, 0));
    }
  }
  return found;
}

/** Stands for the interface of whatever session has got an address of the pool. */
const POOL_SESSION = "<ppp>";

function sessionRoute(
  item: Item,
  set: PrefixSet | undefined,
  hop: NextHop,
  distance: number,
): readonly Route[] {
  return (set ? prefixesOf(set) : []).map((prefix) => ({
    ...CONNECTED,
    destination: addressSet([prefixRange(prefix)]),
    length: prefix.length,
    distance,
    hops: [hop],
    origin: "dynamic",
    item,
    exists: existsAnswer(item),
  }));
}

/** One of `routes="192.168.77.0/24 10.20.0.2 1, 10.0.0.0/8"`: destination, gateway, distance. */
function secretRoute(secret: Item, entry: string, name: string): readonly Route[] {
  const [destination = "", gateway = "", distance] = entry.trim().split(/\s+/);
  const address = parseIpAddress(gateway);
  const hop: NextHop = address ? { kind: "address", address, interface: name } : { kind: "interface", name };
  return sessionRoute(secret, parseAddressSet(destination), hop, Number(distance ?? 1) || 1);
}

function pppServers(network: Network): readonly Item[] {
  return ["pptp", "l2tp", "sstp", "ovpn", "pppoe"].flatMap((kind) =>
    network.model
      .items(`/interface/${kind}-server/server`)
      .filter((s) => s.text("enabled") === "yes" || (s.origin === "add" && s.isDisabled === false)),
  );
}

/** The name a session's interface has: that of its static binding, else "<pptp-anna>". */
export function sessionInterface(network: Network, secret: Item): string {
  const service = secret.text("service") ?? "any";
  const binding = network.interfaces.names.find((name) => {
    const item = network.interfaces.item(name);
    return (
      item?.menu.endsWith("-server") === true && item.text("user") === secret.name && item.isDisabled !== true
    );
  });
  return binding ?? `<${service === "any" ? "ppp" : service}-${secret.name}>`;
}

/** An address or a pool: the account's own, else its profile's. */
export function remoteOf(network: Network, secret: Item): string | undefined {
  return secret.text("remote-address") || remoteOfProfile(network, secret.text("profile"));
}

export function remoteOfProfile(network: Network, name: string | undefined): string | undefined {
  return network.model
    .items("/ppp/profile")
    .find((p) => p.name === (name ?? "default"))
    ?.text("remote-address");
}
