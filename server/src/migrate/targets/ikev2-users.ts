import type { InputNeeded } from "../../edit/change.ts";
import type { Item, Model } from "../../model/model.ts";
import { poolChain } from "../../traffic/pools.ts";
import { formatIpAddress, formatIpPrefix, networkOf as networkAt, parseIpAddress } from "../../values/ip.ts";
import {
  containsSet,
  NO_ADDRESSES,
  type PrefixSet,
  parseAddressSet,
  rangesOf,
  singleAddress,
  unite,
} from "../../values/prefix-set.ts";
import {
  type Account,
  addressBeside,
  hosts,
  networkAround,
  poolHosts,
  profilePool,
} from "../carry/accounts.ts";
import { lansOf } from "../carry/local-networks.ts";
import { uniqueName } from "../carry/name.ts";
import { carryPoolLists } from "../carry/pool-lists.ts";
import { profileOf } from "../carry/ppp-profile.ts";
import { carryAddressList, carryRateLimit } from "../carry/profile-effects.ts";
import { commentOf, given } from "../carry/properties.ts";
import { addItems } from "../carry/retire.ts";
import { tunnelNetwork, type UserAddresses } from "../carry/tunnel-network.ts";
import { nameOfUser } from "../carry/user-names.ts";
import type { PlanDraft } from "../draft.ts";
import { isVersion } from "../router-version.ts";

/** The responder: `name` of its profile, proposal, group and mode config; `peer` may be one that was there. */
export interface Responder {
  readonly name: string;
  readonly peer: string;
  /** Proposal of other sites, which know PFS. */
  readonly siteProposal: string;
  /** The peer was there, and its profile does not take what the users' devices are told to offer. */
  readonly isWeak?: boolean;
}

/** What users find, and what they are told of it. */
export interface UserService extends Responder {
  /** Networks behind the router and its sites: what users send into the tunnel. */
  readonly behind: readonly string[];
}

/** Networks of the users' addresses, which policies may be made for. */
export function networksOf(draft: PlanDraft, users: readonly Account[]): readonly string[] {
  const found: string[] = [];
  const byServer = users.length === 0 ? serverSeat(draft) : [];
  for (const { local, pool, address } of [...users, ...byServer]) {
    const known = found.some((network) => holds(network, address));
    if (known && pool === undefined) continue;
    const network =
      pool === undefined
        ? hostNetwork(address)
        : poolNetwork(draft.context.model, { local, address }, usersOf(draft.context.model, users, pool));
    if (network !== undefined && !found.includes(network)) found.push(network);
  }
  const whole = found.filter(
    (network) => !found.some((other) => other !== network && holdsAll(other, network)),
  );
  return whole.length > 0 ? whole : [draft.input(USER_NETWORK)];
}

/** RADIUS alone knows the users, so the server's own profile tells their pool. */
function serverSeat({ context, tunnel }: PlanDraft): readonly Pick<Account, "local" | "pool" | "address">[] {
  const profile = profileOf(context.model, tunnel.item);
  const pool = profilePool(context.model, profile);
  if (pool === undefined) return [];
  const local = profile?.property("local-address")?.text;
  const [first] = rangesOf(hostsOf(context.model, pool));
  const address = first && formatIpAddress({ family: first.family, value: first.first });
  return [{ local, pool, address }];
}

const USER_NETWORK: InputNeeded = {
  name: "user-network",
  kind: "prefix",
  description:
    "Network of the users' addresses, as 10.10.10.0/24; neither the accounts nor their profiles tell it.",
};

function holds(network: string, address: string | undefined): boolean {
  const at = parseIpAddress(address ?? "");
  const set = parseAddressSet(network);
  return at !== undefined && set !== undefined && containsSet(set, singleAddress(at));
}

function holdsAll(outer: string, inner: string): boolean {
  const [a, b] = [parseAddressSet(outer), parseAddressSet(inner)];
  return a !== undefined && b !== undefined && containsSet(a, b);
}

function hostNetwork(address: string | undefined): string | undefined {
  return address === undefined ? undefined : `${address}/32`;
}

function hostsOf(model: Model, pool: Item): PrefixSet {
  return poolChain(model, pool).map(poolHosts).reduce(unite, NO_ADDRESSES);
}

/** All that a pool can give, and what it gave to those who are known. */
function usersOf(model: Model, users: readonly Account[], pool: Item): UserAddresses {
  const drawn = users.filter((user) => user.pool === pool).map(({ address }) => address);
  return { fixed: hosts(drawn), all: hostsOf(model, pool) };
}

