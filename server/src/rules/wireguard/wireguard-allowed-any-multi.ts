import { allowedOf, narrowAllowed, PEERS, peerLabel, peersOf } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

export const wireguardAllowedAnyMulti = defineRule({
  id: "wireguard-allowed-any-multi",
  group: "wireguard",
  title: "One of several peers takes every address",
  severity: "error",
  why: "With several peers on an interface, the one that is allowed everything gets all that the others do not name, and of two such peers one is dead.",
  advice: "Give a peer for all traffic an interface of its own.",
  references: ["Manual: WireGuard"],
  compliance: ["N"],
  cwe: [1289],
  presets: ["recommended", "strict", "vpn"],
  bad: '/interface wireguard peers\nadd allowed-address=10.0.0.2/32 interface=office public-key="<KEY-A>"\nadd allowed-address=0.0.0.0/0 interface=office public-key="<KEY-B>"\n',
  good: '/interface wireguard peers\nadd allowed-address=10.0.0.2/32 interface=office public-key="<KEY-A>"\nadd allowed-address=0.0.0.0/0,::/0 interface=exit public-key="<KEY-B>"\n',
  fixes: { narrow: "needs-input" },
  on: [PEERS],
  check(item, { model }) {
    const any = allowedOf(item).find(({ isAny }) => isAny);
    if (item.isDisabled !== false || any === undefined) return undefined;
    const others = peersOf(model, item.text("interface")).filter((peer) => peer !== item);
    const rivals = others.filter((peer) => allowedOf(peer).some(({ text }) => text === any.text));
    const [rival] = rivals;
    // Of two rivals the later one is shown.
    if (others.length === 0 || (rival !== undefined && rival.index > item.index)) return undefined;
    return {
      at: { item, property: "allowed-address" },
      item,
      severity: rival === undefined ? "warning" : "error",
      message:
        rival === undefined
          ? `${sentence(peerLabel(item))} takes \`${any.text}\`, though \`${item.text("interface") ?? ""}\` has other peers.`
          : `${sentence(peerLabel(item))} and ${peerLabel(rival)} both take \`${any.text}\`: only one of them works.`,
      related: (rival === undefined ? others : rivals).map((peer) => ({
        at: { item: peer, property: "allowed-address" },
        message: "another peer of the interface",
      })),
      fixes: [narrowAllowed(item)],
    };
  },
});

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
