import type { Item } from "../model/model.ts";
import {
  containsSet,
  everyAddress,
  notPublicAddresses,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  unite,
} from "../values/prefix-set.ts";
import { type Answer, allOf, answerOf, anyOf, not } from "./answer.ts";
import type { Network } from "./network.ts";
import { type Packet, protocolName } from "./packet.ts";
import { poolCalled, poolChain } from "./pools.ts";

/** What IPsec would do with packets of one configuration on their way out. */
export interface IpsecPolicies {
  /** The first policy that takes the packet as it is now; "unknown" answers come before a certain one. */
  outgoing(packet: Packet): readonly PolicyMatch[];
  /** Whether packets from these addresses come out of a tunnel: a responder's pool, the far side of a policy. */
  arrives(source: PrefixSet): Answer;
  /** The mode-config of an initiator that translates and takes the packet ahead of the srcnat rules. */
  modeConfig(packet: Packet): readonly PolicyMatch[];
}

export interface PolicyMatch {
  readonly item: Item;
  readonly answer: "yes" | "unknown";
  readonly action: "encrypt" | "discard" | "none";
  readonly peer: string | undefined;
}

interface Initiator {
  readonly item: Item;
  readonly peer: string | undefined;
  readonly exists: Answer;
  readonly list: string | undefined;
  readonly mark: string | undefined;
  readonly destinations: PrefixSet;
}

export function createIpsecPolicies(network: Network): IpsecPolicies {
  const policies = network.model
    .items("/ip/ipsec/policy")
    .filter((p) => p.isDisabled !== true && p.text("template") !== "yes");
  const [initiators, pools] = [readInitiators(network), readResponderPools(network)];
  return {
    outgoing: (packet) => {
      const answers = policies.map((item) => [item, policyTakes(network, item, packet)] as const);
      return [...firstMatches(answers, policyMatch), ...poolMatches(pools, packet)];
    },
    arrives: (source) =>
      anyOf([arrivesFrom(network, policies, pools, source), arrivesByModeConfig(initiators, source)]),
    modeConfig: (packet) =>
      firstMatches(
        initiators.map((i) => [i, initiatorTakes(network, i, packet)] as const),
        (i, answer) => ({ item: i.item, answer, action: "encrypt", peer: i.peer }),
      ),
  };
}

/** Whether any policy would take the packet: what `ipsec-policy=out,ipsec` asks. */
export function goesIntoIpsec(policies: IpsecPolicies, packet: Packet): Answer {
  return anyOf(
    policies
      .outgoing(packet)
      .filter((m) => m.action === "encrypt")
      .map((m) => m.answer),
  );
}

/** All undecided ones up to the first certain one. */
function firstMatches<T>(
  answers: readonly (readonly [T, Answer])[],
  match: (item: T, answer: "yes" | "unknown") => PolicyMatch,
): readonly PolicyMatch[] {
  const found: PolicyMatch[] = [];
  for (const [item, answer] of answers) {
    if (answer === "no") continue;
    found.push(match(item, answer));
    if (answer === "yes") break;
  }
  return found;
}

function arrivesFrom(
  network: Network,
  policies: readonly Item[],
  pools: readonly ResponderPool[],
  source: PrefixSet,
): Answer {
  if (pools.some(({ addresses }) => containsSet(addresses, source))) return "yes";
  if (policies.some((policy) => passesBy(policy, source))) return "no";
  const far = policies.filter(
    (policy) => (policy.text("action") ?? "encrypt") === "encrypt" && policy.text("peer"),
  );
  return anyOf(
    far.map((policy) => {
      const set = parseAddressSet(policy.text("dst-address") ?? "");
      const isThere = set !== undefined && containsSet(set, source) && !containsSet(set, everyAddress("ip"));
      return isThere ? peerExists(network, (policy.text("peer") ?? "").split(",")[0] ?? "") : "no";
    }),
  );
}

/** Set apart from IPsec, whatever other policies say of networks around it. */
function passesBy(policy: Item, source: PrefixSet): boolean {
  const set = parseAddressSet(policy.text("dst-address") ?? "");
  const from = parseAddressSet(policy.text("src-address") ?? "");
  return (
    policy.text("action") === "none" &&
    policy.isDisabled === false &&
    set !== undefined &&
    containsSet(set, source) &&
    from !== undefined &&
    containsSet(from, everyAddress("ip"))
  );
}

