import { label } from "../facts/label.ts";
import { isRealKey, PEERS, peerLabel, WIREGUARD } from "../facts/wireguard.ts";
import { REDACTED, REDACTED_INPUT } from "../facts/written-secrets.ts";
import { defineRule } from "../rule.ts";

export const wireguardPrivateKeyInFile = defineRule({
  id: "wireguard-private-key-in-file",
  group: "wireguard",
  title: "WireGuard key in the file",
  severity: "error",
  why: "Who reads the file can pose as this router, or as its peer, and decrypt what they send from then on.",
  advice: "Take the key out of the file, and make a new one if the file has left the router.",
  references: ["Manual: WireGuard", "Manual: List of menus with sensitive parameters"],
  compliance: ["K"],
  cwe: [312, 798],
  presets: ["recommended", "strict", "vpn"],
  bad: '/interface wireguard\nadd listen-port=13231 name=office private-key="KGJhc2U2NCBleGFtcGxlIG9mIGEga2V5LCBub3QgcmVhbCk="\n',
  good: '/interface wireguard\nadd listen-port=13231 name=office\nadd listen-port=13232 name=masked private-key="xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx="\n/interface wireguard peers\nadd allowed-address=10.0.0.2/32 interface=office preshared-key=auto private-key=none public-key="<PEER-PUBLIC-KEY>"\n',
  fixes: { redact: "needs-input" },
  on: [WIREGUARD, PEERS],
  check(item) {
    return ["private-key", "preshared-key"].flatMap((property) => {
      if (!isRealKey(item.property(property)?.text)) return [];
      const owner = item.menu === PEERS ? peerLabel(item) : label(item);
      return [
        {
          at: { item, property },
          item,
          // A disabled interface's key is no less known.
          severity: "error" as const,
          message: `The ${property === "private-key" ? "private" : "preshared"} key of ${owner} is written in the file.`,
          fixes: [
            {
              id: "redact",
              title: "Replace it in the file",
              changes: [{ kind: "set" as const, item, properties: { [property]: REDACTED } }],
              inputs: [REDACTED_INPUT],
            },
          ],
        },
      ];
    });
  },
});
