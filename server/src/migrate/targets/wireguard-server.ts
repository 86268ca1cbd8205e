import { placeholderOf } from "../../edit/placeholders.ts";
import type { Item, Model } from "../../model/model.ts";
import { poolChain } from "../../traffic/pools.ts";
import { parseIpAddress } from "../../values/ip.ts";
import {
  formatAddressSet,
  isEmpty,
  NO_ADDRESSES,
  type PrefixSet,
  parseAddressSet,
  subtract,
  unite,
} from "../../values/prefix-set.ts";
import { replaceAccepts } from "../carry/accepts.ts";
import {
  type Account,
  accountsOf,
  addressBeside,
  hosts,
  poolAddresses,
  poolHosts,
  profilePool,
  type Seat,
  wireguardPeerOf,
} from "../carry/accounts.ts";
import { endServer } from "../carry/end-server.ts";
import { warnOfInnerIpsec } from "../carry/inner-ipsec.ts";
import { joinedInterface, listsHolding } from "../carry/joined-server.ts";
import { lansOf } from "../carry/local-networks.ts";
import { reviewLost, reviewMentions } from "../carry/mentions.ts";
import { clampMss, hasPppClamp, tunnelMtu } from "../carry/mss.ts";
import { uniqueName } from "../carry/name.ts";
import { namedUsers, shrinkPools } from "../carry/named-sessions.ts";
import { profileOf } from "../carry/ppp-profile.ts";
import { carryProfiles } from "../carry/profile-effects.ts";
import { given } from "../carry/properties.ts";
import { hasProxyArp } from "../carry/proxy-arp.ts";
import { repointAll, warnLayerTwo } from "../carry/repoint.ts";
import { networkOf } from "../carry/routed-client.ts";
import { dropSessionRoutes } from "../carry/session-routes.ts";
import { carryAllPpp, carryUserRules } from "../carry/session-rules.ts";
import { dropStrangers } from "../carry/strangers.ts";
import { tunnelNetwork } from "../carry/tunnel-network.ts";
import { groupsByLists, listsOfUser } from "../carry/user-lists.ts";
import { warnUsers } from "../carry/user-notes.ts";
import { carryUserRoutes } from "../carry/user-routes.ts";
import { createDraft, type PlanDraft } from "../draft.ts";
import type { Plan, PlanContext, Tunnel, Ways } from "../plan.ts";
import { freePortsOf } from "./wireguard-client.ts";
import { addPeers, seatsOf, writeClientFiles } from "./wireguard-peers.ts";
import { addSite, isOff, needsOwn, offAsItsLine, sideOfSite, sitesOf, usersOf } from "./wireguard-sites.ts";

/**
 * A PPTP or L2TP server and its accounts become one WireGuard interface with a peer for each; a site that runs a
 * routing protocol gets an interface of its own, and so do users in other interface lists than most.
 */
