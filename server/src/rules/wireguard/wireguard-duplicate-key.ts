import { isRealKey, PEERS, peerLabel, peersOf } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

export const wireguardDuplicateKey = defineRule({
  id: "wireguard-duplicate-key",
  group: "wireguard",
  title: "Two peers with one key",
  severity: "error",
  why: "A key is the peer's identity; two entries for it are one peer, whose addresses and endpoint the later entry takes over.",
  advice: "Make a key pair for each device, or join the entries.",
  references: ["Manual: WireGuard"],
  compliance: ["K"],
  cwe: [694],
  presets: ["recommended", "strict", "vpn"],
  bad: '/interface wireguard peers\nadd allowed-address=10.0.0.2/32 interface=office public-key="cHVibGljIGtleSBmb3IgYW4gZXhhbXBsZSwgbm90IHJlYWw="\nadd allowed-address=10.0.0.3/32 interface=office public-key="cHVibGljIGtleSBmb3IgYW4gZXhhbXBsZSwgbm90IHJlYWw="\n',
  good: '/interface wireguard peers\nadd allowed-address=10.0.0.2/32 interface=office public-key="cHVibGljIGtleSBmb3IgYW4gZXhhbXBsZSwgbm90IHJlYWw="\nadd allowed-address=10.0.0.3/32 interface=lab public-key="cHVibGljIGtleSBmb3IgYW4gZXhhbXBsZSwgbm90IHJlYWw="\n',
  fixes: { "own-key": "needs-input" },
  on: [PEERS],
  check(item, { model }) {
    const key = item.text("public-key");
    if (item.isDisabled !== false || !isRealKey(key)) return undefined;
    const twin = peersOf(model, item.text("interface")).find(
      (peer) => peer.index < item.index && peer.text("public-key") === key,
    );
    if (twin === undefined) return undefined;
    return {
      at: { item, property: "public-key" },
      item,
      message: `The public key of ${peerLabel(item)} is that of ${peerLabel(twin)} already.`,
      related: [{ at: { item: twin, property: "public-key" }, message: "the same key" }],
      fixes: [
        {
          id: "own-key",
          title: "Write the peer's own key",
          changes: [{ kind: "set", item, properties: { "public-key": "<PEER-PUBLIC-KEY>" } }],
          inputs: [
            {
              name: "peer-public-key",
              description: "The public key that the peer itself shows for its interface.",
            },
          ],
        },
      ],
    };
  },
});