/** What an initiator's tunnel leads to may come out of it; what is public comes in clear as well. */
function arrivesByModeConfig(initiators: readonly Initiator[], source: PrefixSet): Answer {
  const isThere = initiators.some(({ destinations }) => containsSet(destinations, source));
  return isThere && containsSet(notPublicAddresses(), source) ? "unknown" : "no";
}

function policyMatch(item: Item, answer: "yes" | "unknown"): PolicyMatch {
  const action = item.text("action");
  return {
    item,
    answer,
    action: action === "none" || action === "discard" ? action : "encrypt",
    peer: item.text("peer"),
  };
}

function policyTakes(network: Network, item: Item, packet: Packet): Answer {
  const peer = item.text("peer");
  const answers: Answer[] = [
    item.isCertain && item.isDisabled === false ? "yes" : "unknown",
    peer ? peerExists(network, peer.split(",")[0] ?? peer) : "yes",
    side(item, "src-address", packet.src),
    side(item, "dst-address", packet.dst),
  ];
  const protocol = item.text("protocol") ?? "all";
  if (protocol !== "all" && protocol !== "255") {
    answers.push(
      packet.protocol === undefined ? "unknown" : answerOf(protocolName(protocol) === packet.protocol),
    );
  }
  for (const [property, port] of [
    ["src-port", packet.srcPort],
    ["dst-port", packet.dstPort],
  ] as const) {
    const wanted = item.text(property) ?? "any";
    if (wanted !== "any" && wanted !== "0")
      answers.push(port === undefined ? "unknown" : answerOf(Number(wanted) === port));
  }
  return allOf(answers);
}

function side(item: Item, property: string, set: PrefixSet): Answer {
  const text = item.text(property);
  const own = text === undefined || text === "" ? undefined : parseAddressSet(text);
  if (!own) return text === undefined || text === "" ? "no" : "unknown";
  if (containsSet(own, set)) return "yes";
  return overlaps(own, set) ? "unknown" : "no";
}

function peerExists(network: Network, name: string): Answer {
  const peer = network.model.items("/ip/ipsec/peer").find((p) => p.name === name);
  if (!peer) return network.model.absenceMeansDefault("/ip/ipsec/peer") ? "no" : "unknown";
  if (peer.isDisabled === true) return "no";
  return peer.isCertain && peer.isDisabled === false ? "yes" : "unknown";
}

/** Initiators: identities with a mode-config of `responder=no` that selects hosts by list or connection mark. */
function readInitiators(network: Network): readonly Initiator[] {
  return network.model.items("/ip/ipsec/identity").flatMap((identity) => {
    const config = modeConfigOf(network, identity);
    if (identity.isDisabled === true || config?.text("responder") !== "no") return [];
    const list = config.text("src-address-list") || undefined;
    const mark = config.text("connection-mark") || undefined;
    if (list === undefined && (mark === undefined || mark === "no-mark")) return [];
    const peer = identity.text("peer");
    const generates = (identity.text("generate-policy") ?? "no") !== "no";
    const exists = allOf([
      answerOf(generates),
      peer ? peerExists(network, peer) : "unknown",
      identity.isCertain && identity.isDisabled === false ? "yes" : "unknown",
    ]);
    if (exists === "no") return [];
    return [
      { item: config, peer, exists, list, mark, destinations: templateDestinations(network, identity) },
    ];
  });
}

function modeConfigOf(network: Network, identity: Item): Item | undefined {
  const name = identity.text("mode-config");
  return name ? network.model.items("/ip/ipsec/mode-config").find((m) => m.name === name) : undefined;
}

/** Destinations of the policy templates in the identity's group; everything when none is written. */
function templateDestinations(network: Network, identity: Item): PrefixSet {
  const group = identity.text("policy-template-group") || "default";
  const written = network.model
    .items("/ip/ipsec/policy")
    .filter(
      (p) =>
        p.text("template") === "yes" && p.isDisabled !== true && (p.text("group") ?? "default") === group,
    )
    .flatMap((p) => parseAddressSet(p.text("dst-address") ?? "") ?? []);
  return written.length === 0 ? everyAddress() : written.reduce(unite);
}

