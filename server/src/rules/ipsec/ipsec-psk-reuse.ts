import type { Item, Model } from "../../model/model.ts";
import { label, menuWords } from "../facts/label.ts";
import { isPlaceholder } from "../facts/secret-strength.ts";
import { defineRule } from "../rule.ts";

/** Where else the same string would open a door, [menu, property]. */
const OTHERS = [
  ["/ip/ipsec/identity", "secret"],
  ["/ip/ipsec/peer", "secret"],
  ["/interface/l2tp-server/server", "ipsec-secret"],
  ["/interface/l2tp-client", "ipsec-secret"],
  ["/ppp/secret", "password"],
  ["/radius", "secret"],
  ["/interface/wireless/security-profiles", "wpa2-pre-shared-key"],
  ["/interface/wireless/security-profiles", "wpa-pre-shared-key"],
  ["/interface/wifi/security", "passphrase"],
] as const;

export const ipsecPskReuse = defineRule({
  id: "ipsec-psk-reuse",
  group: "ipsec",
  title: "Pre-shared key used twice",
  severity: "warning",
  why: "Who learns the key in one place has it for the other as well, and one leak means changing all of them.",
  advice: "Give every peer a key of its own.",
  references: ["Manual: IPsec", "NIST SP 800-77r1"],
  compliance: ["K"],
  cwe: [1391],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip ipsec identity\nadd peer=north secret=q7Rk2mVx9Tf4Zs8Lw3Hd\nadd peer=south secret=q7Rk2mVx9Tf4Zs8Lw3Hd\n",
  good: "/ip ipsec identity\nadd peer=north secret=q7Rk2mVx9Tf4Zs8Lw3Hd\nadd peer=south secret=Bn5Yc1Gp6Kj0Wd7Sa4Xe\nadd peer=east secret=xxxxxxxx\nadd peer=west secret=xxxxxxxx\n",
  on: ["/ip/ipsec/identity", "/ip/ipsec/peer"],
  check(item, { model }) {
    const secret = item.property("secret")?.text;
    if (item.isDisabled === true || secret === undefined || secret === "" || isPlaceholder(secret))
      return undefined;
    const [first, ...more] = holders(model, secret).filter((other) => other.item !== item);
    // Of two identities the later one is shown.
    if (first === undefined || isLater(first.item, item)) return undefined;
    const whose = item.text("peer") ?? item.name ?? item.text("address");
    return {
      at: { item, property: "secret" },
      item,
      message: `The pre-shared key of ${whose === undefined ? label(item) : `\`${whose}\``} is used in \`${menuWords(first.item.menu)}\` too.`,
      related: [first, ...more].map(({ item: other, property }) => ({
        at: { item: other, property },
        message: "the same secret",
      })),
    };
  },
});

function isLater(other: Item, item: Item): boolean {
  return other.menu === item.menu && other.index > item.index;
}

function holders(model: Model, secret: string): { readonly item: Item; readonly property: string }[] {
  return OTHERS.flatMap(([menu, property]) =>
    model
      .items(menu)
      .filter((item) => item.isDisabled !== true && item.property(property)?.text === secret)
      .map((item) => ({ item, property })),
  );
}
