import type { Item } from "../../model/model.ts";
import { admitsAnyHost, peerLabel, peerOf } from "../facts/ipsec.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule, type Fix } from "../rule.ts";

export const ipsecPskAnyPeer = defineRule({
  id: "ipsec-psk-any-peer",
  group: "ipsec",
  title: "One pre-shared key for everyone",
  severity: "warning",
  why: "Any host of the internet may try the key, and everyone who holds it can pose as the router to the others.",
  advice: "Give road warriors certificates or EAP, and other peers their own address and key.",
  references: ["Manual: IPsec", "NIST SP 800-77r1"],
  compliance: ["A"],
  cwe: [287],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip ipsec peer\nadd exchange-mode=ike2 name=clients passive=yes\n/ip ipsec identity\nadd peer=clients secret=<PSK>\n",
  good: "/ip ipsec peer\nadd exchange-mode=ike2 name=clients passive=yes\nadd address=192.0.2.7/32 exchange-mode=ike2 name=psk\n/ip ipsec identity\nadd auth-method=digital-signature certificate=server peer=clients\nadd peer=psk secret=<PSK>\n",
  fixes: { certificate: "needs-input" },
  on: ["/ip/ipsec/identity", "/ip/ipsec/peer"],
  check(item, { model }) {
    const peer = peerOf(model, item);
    if (item.isDisabled !== false || peer?.isDisabled !== false || !admitsAnyHost(peer)) return undefined;
    const isEarly = item.menu === "/ip/ipsec/peer";
    // Up to 6.43 the peer itself holds the key; later ones without identity have none.
    if (isEarly && item.property("secret") === undefined) return undefined;
    const method =
      (isEarly ? item.property("auth-method")?.text : item.text("auth-method")) ?? "pre-shared-key";
    if (!method.startsWith("pre-shared-key")) return undefined;
    return {
      at: { item, property: isEarly ? "address" : "peer" },
      item,
      severity: peer.text("exchange-mode") === "aggressive" ? "error" : "warning",
      message: `Peer ${peerLabel(peer)} takes any address, and one pre-shared key lets everyone in.`,
      related: isEarly
        ? []
        : [{ at: { item: peer, property: "address" }, message: "the peer for any address" }],
      fixes: isEarly || isVersion(model, ">=6.45") === false ? [] : [certificate(item)],
    };
  },
});

function certificate(identity: Item): Fix {
  return {
    id: "certificate",
    title: "Log in by certificate (every client needs one)",
    changes: [
      {
        kind: "set",
        item: identity,
        properties: {
          "auth-method": "digital-signature",
          certificate: "<ROUTER-CERTIFICATE>",
          secret: undefined,
        },
      },
    ],
    inputs: [
      {
        name: "router-certificate",
        description: "Name of this router's certificate in `/certificate print`.",
      },
    ],
  };
}