/** The router's own rule is `src-address-list=L dst-address-list=!L`, or `connection-mark=M` (manual: IPsec, mode config). */
function initiatorTakes(network: Network, initiator: Initiator, packet: Packet): Answer {
  const answers: Answer[] = [
    initiator.exists,
    containsSet(initiator.destinations, packet.dst) ? "yes" : "no",
  ];
  if (initiator.list !== undefined) {
    answers.push(inList(network, initiator.list, packet, packet.src));
    answers.push(not(inList(network, initiator.list, packet, packet.dst)));
  }
  if (initiator.mark !== undefined && initiator.mark !== "no-mark") {
    const mark = packet.connectionMark;
    answers.push(mark === "unknown" ? "unknown" : answerOf(mark !== "none" && mark.name === initiator.mark));
  }
  return allOf(answers);
}

function inList(network: Network, name: string, packet: Packet, set: PrefixSet): Answer {
  const list = network.addressList(packet.family, name);
  if (containsSet(list.certain, set)) return "yes";
  return list.mayHoldMore || overlaps(list.certain, set) ? "unknown" : "no";
}

interface ResponderPool {
  readonly item: Item;
  readonly peer: string | undefined;
  readonly addresses: PrefixSet;
  /** What the other end may talk with; everything for users. */
  readonly sources?: PrefixSet;
}

/** Packets to a road warrior's address, or to a site that calls from anywhere, go into its tunnel while it is up. */
function readResponderPools(network: Network): readonly ResponderPool[] {
  return network.model.items("/ip/ipsec/identity").flatMap((identity) => {
    const config = modeConfigOf(network, identity);
    const peer = identity.text("peer");
    if (identity.isDisabled === true || config?.text("responder") === "no") return [];
    if (peer && peerExists(network, peer) === "no") return [];
    if (!config) return waitingSites(network, identity, peer);
    const isAsked = identity.text("auth-method") === "eap-radius";
    const sets = [...givenAddresses(network, config), ...(isAsked ? framedAddresses(network) : [])];
    return sets.length === 0 ? [] : [{ item: config, peer, addresses: sets.reduce(unite) }];
  });
}

/** The one address of a mode-config, else those of its pool and of the pools that help it out. */
function givenAddresses({ model }: Network, config: Item): readonly PrefixSet[] {
  const address = config.text("address");
  const texts = address
    ? [address]
    : poolChain(model, poolCalled(model, config.text("address-pool"))).map((pool) => pool.text("ranges"));
  return texts.flatMap((text) => parseAddressSet(text ?? "") ?? []);
}

/** Templates that name both networks: the policy is made from them when the site calls. */
function waitingSites(network: Network, identity: Item, peer: string | undefined): readonly ResponderPool[] {
  const group = identity.text("policy-template-group");
  if ((identity.text("generate-policy") ?? "no") === "no" || !group || group === "default") return [];
  return network.model.items("/ip/ipsec/policy").flatMap((item) => {
    const isOurs = item.text("template") === "yes" && item.text("group") === group;
    const [addresses, sources] = [item.text("dst-address"), item.text("src-address")].map((text) =>
      parseAddressSet(text ?? ""),
    );
    if (!isOurs || item.isDisabled === true || !addresses || !sources) return [];
    return containsSet(addresses, everyAddress("ip")) ? [] : [{ item, peer, addresses, sources }];
  });
}

/** Addresses that the router's own RADIUS server gives to single users. */
function framedAddresses(network: Network): readonly PrefixSet[] {
  return network.model
    .items("/user-manager/user")
    .filter((user) => user.isDisabled !== true)
    .flatMap((user) => /(?:^|,)Framed-IP-Address:([^,]+)/.exec(user.text("attributes") ?? "")?.[1] ?? [])
    .flatMap((text) => parseAddressSet(text) ?? []);
}

function poolMatches(pools: readonly ResponderPool[], packet: Packet): readonly PolicyMatch[] {
  return pools
    .filter(
      ({ addresses, sources }) =>
        containsSet(addresses, packet.dst) && (sources === undefined || containsSet(sources, packet.src)),
    )
    .slice(0, 1)
    .map((p) => ({ item: p.item, answer: "yes", action: "encrypt", peer: p.peer }));
}
