import { isVersion } from "../facts/version-gate.ts";
import { PEERS, peerLabel, waitsForPeer } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

/** What only a server keeps for its client: the words of the client's configuration file. */
const CLIENT_WORDS = [
  "client-address",
  "client-endpoint",
  "client-dns",
  "client-keepalive",
  "client-listen-port",
];

/** `responder` since 7.17, `is-responder` in 7.15 and 7.16 (inspect dumps). */
export const wireguardResponderFlag = defineRule({
  id: "wireguard-responder-flag",
  group: "wireguard",
  title: "Server keeps dialling its client",
  severity: "info",
  why: "Without the responder flag the router tries to reach the client at its last address again and again, long after it has gone.",
  advice: "Set responder=yes for peers that dial in.",
  versions: ">=7.15",
  references: ["Manual: WireGuard"],
  presets: ["strict"],
  bad: '# 2025-03-14 09:26:53 by RouterOS 7.17.2\n/interface wireguard peers\nadd allowed-address=10.0.0.2/32 client-address=10.0.0.2/32 client-endpoint=vpn.example.com interface=office name=phone public-key="<KEY-A>"\n',
  good: '# 2025-03-14 09:26:53 by RouterOS 7.17.2\n/interface wireguard peers\nadd allowed-address=10.0.0.2/32 client-address=10.0.0.2/32 interface=office name=phone public-key="<KEY-A>" responder=yes\nadd allowed-address=10.0.0.3/32 endpoint-address=192.0.2.7 endpoint-port=13231 interface=office name=client public-key="<KEY-B>"\n',
  fixes: { responder: "suggestion" },
  on: [PEERS],
  check(item, { model }) {
    const flag = isVersion(model, ">=7.17") === false ? "is-responder" : "responder";
    if (item.isDisabled !== false || item.property(flag)?.text === "yes") return undefined;
    const words = CLIENT_WORDS.filter((name) => (item.property(name)?.text ?? "") !== "");
    // An imported client file leaves client-dns and the like on a peer that this router does dial.
    const word = waitsForPeer(item) ? words[0] : words.find((name) => name === "client-endpoint");
    if (word === undefined) return undefined;
    return {
      at: { item, property: word },
      item,
      message: `This router dials ${peerLabel(item)}, though that one is its client.`,
      fixes: [
        {
          id: "responder",
          title: "Only answer it",
          changes: [{ kind: "set", item, properties: { [flag]: "yes" } }],
        },
      ],
    };
  },
});
