import type { Model } from "../../model/model.ts";
import { without } from "../facts/ipsec.ts";
import { enumerate, listOf } from "../facts/label.ts";
import { isTunnelOn, placeOf, tunnelSubject, whenDefault } from "../facts/tunnel-ends.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule } from "../rule.ts";

const WEAK = ["blowfish128", "null"];

/** Clients default to blowfish128, servers have it in their list (verbose exports 6.43.8 to 7.17.2; Manual: OpenVPN). */
export const ovpnWeakCipher = defineRule({
  id: "ovpn-weak-cipher",
  group: "vpn",
  title: "Weak OpenVPN cipher",
  severity: "error",
  why: "Blowfish has 64-bit blocks, which leak on long connections (Sweet32); `null` encrypts nothing.",
  advice: "Use AES-256 on both ends; RouterOS does not negotiate the cipher with clients of other makers.",
  references: ["CVE-2016-2183", "Manual: OpenVPN"],
  compliance: ["T"],
  cwe: [327],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface ovpn-client\nadd auth=sha256 cipher=blowfish128 connect-to=vpn.example.com disabled=no name=office user=anna verify-server-certificate=yes\n",
  good: "/interface ovpn-client\nadd auth=sha256 cipher=aes256-cbc connect-to=vpn.example.com disabled=no name=blowfish128 user=anna verify-server-certificate=yes\n",
  fixes: { aes: "suggestion" },
  on: ["/interface/ovpn-client", "/interface/ovpn-server/server"],
  check(item, { model }) {
    const { text } = item.value("cipher");
    const weak = listOf(text).filter((name) => WEAK.includes(name));
    if (!isTunnelOn(item) || text === undefined || weak.length === 0) return undefined;
    const strong = without(text, weak);
    const value = strong.length > 0 ? strong.join(",") : aes256(model);
    return {
      at: { item, property: placeOf(item, "cipher"), words: weak },
      item,
      message: `${tunnelSubject(item)} ${strong.length > 0 ? "accepts" : "uses"} the cipher ${enumerate(weak)}${whenDefault(item, "cipher")}.`,
      fixes: [
        {
          id: "aes",
          title: `Use ${value.replaceAll(",", ", ")} (the other end must too)`,
          changes: [{ kind: "set", item, properties: { cipher: value } }],
        },
      ],
    };
  },
});

/** `aes256` up to 7.7, `aes256-cbc` later; GCM would need another `auth` before 7.17 (Manual: OpenVPN). */
function aes256(model: Model): string {
  return isVersion(model, "<7.8") === true ? "aes256" : "aes256-cbc";
}
