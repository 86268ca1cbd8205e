import type { Item, Model } from "../../model/model.ts";
import { containsSet, sameAddresses } from "../../values/prefix-set.ts";
import { type Allowed, allowedOf, narrowAllowed, PEERS, peerLabel } from "../facts/wireguard.ts";
import { defineRule, type Finding } from "../rule.ts";

export const wireguardAllowedOverlap = defineRule({
  id: "wireguard-allowed-overlap",
  group: "wireguard",
  title: "Peers share allowed addresses",
  severity: "error",
  why: "An address belongs to one peer of an interface: for the same prefix only one peer counts, and a wider one loses the part that a narrower one has.",
  advice: "Give every peer of the interface addresses of its own.",
  references: ["Manual: WireGuard"],
  compliance: ["N"],
  cwe: [1289],
  presets: ["recommended", "strict", "vpn"],
  bad: '/interface wireguard peers\nadd allowed-address=10.0.0.2/32 interface=office public-key="<KEY-A>"\nadd allowed-address=10.0.0.2/32,10.1.0.0/24 interface=office public-key="<KEY-B>"\n',
  good: '/interface wireguard peers\nadd allowed-address=10.0.0.2/32 interface=office public-key="<KEY-A>"\nadd allowed-address=10.0.0.2/32 interface=lab public-key="<KEY-B>"\nadd allowed-address=10.0.0.0/24 disabled=yes interface=office public-key="<KEY-C>"\n',
  fixes: { narrow: "needs-input" },
  // Once for all peers: each asking about every other takes minutes where there are thousands.
  on: "model",
  check: (model) =>
    [...peersByInterface(model).values()].flatMap((peers) =>
      [...clashesOf(peers)].flatMap(([peer, clashes]) => findingOf(peer, clashes) ?? []),
    ),
});

function peersByInterface(model: Model): ReadonlyMap<string, readonly Item[]> {
  const found = new Map<string, Item[]>();
  for (const peer of model.items(PEERS)) {
    if (peer.isDisabled !== false) continue;
    const name = peer.text("interface") ?? "";
    const same = found.get(name);
    if (same === undefined) found.set(name, [peer]);
    else same.push(peer);
  }
  return found;
}

/** One prefix of a peer, as a stretch of all addresses there are. */
interface Stretch {
  readonly peer: Item;
  readonly allowed: Allowed;
  readonly first: bigint;
  readonly last: bigint;
}

/** By the later of two peers: what overlaps, one clash for each earlier peer. */
function clashesOf(peers: readonly Item[]): ReadonlyMap<Item, readonly Clash[]> {
  const pairs = new Map<Item, Map<Item, Clash[]>>();
  for (const [a, b] of overlappingPairs(peers.flatMap(stretchesOf))) {
    if (a.peer === b.peer) continue;
    const [own, other] = a.peer.index < b.peer.index ? [b, a] : [a, b];
    const byPeer = pairs.get(own.peer) ?? new Map<Item, Clash[]>();
    pairs.set(own.peer, byPeer);
    byPeer.set(other.peer, [...(byPeer.get(other.peer) ?? []), clash(own.allowed, other)]);
  }
  const inOrder = [...pairs].sort(([a], [b]) => a.index - b.index);
  return new Map(
    inOrder.map(([own, byPeer]) => {
      const earlier = [...byPeer].sort(([a], [b]) => a.index - b.index);
      return [own, earlier.flatMap(([, found]) => found.find(({ isSame }) => isSame) ?? found[0] ?? [])];
    }),
  );
}

function stretchesOf(peer: Item): readonly Stretch[] {
  return allowedOf(peer).flatMap((allowed) => {
    const [span] = allowed.set.spans;
    return allowed.isAny || span === undefined ? [] : [{ peer, allowed, first: span.first, last: span.last }];
  });
}

/** Swept from the lowest address on: only those that reach so far are still to be compared. */
function* overlappingPairs(stretches: readonly Stretch[]): Generator<readonly [Stretch, Stretch]> {
  let open: Stretch[] = [];
  for (const next of [...stretches].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    open = open.filter(({ last }) => last >= next.first);
    for (const other of open) yield [other, next];
    open.push(next);
  }
}

function findingOf(item: Item, clashes: readonly Clash[]): Finding | undefined {
  const first = clashes.find(({ isSame }) => isSame) ?? clashes[0];
  if (first === undefined) return undefined;
  return {
    at: { item, property: "allowed-address" },
    item,
    // Networks within a wider one are how several sites behind one peer are told apart: worth knowing, seldom wrong.
    severity: first.isSame ? "error" : "info",
    message: first.isSame
      ? `\`${first.own}\` is allowed for ${peerLabel(item)} and for ${peerLabel(first.peer)}: only one of them works.`
      : `\`${first.own}\` of ${peerLabel(item)} and \`${first.other}\` of ${peerLabel(first.peer)} overlap: the narrower one wins.`,
    related: clashes.map(({ peer }) => ({
      at: { item: peer, property: "allowed-address" },
      message: "overlaps with this peer",
    })),
    fixes: first.isSame || first.isWider ? [narrowAllowed(item)] : [],
  };
}

interface Clash {
  readonly peer: Item;
  readonly own: string;
  readonly other: string;
  readonly isSame: boolean;
  /** The peer's own prefix is the wider one, which is the one to narrow. */
  readonly isWider: boolean;
}

function clash(mine: Allowed, { peer, allowed: theirs }: Stretch): Clash {
  return {
    peer,
    own: mine.text,
    other: theirs.text,
    isSame: sameAddresses(mine.set, theirs.set),
    isWider: containsSet(mine.set, theirs.set),
  };
}
