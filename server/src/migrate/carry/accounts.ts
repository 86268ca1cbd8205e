import type { Item, Model } from "../../model/model.ts";
import { poolCalled, poolChain } from "../../traffic/pools.ts";
import {
  formatIpAddress,
  type IpAddress,
  parseIpAddress,
  parseIpPrefix,
  prefixRange,
  rangeContains,
} from "../../values/ip.ts";
import {
  addressSet,
  containsAddress,
  NO_ADDRESSES,
  type PrefixSet,
  parseAddressSet,
  rangesOf,
  singleAddress,
  subtract,
  unite,
} from "../../values/prefix-set.ts";
import type { Tunnel } from "../plan.ts";

/** One who may log in to the old server, with what the server would give. */
export interface Account {
  readonly secret: Item;
  readonly user: string;
  readonly isDisabled: boolean;
  /** The secret is for every PPP service, not only the old one. */
  readonly isAny: boolean;
  readonly profile: Item | undefined;
  /** The router's own address in this tunnel; undefined when the file does not tell. */
  readonly local: string | undefined;
  /** The user's address: fixed, or the next free one of the pool; undefined when the file does not tell. */
  readonly address: string | undefined;
  /** Set when the address was drawn from it. */
  readonly pool: Item | undefined;
  /** Networks behind the user, as prefixes. */
  readonly networks: readonly string[];
  readonly binding: Item | undefined;
  /** The new interface is this user's alone and off, so nothing else that is about it has to be. */
  readonly isInterfaceOff?: true;
  /** What the user's interface is called: like the static binding, else like the session, `<l2tp-anna>`. */
  readonly interfaces: readonly string[];
}

/** An account with its place in the new tunnel. */
export interface Seat {
  readonly account: Account;
  /** An address, or a placeholder. */
  readonly address: string;
  /** What the peer may send from, as prefixes. */
  readonly allowed: readonly string[];
  /** Names of this user's inputs: `alice`. */
  readonly slug: string;
}

/** Accounts in the file's order. Pool addresses are given out from the lowest on, fixed ones left out. */
export function accountsOf(model: Model, tunnel: Tunnel): readonly Account[] {
  const secrets = tunnel.secrets ?? [];
  const local = secrets.map((secret) => localOf(model, tunnel, secret));
  const taken = [fixedAddresses(model, tunnel), placesOfPeers(model), hosts(local), ownAddresses(model)];
  const draw = drawFrom(model, taken.reduce(unite));
  return secrets.map((secret) => {
    const given = peerHost(wireguardPeerOf(model, secret)) ?? remoteOf(model, tunnel, secret);
    const pool =
      given === undefined || parseIpAddress(given) !== undefined ? undefined : poolCalled(model, given);
    const drawn = pool && draw(pool);
    const address = drawn === undefined ? given : formatIpAddress(drawn);
    return accountOf(model, tunnel, secret, {
      pool,
      address: parseIpAddress(address ?? "") ? address : undefined,
    });
  });
}

/** Of all accounts, other servers' too: they may share the pool. */
function fixedAddresses(model: Model, tunnel: Tunnel): PrefixSet {
  const own = (tunnel.secrets ?? []).map((secret) => remoteOf(model, tunnel, secret));
  const others = model.items("/ppp/secret").map((secret) => writtenText(secret, "remote-address"));
  return hosts([...own, ...others]);
}

/** Those of the texts that are single addresses. */
export function hosts(texts: readonly (string | undefined)[]): PrefixSet {
  const found = texts.flatMap((text) => parseIpAddress(text ?? "") ?? []);
  return addressSet(found.map(({ family, value }) => ({ family, first: value, last: value })));
}

/** Hosts that WireGuard peers have already, as after another server's move. */
function placesOfPeers(model: Model): PrefixSet {
  return hosts(model.items("/interface/wireguard/peers").map(peerHost));
}

function peerHost(peer: Item | undefined): string | undefined {
  const [first = ""] = (peer?.text("allowed-address") ?? "").split(",");
  return first.endsWith("/32") ? first.slice(0, -"/32".length) : undefined;
}

/** The peer that the account has from another server's move: by name (7.15 and later), else by comment. */
export function wireguardPeerOf(model: Model, { name: user = "" }: Item): Item | undefined {
  return model.items("/interface/wireguard/peers").find((peer) => {
    const called = peer.property("name")?.text ?? peer.comment ?? "";
    return user !== "" && (called === user || called.startsWith(`${user}: `)) && peerHost(peer) !== undefined;
  });
}

