import type { Item } from "../../model/model.ts";
import { poolChain } from "../../traffic/pools.ts";
import { formatIpPrefix, networkOf, parseIpPrefix } from "../../values/ip.ts";
import {
  complement,
  formatAddressSet,
  NO_ADDRESSES,
  notPublicAddresses,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  subtract,
  unite,
} from "../../values/prefix-set.ts";
import { type Account, poolAddresses, profilePool } from "../carry/accounts.ts";
import { connectedNetworks, routedNetworks } from "../carry/local-networks.ts";
import { nearerNetworks, policies } from "../carry/nearer-routes.ts";
import { isFullTunnel, mainDestinations, type Selection } from "../carry/policy-selection.ts";
import { profileOf } from "../carry/ppp-profile.ts";
import { label } from "../carry/properties.ts";
import { type Steering, tableOf } from "../carry/steering.ts";
import { masquerades, outerInterfaces } from "../carry/wan-side.ts";
import type { PlanDraft } from "../draft.ts";
import type { Branch } from "./ikev2-branches.ts";

/** Differences in the packets' ways that follow from there being no interface. */
export function expectPolicyPaths(
  draft: PlanDraft,
  steering: Steering,
  selection: Selection,
  far: readonly string[],
): void {
  draft.expect({ about: "local", reason: "packets to the router itself are no longer marked" });
  draft.expect({ about: "router", reason: "the router's own packets are not chosen by the mode-config" });
  for (const address of far)
    draft.expect({ about: "tunnel-address", address, reason: "the old tunnel's own addresses are gone" });
  if (!isTranslated(draft))
    draft.expect({
      about: "translation",
      reason: "the other end gives one address, so all sources are translated to it",
    });
  expectBackups(draft, steering, selection);
  if (selection.destinations.includes("0.0.0.0/0")) expectHidden(draft);
  expectNoCallers(draft, steering, selection);
  if (selection.kind !== "list" || !isFullTunnel(draft, steering)) return;
  const own = selection.entries
    .map(({ address }) => parseAddressSet(address) ?? NO_ADDRESSES)
    .reduce(unite, NO_ADDRESSES);
  expectOuterNetworks(draft);
  draft.expect({
    about: "source",
    address: formatAddressSet(complement(own), Number.POSITIVE_INFINITY),
    reason: "only networks behind the router go into the tunnel",
  });
}

/** Private sources that no port of the router has: by the provider's line they are strangers, out of the tunnel they are not. */
function expectHidden(draft: PlanDraft): void {
  const { model } = draft.context;
  const near = [...connectedNetworks(model, []), ...routedNetworks(model, [])];
  const address = formatAddressSet(
    subtract(notPublicAddresses(), union(near.map((network) => parseAddressSet(network.address)))),
    Number.POSITIVE_INFINITY,
  );
  draft.expect({
    about: "undecided",
    address,
    from: address,
    reason: "a source that is not behind this router may come out of the tunnel now, by the same line",
  });
}

/** The other end sees the address it gave, and nothing behind it. */
function expectNoCallers(draft: PlanDraft, steering: Steering, { destinations }: Selection): void {
  const named = destinations.filter((network) => network !== "0.0.0.0/0");
  const there = [...new Set([...named, ...mainDestinations(draft, steering)])];
  const behind = there.map((network) => {
    const nearer = nearerNetworks(draft, steering, network);
    return subtract(parseAddressSet(network) ?? NO_ADDRESSES, union(nearer.map(parseAddressSet)));
  });
  const networks = there.filter((network) => network !== "0.0.0.0/0");
  if (there.length === 0) return;
  if (networks.length > 0)
    draft.warn(
      `Hosts in ${networks.join(", ")} can answer through the tunnel, but open nothing to this side: the initiator translates all sources to one address. Where they must, and the other end is yours, move it as a site with \`--set overlay=gre\`.`,
    );
  expectSpared(draft, union(there.map(parseAddressSet)));
  draft.expect({
    about: "source",
    address: formatAddressSet(union(behind), Number.POSITIVE_INFINITY),
    reason: "the other end cannot open connections to what the initiator translates",
  });
}

/** The mark spares networks of sites, from whatever source; policies take only what comes from theirs. */
function expectSpared(draft: PlanDraft, behind: PrefixSet): void {
  for (const policy of policies(draft.context.model)) {
    const there = policy.text("dst-address") ?? "";
    const to = parseAddressSet(there);
    const here = parseAddressSet(policy.text("src-address") ?? "");
    if (to === undefined || here === undefined || !overlaps(to, behind)) continue;
    draft.expect({
      about: "destination",
      address: there,
      from: formatAddressSet(complement(here), Number.POSITIVE_INFINITY),
      reason: `${label(policy)} leads to that network, and this source is none of the policy's`,
    });
  }
}