export function planWireguardServer(tunnel: Tunnel, context: PlanContext): Plan {
  const { model } = context;
  const draft = createDraft(tunnel, "wireguard", context);
  const mtu = tunnelMtu(model);
  const accounts = accountsOf(model, tunnel);
  const there = accounts.filter(({ secret }) => wireguardPeerOf(model, secret) !== undefined);
  const seats = seatsOf(
    draft,
    accounts.filter((account) => !there.includes(account)),
  ).map((seat) => offAsItsLine(draft, seat));
  const homes = there.map((account) => homeOf(draft, account));
  const apart = seats.filter(({ account }) => needsOwn(draft, account));
  const [users = [], ...others] = groupsByLists(
    model,
    seats.filter((seat) => !apart.includes(seat)),
  );
  const isShared = users.length > 0 || (apart.length === 0 && there.length === 0);
  const [first] = users;
  const joined = isShared
    ? joinedInterface(draft, first ? listsOfUser(model, first.account) : [])
    : undefined;
  const isNew = isShared && joined === undefined;
  const ports = freePortsOf(model, apart.length + others.length + (isNew ? 1 : 0));
  const sites = sitesOf(
    draft,
    { routed: apart, groups: others },
    isNew ? ports.slice(1) : ports,
    serverName(draft),
  );
  const port = joined?.text("listen-port") ?? ports[0] ?? "";
  const shared = isShared ? addShared(draft, users, { joined, port, mtu }) : undefined;
  for (const site of sites) {
    addInterface(draft, { ...site, mtu, isOff: isOff(site), who: usersOf(site) });
    addSite(draft, site, mtu);
  }
  const placed = [...seats.map(placedAccount), ...there];
  expectFreed(draft, addressesOf(model, placed).drawn, placed);
  replaceAccepts(draft, [
    { protocol: "udp", port: doorsOf(model, ports, [...homes, joined?.name ?? ""]), comment: "WireGuard" },
  ]);
  namedUsers(draft, accounts);
  shrinkPools(
    draft,
    accounts,
    seats.flatMap(({ address, account }) => [address, account.local ?? ""]),
  );
  dropSessionRoutes(draft, accounts);
  endServer(draft, accounts);
  warnOfServer(draft, accounts);
  warnUsers(draft, accounts);
  tellOfAddresses(draft, accounts, { seats, mtu });
  const side = { port, mtu, lans: ipv4Lans(model) };
  writeClientFiles(draft, seats, (seat) => {
    const site = sites.find((each) => each.seats.includes(seat));
    return site === undefined
      ? { ...side, networks: shared?.networks.get(seat) ?? [] }
      : { ...side, ...sideOfSite(site, seat) };
  });
  reviewMentions(draft, mentionNames(tunnel, accounts));
  const own = shared === undefined ? [] : [shared.name];
  return draft.finish(waysOf(accounts, [...own, ...sites.map(({ name }) => name), ...homes]));
}

/** Interfaces that the users came in by, and those that they come in by now. */
function waysOf(accounts: readonly Account[], now: readonly string[]): Ways {
  const sessions = accounts.flatMap(({ user, binding }) => [
    binding?.name ?? "",
    ...["pptp", "l2tp", "ppp"].map((kind) => `<${kind}-${user}>`),
  ]);
  // An account of any service may still come in by the other server, under that one's name.
  const other = accounts.flatMap(({ isAny, user }) => (isAny ? [`<pptp-${user}>`, `<l2tp-${user}>`] : []));
  return { before: ["<ppp>", ...sessions.filter((each) => each !== "")], after: [...now, ...other] };
}

/** The interface of one who moved with another server already. */
function homeOf(draft: PlanDraft, { secret, user }: Account): string {
  const name = wireguardPeerOf(draft.context.model, secret)?.text("interface") ?? "";
  draft.warn(`\`${user}\` has a peer on \`${name}\` already, and gets no second one.`, secret);
  return name;
}

/** The new ports, and those of interfaces that are there already and have users of this server. */
function doorsOf(model: Model, ports: readonly string[], homes: readonly string[]): string {
  const known = model.items("/interface/wireguard").filter(({ name }) => homes.includes(name ?? ""));
  return [...new Set([...ports, ...known.flatMap((item) => item.text("listen-port") ?? [])])].join(",");
}

interface Shared {
  readonly name: string;
  /** Networks of the tunnel that a user reaches: its own, and for a site those of the others. */
  readonly networks: ReadonlyMap<Seat, readonly string[]>;
}

/** The interface that all users without one of their own meet at. */
function addShared(
  draft: PlanDraft,
  seats: readonly Seat[],
  { joined, port, mtu }: { readonly joined: Item | undefined; readonly port: string; readonly mtu: number },
): Shared {
  const name = joined?.name ?? serverName(draft);
  const accounts = seats.map(({ account }) => account);
  if (joined === undefined)
    addInterface(draft, { name, port, mtu, isOff: false, who: "All users meet here" });
  const placed = addAddresses(draft, name, seats);
  addPeers(draft, name, seats);
  carryUserRoutes(draft, seats, name, new Set(seats.filter((seat) => !placed.has(seat))));
  carryAllPpp(draft, name);
  carryUserRules(draft, accounts, (account) => seatAddress(seats, account), name);
  const lists = repointBindings(draft, accounts, name);
  carryProfiles(draft, seats, name, lists);
  const hasSites = seats.some(({ account }) => account.networks.length > 0);
  if (hasSites && !hasPppClamp(draft.context.model)) clampMss(draft, name, mtu);
  return { name, networks: networksOf(seats, placed) };
}

