import type { Item } from "../../model/model.ts";
import { containsSet, overlaps, sameAddresses } from "../../values/prefix-set.ts";
import { type Allowed, allowedOf, narrowAllowed, PEERS, peerLabel, peersOf } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

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
  on: [PEERS],
  check(item, { model }) {
    if (item.isDisabled !== false) return undefined;
    const own = allowedOf(item).filter(({ isAny }) => !isAny);
    const earlier = peersOf(model, item.text("interface")).filter((peer) => peer.index < item.index);
    const clashes = earlier.flatMap((peer) => clash(own, peer) ?? []);
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
  },
});

interface Clash {
  readonly peer: Item;
  readonly own: string;
  readonly other: string;
  readonly isSame: boolean;
  /** The peer's own prefix is the wider one, which is the one to narrow. */
  readonly isWider: boolean;
}

function clash(own: readonly Allowed[], peer: Item): Clash | undefined {
  const pairs = own.flatMap((mine) =>
    allowedOf(peer)
      .filter((theirs) => !theirs.isAny && overlaps(mine.set, theirs.set))
      .map((theirs) => ({
        peer,
        own: mine.text,
        other: theirs.text,
        isSame: sameAddresses(mine.set, theirs.set),
        isWider: containsSet(mine.set, theirs.set),
      })),
  );
  return pairs.find(({ isSame }) => isSame) ?? pairs[0];
}