/** Where a second route leads to the same network, what the mode-config does not choose takes that one now. */
function expectBackups(draft: PlanDraft, { routes }: Steering, selection: Selection): void {
  if (selection.kind !== "list") return;
  const ours = new Set(routes.filter((route) => tableOf(route) === "main").map(destinationOf));
  const backups = draft.context.model
    .items("/ip/route")
    .filter(
      (route) => !routes.includes(route) && tableOf(route) === "main" && ours.has(destinationOf(route)),
    );
  const chosen = selection.entries
    .map(({ address }) => parseAddressSet(address) ?? NO_ADDRESSES)
    .reduce(unite, NO_ADDRESSES);
  for (const route of backups) {
    const address = destinationOf(route);
    draft.expect({
      about: "undecided",
      address,
      reason: `the file does not tell where the other route to ${address} leads`,
    });
    draft.expect({
      about: "destination",
      address,
      from: formatAddressSet(complement(chosen), Number.POSITIVE_INFINITY),
      reason: `the other route to ${address} takes what is not from \`${selection.list}\``,
    });
  }
}

function destinationOf(route: Item): string {
  return route.property("dst-address")?.text || "0.0.0.0/0";
}

function isTranslated({ context, tunnel }: PlanDraft): boolean {
  const named = new Set(tunnel.dependents.map(({ item }) => item));
  return masquerades(context.model).some(
    (rule) =>
      named.has(rule) ||
      rule.property("out-interface-list") !== undefined ||
      rule.property("out-interface") === undefined,
  );
}

/** The mode-config's rule stands above all others, so even the provider's modem is asked for through the tunnel. */
function expectOuterNetworks(draft: PlanDraft): void {
  const { model } = draft.context;
  const outer = outerInterfaces(model, [draft.tunnel.item.name ?? ""]);
  const networks = model
    .items("/ip/address")
    .filter((item) => outer.includes(item.text("interface") ?? "") && item.isDisabled !== true)
    .flatMap((item) => parseIpPrefix(item.text("address") ?? "") ?? [])
    .map((prefix) => formatIpPrefix(networkOf(prefix)));
  if (networks.length === 0) return;
  draft.warn(
    `Hosts in the tunnel reach the provider's own network (${networks.join(", ")}) through the tunnel too: the mode-config translates all their packets.`,
  );
  for (const address of networks)
    draft.expect({
      about: "destination",
      address,
      reason: "the mode-config takes packets to the provider's own network too",
    });
}

/** Addresses that belong to users by pool or account; what else lies in their networks was given to nobody. */
export function expectServerPaths(
  draft: PlanDraft,
  users: readonly Account[],
  sites: readonly Branch[],
  networks: readonly string[],
): void {
  const kept = union(
    users.flatMap(({ pool, address }) =>
      pool ? poolChain(draft.context.model, pool).map(poolAddresses) : [parseAddressSet(address ?? "")],
    ),
  );
  const there = union(sites.flatMap(({ account }) => account.networks).map(parseAddressSet));
  const ends = [
    ...users.map(({ local }) => local),
    ...sites.flatMap(({ account: { local, address } }) => [local, address]),
  ];
  const all = union([...networks, ...ends].map((text) => parseAddressSet(text ?? "")));
  const write = (set: PrefixSet) => formatAddressSet(set, Number.POSITIVE_INFINITY);
  draft.expect({
    about: "tunnel-address",
    address: write(subtract(all, kept)),
    reason: "addresses of the old tunnels that belong to no user are gone",
  });
  draft.expect({
    about: "undecided",
    address: write(unite(unite(kept, poolOfServer(draft)), there)),
    reason:
      "packets to users now take the default route to their policy, and the file does not tell whether that route is up",
  });
  draft.expect({ about: "router", reason: "policies between networks do not take the router's own packets" });
  expectLetOut(draft, write(unite(kept, there)));
}

/** RouterOS's own firewall lets through whatever leaves by a policy, from the provider's side too. */
function expectLetOut(draft: PlanDraft, address: string): void {
  const rule = draft.context.model
    .items("/ip/firewall/filter")
    .find(
      (each) =>
        each.isDisabled === false &&
        each.text("chain") === "forward" &&
        each.text("action") === "accept" &&
        each.text("ipsec-policy") === "out,ipsec" &&
        each.property("connection-state") === undefined,
    );
  if (rule === undefined) return;
  draft.warn(
    `${label(rule)} lets through whatever goes to the users and sites, now that policies lead there: from any interface, the provider's too.`,
    rule,
  );
  draft.expect({
    about: "destination",
    address,
    isOpening: true,
    reason: `${label(rule)} lets through what goes into IPsec`,
  });
}

function union(sets: readonly (PrefixSet | undefined)[]): PrefixSet {
  return sets.map((set) => set ?? NO_ADDRESSES).reduce(unite, NO_ADDRESSES);
}

/** Sessions without an account of their own draw from the pool of the server's profile. */
function poolOfServer({ context, tunnel }: PlanDraft): PrefixSet {
  const pool = profilePool(context.model, profileOf(context.model, tunnel.item));
  return pool === undefined ? NO_ADDRESSES : union(poolChain(context.model, pool).map(poolAddresses));
}