function networksOf(
  seats: readonly Seat[],
  placed: ReadonlyMap<Seat, string>,
): ReadonlyMap<Seat, readonly string[]> {
  const all = [...new Set(placed.values())];
  return new Map(
    seats.map((seat) => {
      const { local, networks } = seat.account;
      const own = placed.get(seat) ?? (parseIpAddress(local ?? "") ? `${local}/32` : undefined);
      const others = networks.length > 0 ? all : [];
      return [seat, [...new Set([...(own === undefined ? [] : [own]), ...others])]];
    }),
  );
}

function serverName({ context }: PlanDraft): string {
  return uniqueName("wg-vpn", (name) => context.model.names("iface").includes(name));
}

function seatAddress(seats: readonly Seat[], account: Account): string {
  return seats.find((seat) => seat.account === account)?.address ?? "";
}

interface NewInterface {
  readonly name: string;
  readonly port: string;
  readonly mtu: number;
  readonly isOff: boolean;
  /** Whom it is for, as the beginning of a sentence. */
  readonly who: string;
}

function addInterface(draft: PlanDraft, { name, port, mtu, isOff: isUnused, who }: NewInterface): void {
  const add = {
    kind: "add",
    menu: "/interface/wireguard",
    properties: given({
      comment: `replaces the ${draft.tunnel.name}`,
      disabled: draft.tunnel.isDisabled || isUnused ? "yes" : undefined,
      "listen-port": port,
      mtu: String(mtu),
      name,
    }),
  } as const;
  draft.step({
    title: `WireGuard interface \`${name}\``,
    reason: `${who}; its private key is made on the router, or set there, and stands in no export.`,
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
}

/**
 * One address for each local address of the accounts, with a network wide enough for its users; gives that network.
 * Users with addresses of a network that another interface has are left out: they get host routes.
 */
function addAddresses(draft: PlanDraft, name: string, seats: readonly Seat[]): ReadonlyMap<Seat, string> {
  const { model } = draft.context;
  const placed = new Map<Seat, string>();
  if (seats.length === 0) addProfileAddress(draft, name);
  for (const local of new Set(seats.map(({ account }) => account.local))) {
    const group = seats.filter(({ account }) => account.local === local);
    for (const seat of group) {
      const home = addressBeside(model, seat.address);
      if (home?.text("interface") === name) placed.set(seat, networkText(home.text("address") ?? ""));
    }
    const rest = group.filter((seat) => !placed.has(seat) && !isInOtherNetwork(draft, seat, local));
    const network = addGroupAddress(draft, name, local, rest);
    if (network !== undefined) for (const seat of rest) placed.set(seat, network);
  }
  return placed;
}

/** `10.9.0.1/24` lies in `10.9.0.0/24`. */
function networkText(address: string): string {
  return `${networkOf(address) ?? address.split("/")[0] ?? ""}/${address.split("/")[1] ?? "32"}`;
}

/** The user's address, or the router's own in this tunnel, lies in the network of another interface. */
function isInOtherNetwork(draft: PlanDraft, { address }: Seat, local: string | undefined): boolean {
  const { model } = draft.context;
  const home = addressBeside(model, address);
  if (home !== undefined) warnOfNeighbours(draft, home);
  return home !== undefined || addressBeside(model, local ?? "") !== undefined;
}

/** Hosts of the users' network ask for them by ARP; it is no matter where the router's own address in the tunnel is. */
function warnOfNeighbours({ context: { model }, tunnel, warn }: PlanDraft, home: Item): void {
  const name = home.text("interface") ?? "";
  if (model.items("/interface/wireguard").some((own) => own.name === name)) return;
  const need = hasProxyArp(model, name)
    ? "that interface needs `arp=proxy-arp` as before"
    : "hosts there reach them only when that interface has `arp=proxy-arp`, which it does not have in this file";
  warn(
    `Users of the ${tunnel.name} have addresses of the network of \`${name}\`: they get host routes, and ${need}.`,
    home,
  );
}

/** The group's network; undefined where there is none that only they are in, so that they get host routes. */
function addGroupAddress(
  draft: PlanDraft,
  name: string,
  local: string | undefined,
  group: readonly Seat[],
): string | undefined {
  if (group.length === 0) return undefined;
  const accounts = group.map(placedAccount);
  const { users, fixed } = addressesOf(draft.context.model, accounts);
  if (local === undefined || isEmpty(fixed)) {
    const address = askServerAddress(draft);
    addAddress(draft, name, address, "It is the address that you give.");
    return expectNetwork(draft, address, users, accounts) ?? placeholderOf("networks");
  }
  const network = tunnelNetwork(draft.context.model, local, { fixed, all: users });
  if (network === undefined) {
    addAddress(draft, name, `${local}/32`, HOST_ROUTES);
    expectNetwork(draft, `${local}/32`, users, accounts);
    return undefined;
  }
  const address = `${local}/${network.length}`;
  addAddress(draft, name, address, network.isNamed ? NAMED : CHOSEN);
  return expectNetwork(draft, address, users, accounts);
}

const NAMED = "The file names this network for the users, so rules about it still fit.";
const CHOSEN =
  "The file names no network for the users: this is the smallest network that holds the router's address and all that the old server could give.";
const HOST_ROUTES =
  "No network holds the users and nobody else, so each of them gets a host route, as at login.";

/** The network of the router's new address, which is there without a login now. */
function expectNetwork(
  draft: PlanDraft,
  address: string,
  users: PrefixSet,
  accounts: readonly Account[],
): string | undefined {
  const start = networkOf(address);
  const network = start === undefined ? undefined : `${start}/${address.split("/")[1] ?? "32"}`;
  expectFreed(draft, unite(users, parseAddressSet(network ?? "") ?? NO_ADDRESSES), accounts);
  return network;
}

/** The old server made interfaces and addresses at login; now they are written, for those who have an account. */
function expectFreed(draft: PlanDraft, all: PrefixSet, group: readonly Account[]): void {
  const peers = hosts(group.flatMap(({ isDisabled, address }) => (isDisabled ? [] : address)));
  draft.expect({
    about: "tunnel-address",
    address: formatAddressSet(subtract(all, peers), Number.POSITIVE_INFINITY),
    reason:
      "addresses of the tunnel's network that belong to no account, or to the router itself, are no longer given out at login",
  });
}

/** Without accounts in the file, the server's own profile tells the network. */
function addProfileAddress(draft: PlanDraft, name: string): void {
  const { model } = draft.context;
  const profile = profileOf(model, draft.tunnel.item);
  const local = profile?.property("local-address")?.text ?? "";
  const pool = model
    .items("/ip/pool")
    .find((item) => item.name === profile?.property("remote-address")?.text);
  const users = pool === undefined ? NO_ADDRESSES : poolHosts(pool);
  const network = tunnelNetwork(model, local, { fixed: NO_ADDRESSES, all: users });
  if (network === undefined) {
    const address = askServerAddress(draft);
    addAddress(draft, name, address, "It is the address that you give.");
    expectNetwork(draft, address, users, []);
    return;
  }
  addAddress(draft, name, `${local}/${network.length}`, network.isNamed ? NAMED : CHOSEN);
  expectNetwork(draft, `${local}/${network.length}`, users, []);
}

/** With the address that was answered, where it is another. */
function placedAccount({ account, address }: Seat): Account {
  return { ...account, address };
}

function addressesOf(
  model: Model,
  group: readonly Account[],
): { readonly users: PrefixSet; readonly fixed: PrefixSet; readonly drawn: PrefixSet } {
  const pools = new Set(
    group
      .flatMap(({ pool, profile }) => pool ?? profilePool(model, profile) ?? [])
      .flatMap((pool) => poolChain(model, pool)),
  );
  const fixed = hosts(group.map(({ address }) => address));
  let users = fixed;
  for (const pool of pools) users = unite(users, poolHosts(pool));
  const drawn = [...pools].map(poolAddresses).reduce(unite, users);
  return { users, fixed, drawn };
}

function askServerAddress(draft: PlanDraft): string {
  return draft.input({
    name: "server-address",
    kind: "host-prefix",
    description:
      "The router's address in the new tunnel with its network, as 10.10.10.1/24; the old server's profile does not tell.",
  });
}

function addAddress(draft: PlanDraft, name: string, address: string, reason: string): void {
  const add = {
    kind: "add",
    menu: "/ip/address",
    properties: given({ address, interface: name, network: networkOf(address) }),
  } as const;
  draft.step({
    title: `Address ${address}`,
    reason,
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
}

/**
 * What names a binding and is no firewall rule, queue or route (those went with its user): list members, OSPF and
 * the like; everything of a binding whose user is not in the file.
 */
function repointBindings(draft: PlanDraft, accounts: readonly Account[], name: string): Set<string> {
  const handled = /^\/(?:ip\/firewall\/(?:filter|nat|mangle|raw)|queue\/simple|ip\/route)$/;
  const lists = new Set(listsHolding(draft.context.model, name));
  const known = accountsOf(draft.context.model, draft.tunnel);
  for (const binding of draft.tunnel.bindings ?? []) {
    const hasUser = accounts.some((account) => account.binding === binding);
    if (!hasUser && known.some((account) => account.binding === binding)) continue;
    const own = draft.tunnel.dependents.filter(
      ({ target, command }) =>
        target.kind === "item" && target.items.includes(binding) && !(hasUser && handled.test(command.menu)),
    );
    const kept = hasUser || accounts.length === 0 ? own : dropStrangers(draft, own, binding);
    repointAll(draft, kept, binding.name ?? "", name, lists);
    warnLayerTwo(draft, own, name);
  }
  return lists;
}

function warnOfServer(draft: PlanDraft, accounts: readonly Account[]): void {
  const { model } = draft.context;
  if (model.items("/ppp/aaa").some((item) => item.text("use-radius") === "yes"))
    draft.warn(
      "RADIUS users, their limits and the accounting have no place in WireGuard; only the accounts of this file get a peer.",
    );
  if (accounts.length === 0)
    draft.warn(
      "No account for this server is in the file (`/user-manager` and RADIUS are not exported): add a peer for each user by hand.",
    );
  const limited = accounts.filter(({ secret }) => (secret.property("caller-id")?.text ?? "") !== "");
  for (const { secret, user } of limited)
    draft.warn(`\`${user}\` could log in from \`caller-id\` only; WireGuard has no such limit.`, secret);
  for (const { secret, user } of accounts.filter(({ secret: item }) =>
    /[1-9]/.test(item.property("limit-bytes-in")?.text ?? item.property("limit-bytes-out")?.text ?? ""),
  ))
    draft.warn(`\`${user}\`'s traffic limit is not carried over.`, secret);
}

/** Users who are given another address, which leaves what names the old one, and IPsec between those that stay. */
function tellOfAddresses(
  draft: PlanDraft,
  accounts: readonly Account[],
  { seats, mtu }: { readonly seats: readonly Seat[]; readonly mtu: number },
): void {
  for (const { account, address } of seats)
    if (account.address !== undefined && account.pool === undefined && account.address !== address)
      reviewLost(draft, [account.address], `the address that \`${account.user}\` had; it is ${address} now`);
  warnOfInnerIpsec(
    draft,
    accounts.flatMap(({ address }) => address ?? []),
    mtu,
  );
}

function mentionNames(tunnel: Tunnel, accounts: readonly Account[]): readonly string[] {
  const own = tunnel.kind.replace("-server", "");
  return [
    tunnel.kind,
    ...(tunnel.bindings ?? []).flatMap(({ name }) => name ?? []),
    ...accounts.map(({ user }) => `<${own}-${user}>`),
  ];
}

/** For the users' AllowedIPs. */
function ipv4Lans(model: Model): readonly string[] {
  return lansOf(model).flatMap(({ address }) => (address.includes(":") ? [] : [address]));
}