/** The network that WireGuard would have for them. Policies share addresses with other networks as routes cannot. */
function poolNetwork(
  model: Model,
  { local, address }: Pick<Account, "local" | "address">,
  users: UserAddresses,
): string | undefined {
  const isNear = parseIpAddress(local ?? "") !== undefined && nearPool(local ?? "", address);
  const start = isNear ? local : address;
  const at = parseIpAddress(start ?? "");
  if (at === undefined || start === undefined) return undefined;
  const length = tunnelNetwork(model, start, users)?.length ?? networkAround(start, users.all, false);
  return length === undefined || length < 8 ? undefined : formatIpPrefix(networkAt({ address: at, length }));
}

/** The server's own address may lie in quite another network than its pool. */
function nearPool(local: string, address: string | undefined): boolean {
  return local.split(".").slice(0, 3).join(".") === (address ?? "").split(".").slice(0, 3).join(".");
}

/** How one user logs in, in the words of an identity. */
export type UserLogin = (user: Account) => Readonly<Record<string, string | undefined>>;

/** An identity for each user; those with an address of their own get a mode config of their own. */
export function addUsers(
  draft: PlanDraft,
  responder: UserService,
  users: readonly Account[],
  loginOf: UserLogin,
): void {
  const isKnown = (user: Account) => isThere(draft, responder, user, loginOf(user));
  const missing = users.filter((user) => !isKnown(user));
  expectLeft(draft, users, missing);
  const configs = sharedConfigs(draft, responder, missing);
  const listed = carryPoolLists(draft, missing);
  for (const user of missing) {
    const isShared = drawsFromPool(user);
    const own = isShared ? configs.get(user.pool?.name) : fixedConfig(draft, responder, user);
    addIdentity(draft, responder, user, own ?? responder.name, loginOf(user));
    carryOwn(draft, user, isShared, listed);
  }
}

/** Pools that only accounts of any service drew from, who keep the place that another server's move gave. */
function expectLeft(draft: PlanDraft, users: readonly Account[], missing: readonly Account[]): void {
  const pools = new Set(users.flatMap(({ pool }) => pool ?? []));
  for (const { pool } of missing) if (pool !== undefined) pools.delete(pool);
  if (missing.length === users.length) return;
  for (const pool of pools)
    draft.expect({
      about: "tunnel-address",
      address: pool.text("ranges") ?? "",
      reason: "who drew from this pool has a place already, from another server's move",
    });
}

/** An account for any service may have moved with another server. */
function isThere(
  draft: PlanDraft,
  { peer }: Responder,
  { user, secret }: Account,
  login: Readonly<Record<string, string | undefined>>,
): boolean {
  const wanted = login["remote-certificate"];
  const found = draft.context.model
    .items("/ip/ipsec/identity")
    .some((item) => item.text("peer") === peer && item.text("remote-certificate") === wanted);
  if (wanted === undefined || !found) return false;
  draft.warn(`\`${user}\` has an identity of peer \`${peer}\` already, and gets no second one.`, secret);
  return true;
}

export function drawsFromPool({ pool, address }: Account): boolean {
  return pool !== undefined || address === undefined;
}

/** One mode config for each pool that users draw from; names by pool. */
function sharedConfigs(
  draft: PlanDraft,
  responder: UserService,
  users: readonly Account[],
): ReadonlyMap<string | undefined, string> {
  const shared = users.filter(drawsFromPool);
  const names = new Map<string | undefined, string>();
  for (const pool of new Set(shared.map((user) => user.pool?.name))) {
    const [first] = shared.filter((user) => user.pool?.name === pool);
    const name = uniqueName(
      responder.name,
      (each) => [...names.values()].includes(each) || isForOthers(draft.context.model, each, pool, first),
    );
    names.set(pool, name);
    addModeConfig(draft, { ...responder, name }, { "address-pool": pool ?? askPool(draft, name) }, first);
  }
  return names;
}

/** The profile's; the router's address in the old tunnel goes with that, so its address in the LAN stands for it. */
function nameServers(model: Model, user: Pick<Account, "profile" | "local"> | undefined): string {
  const lans = lansOf(model).map(({ address }) => address);
  const isOwn = (text: string) => lans.some((network) => holds(network, text.split("/")[0]));
  const [own] = model
    .items("/ip/address")
    .flatMap((item) => item.text("address") ?? [])
    .filter(isOwn);
  const inLan = own?.split("/")[0];
  const servers = (user?.profile?.property("dns-server")?.text ?? "").split(",");
  const isGone = (server: string) => server === user?.local && addressBeside(model, server) === undefined;
  return [...new Set(servers.map((server) => (isGone(server) ? (inLan ?? server) : server)))].join(",");
}