function accountOf(
  model: Model,
  tunnel: Tunnel,
  secret: Item,
  { pool, address }: Pick<Account, "pool" | "address">,
): Account {
  const binding = tunnel.bindings?.find((item) => item.text("user") === secret.name);
  const interfaces = interfacesOf(tunnel, secret, binding);
  return {
    secret,
    user: secret.name ?? "",
    isDisabled: secret.isDisabled === true,
    isAny: (secret.text("service") ?? "any") === "any",
    profile: accountProfile(model, tunnel, secret),
    local: localOf(model, tunnel, secret),
    ...{ pool, address, binding, interfaces },
    networks: networksBehind(model, secret, address, interfaces),
  };
}

/** A binding takes the session, so that none of the session's own name comes up; one that is off takes none. */
function interfacesOf({ kind }: Tunnel, secret: Item, binding: Item | undefined): readonly string[] {
  const session = `<${kind.replace("-server", "")}-${secret.name ?? ""}>`;
  if (binding?.name === undefined) return [session];
  return binding.isDisabled === false ? [binding.name] : [binding.name, session];
}

/** Whether a word (`to-barn`, `10.44.0.2%to-barn`) names the account's static interface while that is off: it meets nothing. */
export function namesIdleBinding({ binding, isInterfaceOff }: Account, word: string): boolean {
  return (
    isInterfaceOff !== true &&
    binding?.isDisabled === true &&
    word.split("@")[0]?.split("%").at(-1) === binding.name
  );
}

/** The secret's own profile; `default` stands for the server's (manual: PPP AAA). */
export function accountProfile(model: Model, tunnel: Tunnel, secret: Item): Item | undefined {
  const own = secret.property("profile")?.text;
  const name =
    own === undefined || own === "" || own === "default"
      ? (tunnel.item.text("default-profile") ?? "default")
      : own;
  return model.items("/ppp/profile").find((profile) => profile.name === name);
}

/** The secret's value goes before the profile's, but a single address always beats a pool (manual: PPP AAA). */
function remoteOf(model: Model, tunnel: Tunnel, secret: Item): string | undefined {
  const own = writtenText(secret, "remote-address");
  const common = writtenText(accountProfile(model, tunnel, secret), "remote-address");
  if (own !== undefined && parseIpAddress(own) === undefined && parseIpAddress(common ?? "") !== undefined)
    return common;
  return own ?? common;
}

function localOf(model: Model, tunnel: Tunnel, secret: Item): string | undefined {
  const text =
    writtenText(secret, "local-address") ??
    writtenText(accountProfile(model, tunnel, secret), "local-address");
  if (text === undefined || parseIpAddress(text) !== undefined) return text;
  const pool = poolCalled(model, text);
  const [range] = pool === undefined ? [] : rangesOf(poolAddresses(pool));
  return range && formatIpAddress({ family: range.family, value: range.first });
}

function writtenText(item: Item | undefined, property: string): string | undefined {
  const text = item?.property(property)?.text;
  return text === undefined || text === "" || text === "0.0.0.0" ? undefined : text;
}

/** The pool that a profile draws from, whoever else has a fixed address. */
export function profilePool(model: Model, profile: Item | undefined): Item | undefined {
  return poolCalled(model, writtenText(profile, "remote-address"));
}

export function poolAddresses(pool: Item): PrefixSet {
  return parseAddressSet(pool.text("ranges") ?? "") ?? NO_ADDRESSES;
}

/**
 * Addresses of a pool that any host may have. A pool may begin with `.0` or end in `.255` (Quick Set writes one),
 * which PPP hands out and a network of the usual size cannot.
 */
export function poolHosts(pool: Item): PrefixSet {
  const all = poolAddresses(pool);
  const edges = rangesOf(all).flatMap(({ family, first, last }) =>
    [...(first % 256n === 0n ? [first] : []), ...(last % 256n === 255n ? [last] : [])].map((value) => ({
      family,
      first: value,
      last: value,
    })),
  );
  return subtract(all, addressSet(edges));
}

/** Gives the next address of a pool that is neither taken nor drawn before, from this or an overlapping pool. */
function drawFrom(model: Model, taken: PrefixSet): (pool: Item) => IpAddress | undefined {
  const free = new Map<Item, Iterator<IpAddress>>();
  const drawn = new Set<string>();
  return (pool) => {
    const left = free.get(pool) ?? freeAddresses(model, pool, taken);
    free.set(pool, left);
    for (let next = left.next(); next.done !== true; next = left.next()) {
      const text = formatIpAddress(next.value);
      if (drawn.has(text)) continue;
      drawn.add(text);
      return next.value;
    }
    return undefined;
  };
}

