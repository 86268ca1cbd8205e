import type { Item } from "../model/model.ts";
import { formatIpAddress, type IpAddress } from "../values/ip.ts";
import {
  containsSet,
  everyAddress,
  NO_ADDRESSES,
  type PrefixSet,
  parseAddressSet,
  unite,
} from "../values/prefix-set.ts";
import type { Network } from "./network.ts";
import { poolCalled, poolChain } from "./pools.ts";
import { remoteOf, remoteOfProfile, sessionInterface } from "./routes.ts";

/** Those who come in by the sessions of a PPP server, or as peers of a WireGuard interface. */
export interface TunnelUsers {
  /** "L2TP users", "peers of `wg1`". */
  readonly name: string;
  /** Of a WireGuard interface its name, of sessions "<l2tp>", which stands for any of them. */
  readonly interface: string;
  /** Where they speak from; undefined when RADIUS gives the addresses, or nothing in the files does. */
  readonly source: PrefixSet | undefined;
}

const SESSIONS: readonly (readonly [kind: string, name: string])[] = [
  ["pppoe", "PPPoE subscribers"],
  ["l2tp", "L2TP users"],
  ["pptp", "PPTP users"],
  ["sstp", "SSTP users"],
  ["ovpn", "OpenVPN users"],
];

/** In the order of the servers that are on, then the WireGuard interfaces that name what their peers may send from. */
export function tunnelUsers(network: Network): readonly TunnelUsers[] {
  const sessions = SESSIONS.flatMap(([kind, name]): TunnelUsers[] => {
    const servers = serversOf(network, kind);
    if (servers.length === 0) return [];
    const sets = remotesOf(network, kind, servers).map((remote) => addressesOf(network, remote));
    return [{ name, interface: `<${kind}>`, source: united(sets) }];
  });
  return [...sessions, ...wireguardPeers(network)];
}

/**
 * The interface of the one PPP link whose far end has this very address: of an account for a server that is on, its
 * session or static interface, or a client whose profile names it. Undefined where there is none, or several may be it.
 */
export function linkTo(network: Network, address: IpAddress): string | undefined {
  const text = formatIpAddress(address);
  const sessions = SESSIONS.filter(([kind]) => serversOf(network, kind).length > 0)
    .flatMap(([kind]) => accountsFor(network, kind))
    .filter((secret) => remoteOf(network, secret) === text)
    .map((secret) => sessionInterface(network, secret));
  const names = new Set([...sessions, ...clientsTo(network, text)]);
  const [only] = names;
  return names.size === 1 ? only : undefined;
}

function clientsTo(network: Network, address: string): readonly string[] {
  return ["ppp", ...SESSIONS.map(([kind]) => kind)]
    .flatMap((kind) => network.model.items(`/interface/${kind}-client`))
    .filter((client) => client.isDisabled === false)
    .filter((client) => remoteOfProfile(network, client.text("profile")) === address)
    .flatMap(({ name }) => name ?? []);
}

function serversOf({ model }: Network, kind: string): readonly Item[] {
  return model
    .items(`/interface/${kind}-server/server`)
    .filter((server) =>
      server.origin === "settings" ? server.text("enabled") === "yes" : server.isDisabled === false,
    );
}

/** Accounts with an interface of their own are told by that. */
function isBound({ model }: Network, kind: string, account: Item): boolean {
  return model
    .items(`/interface/${kind}-server`)
    .some((binding) => binding.isDisabled !== true && binding.text("user") === account.name);
}

/** Pools and addresses: of accounts for the service, by themselves or by their profile, and of the servers' profiles. */
function remotesOf(network: Network, kind: string, servers: readonly Item[]): readonly string[] {
  const accounts = accountsFor(network, kind).filter((secret) => !isBound(network, kind, secret));
  const found = [
    ...servers.map((server) => remoteOfProfile(network, server.text("default-profile"))),
    ...accounts.map((secret) => remoteOf(network, secret)),
  ];
  return [...new Set(found.filter((remote) => remote !== undefined && remote !== ""))].map(String);
}

function accountsFor({ model }: Network, kind: string): readonly Item[] {
  return model
    .items("/ppp/secret")
    .filter(
      (secret) => secret.isDisabled !== true && ["any", kind].includes(secret.text("service") ?? "any"),
    );
}

function addressesOf({ model }: Network, remote: string): PrefixSet | undefined {
  const pools = poolChain(model, poolCalled(model, remote));
  return parseAddressSet(remote) ?? united(pools.map((pool) => parseAddressSet(pool.text("ranges") ?? "")));
}

function wireguardPeers({ model }: Network): readonly TunnelUsers[] {
  const isOn = (item: Item) => item.isDisabled === false;
  return model
    .items("/interface/wireguard")
    .filter(isOn)
    .flatMap(({ name }): TunnelUsers[] => {
      const peers = model
        .items("/interface/wireguard/peers")
        .filter((peer) => isOn(peer) && peer.text("interface") === name);
      const source = united(peers.map((peer) => parseAddressSet(peer.text("allowed-address") ?? "")));
      const isAnybody = source === undefined || containsSet(source, everyAddress("ip"));
      return name === undefined || isAnybody
        ? []
        : [{ name: `peers of \`${name}\``, interface: name, source }];
    });
}

function united(sets: readonly (PrefixSet | undefined)[]): PrefixSet | undefined {
  const all = sets.reduce<PrefixSet>((set, one) => (one === undefined ? set : unite(set, one)), NO_ADDRESSES);
  return all.spans.length === 0 ? undefined : all;
}