/** A mode config of that name gives other addresses or name servers. */
function isForOthers(
  model: Model,
  name: string,
  pool: string | undefined,
  user: Account | undefined,
): boolean {
  const known = model.items("/ip/ipsec/mode-config").find((item) => item.name === name);
  if (known === undefined) return false;
  const dns = nameServers(model, user);
  return known.text("address-pool") !== pool || (known.text("static-dns") ?? "") !== dns;
}

export function askPool(draft: PlanDraft, name: string): string {
  const ranges = draft.input({
    name: "user-addresses",
    kind: "addresses",
    description:
      "Addresses for the users, as 10.10.10.10-10.10.10.100; neither the accounts nor their profiles tell them.",
  });
  addItems(draft, { title: `Pool \`${name}\``, reason: "The users need addresses of their own." }, [
    { menu: "/ip/pool", properties: { name, ranges } },
  ]);
  return name;
}

/** `address=` of a mode config is there from 7.9 on; before, a pool of one address does the same. */
function fixedConfig(draft: PlanDraft, responder: UserService, user: Account): string {
  const name = `${responder.name}-${nameOfUser(draft.context, user.secret).slug}`;
  const address = user.address ?? "";
  if (isVersion(draft.context.model, ">=7.9") === true) {
    addModeConfig(draft, { ...responder, name }, { address }, user);
    return name;
  }
  addItems(
    draft,
    { title: `Pool \`${name}\` of one address`, reason: "The user keeps the address the old server gave." },
    [{ menu: "/ip/pool", properties: { name, ranges: address } }],
  );
  addModeConfig(draft, { ...responder, name }, { "address-pool": name }, user);
  return name;
}

export function addModeConfig(
  draft: PlanDraft,
  { name, behind }: Pick<UserService, "name" | "behind">,
  addresses: Readonly<Record<string, string | undefined>>,
  user: Pick<Account, "profile" | "local"> | undefined,
): void {
  const dns = nameServers(draft.context.model, user);
  addItems(
    draft,
    {
      title: `Mode config \`${name}\``,
      reason: "It gives users what the PPP profile gave: an address, name servers, routes.",
    },
    [
      {
        menu: "/ip/ipsec/mode-config",
        properties: given({
          ...addresses,
          "address-prefix-length": "32",
          name,
          "split-include": behind.length === 0 ? undefined : behind.join(","),
          "static-dns": dns === "" ? undefined : dns,
          "system-dns": dns === "" ? undefined : "no",
        }),
      },
    ],
  );
}

function addIdentity(
  draft: PlanDraft,
  responder: Responder,
  { user, secret, isDisabled }: Account,
  modeConfig: string,
  login: Readonly<Record<string, string | undefined>>,
): void {
  addItems(
    draft,
    {
      title: `Identity of \`${user}\``,
      reason: "Whoever holds this certificate is this user; the password is of no more use.",
    },
    [
      {
        menu: "/ip/ipsec/identity",
        properties: given({
          ...login,
          comment: commentOf(secret) ?? user,
          disabled: isDisabled ? "yes" : undefined,
          "generate-policy": "port-strict",
          "mode-config": modeConfig,
          peer: responder.peer,
          "policy-template-group": responder.name,
        }),
      },
    ],
  );
}

/** Limits and lists go by address, so they need one that stays. */
export function carryOwn(
  draft: PlanDraft,
  account: Account,
  isShared: boolean,
  /** Profiles whose pools stand in their address lists. */
  listed: ReadonlySet<Item>,
): void {
  if (!isShared) {
    const address = account.address ?? "";
    const seat = {
      account,
      address,
      allowed: [`${address}/32`],
      slug: nameOfUser(draft.context, account.secret).slug,
    };
    carryRateLimit(draft, seat);
    carryAddressList(draft, seat);
    return;
  }
  const isListed = account.profile !== undefined && listed.has(account.profile);
  const lost = (isListed ? ["rate-limit"] : ["rate-limit", "address-list"]).filter(
    (name) => (account.profile?.property(name)?.text ?? "") !== "",
  );
  if (lost.length > 0)
    draft.warn(
      `${lost.map((name) => `\`${name}\``).join(" and ")} of profile \`${account.profile?.name ?? ""}\` acted on each session; users with an address of the pool get none. Give them fixed addresses where it matters, or a queue for the pool's network.`,
      account.profile,
    );
}