function* freeAddresses(model: Model, pool: Item, taken: PrefixSet): Generator<IpAddress> {
  for (const each of poolChain(model, pool))
    for (const { family, first, last } of rangesOf(subtract(poolHosts(each), taken)))
      for (let value = first; value <= last; value++) yield { family, value };
}

function ownAddresses(model: Model): PrefixSet {
  const own = model
    .items("/ip/address")
    .flatMap((item) => parseIpPrefix(item.text("address") ?? "")?.address ?? []);
  return addressSet(own.map(({ family, value }) => ({ family, first: value, last: value })));
}

/** `routes=` of the secret, and static routes by its address or its interface. */
function networksBehind(
  model: Model,
  secret: Item,
  address: string | undefined,
  interfaces: readonly string[],
): readonly string[] {
  const written = secretRoutes(secret).map(({ destination }) => destination);
  const targets = liveRoutesTo(model, address, interfaces).map(
    (route) => route.property("dst-address")?.text || "0.0.0.0/0",
  );
  return [...new Set([...written, ...targets])].filter((text) => parseIpPrefix(text) !== undefined);
}

/** A route that is off leads nowhere, and what takes its place must not either. */
export function liveRoutesTo(
  model: Model,
  address: string | undefined,
  interfaces: readonly string[],
): readonly Item[] {
  return model
    .items("/ip/route")
    .filter((route) => route.isDisabled !== true && leadsTo(route, address, interfaces));
}

/** Whether one of the route's hops is the address or one of the interfaces. */
export function leadsTo(route: Item, address: string | undefined, interfaces: readonly string[]): boolean {
  const hops = (route.property("gateway")?.text ?? "").split(",").map((hop) => hop.split("@")[0] ?? "");
  return hops.some((hop) => {
    const [host, device] = hop.split("%");
    const isHost = address !== undefined && host === address;
    return isHost || interfaces.some((name) => hop === name || device === name);
  });
}

export interface SecretRoute {
  readonly destination: string;
  readonly distance: string | undefined;
}

/** `routes="192.168.77.0/24 10.20.0.2 1,10.0.0.0/8"`: destination, gateway, distance. */
export function secretRoutes(secret: Item): readonly SecretRoute[] {
  return (secret.property("routes")?.text ?? "")
    .split(",")
    .map((entry) => entry.trim().split(/\s+/))
    .flatMap(([destination = "", , distance]) =>
      parseIpPrefix(destination) === undefined ? [] : [{ destination, distance }],
    );
}

/** The smallest common sense network around an address and others: /24 where all share one, else what covers them. */
export function networkAround(local: string, others: PrefixSet, hasPool: boolean): number | undefined {
  const own = parseIpAddress(local);
  if (own?.family !== "ip") return undefined;
  const ranges = rangesOf(unite(singleAddress(own), others));
  const low = ranges[0]?.first ?? own.value;
  const high = ranges.at(-1)?.last ?? own.value;
  let length = hasPool ? 24 : 30;
  while (length > 0 && !holdsHosts(low, high, BigInt(32 - length))) length--;
  return length;
}

/** Both in one network, and neither is its first or last address, which no host can have. */
function holdsHosts(low: bigint, high: bigint, bits: bigint): boolean {
  const size = 1n << bits;
  return low >> bits === high >> bits && low % size !== 0n && high % size !== size - 1n;
}

/** The router's own address (of `/ip address`) whose network holds this one; the longest network, as routes have it. */
export function addressBeside(model: Model, text: string): Item | undefined {
  const address = parseIpAddress(text);
  if (address === undefined) return undefined;
  const [nearest] = model
    .items("/ip/address")
    .flatMap((item) => {
      const prefix = item.isDisabled === true ? undefined : parseIpPrefix(item.text("address") ?? "");
      return prefix !== undefined && rangeContains(prefixRange(prefix), address) ? [{ item, prefix }] : [];
    })
    .sort((a, b) => b.prefix.length - a.prefix.length);
  return nearest?.item;
}

/** What is left of a pool once addresses are given away for good, as `ranges=` writes it. */
export function poolWithout(pool: Item, addresses: readonly string[]): string | undefined {
  const given = addresses.flatMap((text) => parseIpAddress(text) ?? []);
  const all = poolAddresses(pool);
  const ours = given.filter((address) => containsAddress(all, address));
  if (ours.length === 0) return undefined;
  const left = subtract(
    all,
    addressSet(ours.map(({ family, value }) => ({ family, first: value, last: value }))),
  );
  return rangesOf(left)
    .map(({ family, first, last }) => {
      const [from, to] = [first, last].map((value) => formatIpAddress({ family, value }));
      return from === to ? from : `${from}-${to}`;
    })
    .join(",");
}
