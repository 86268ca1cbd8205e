import type { Item } from "../../model/model.ts";
import { without } from "../facts/ipsec.ts";
import { enumerate, listOf } from "../facts/label.ts";
import { isTunnelOn, placeOf, tunnelSubject, whenDefault } from "../facts/tunnel-ends.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule } from "../rule.ts";

export const ovpnWeakAuth = defineRule({
  id: "ovpn-weak-auth",
  group: "vpn",
  title: "Weak OpenVPN integrity",
  severity: "error",
  why: "MD5 and SHA-1 are on their way out; `null` with a CBC cipher leaves the packets open to being altered.",
  advice: "Use sha256 or better on both ends (RouterOS 7), or a GCM cipher.",
  references: ["RFC 6151", "Manual: OpenVPN"],
  compliance: ["T"],
  cwe: [328],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface ovpn-client\nadd auth=null cipher=aes256-cbc connect-to=vpn.example.com disabled=no name=office user=anna verify-server-certificate=yes\n",
  good: "/interface ovpn-client\nadd auth=null cipher=aes256-gcm connect-to=vpn.example.com disabled=no name=md5 user=anna verify-server-certificate=yes\n",
  fixes: { sha256: "suggestion" },
  on: ["/interface/ovpn-client", "/interface/ovpn-server/server"],
  check(item, { model }) {
    const { text } = item.value("auth");
    if (!isTunnelOn(item) || text === undefined || usesGcmOnly(item)) return undefined;
    const isSix = isVersion(model, "<7") === true;
    // RouterOS 6 has nothing better than sha1.
    const weak = listOf(text).filter((name) => ["md5", "null", ...(isSix ? [] : ["sha1"])].includes(name));
    if (weak.length === 0) return undefined;
    const strong = without(text, weak);
    const value = strong.length > 0 ? strong.join(",") : best(isSix);
    return {
      at: { item, property: placeOf(item, "auth"), words: weak },
      item,
      severity: weak.every((name) => name === "sha1") ? "warning" : "error",
      message: `${tunnelSubject(item)} accepts ${enumerate(weak)} for integrity${whenDefault(item, "auth")}.`,
      fixes: [
        {
          id: "sha256",
          title: `Use ${value.replaceAll(",", ", ")} (the other end must too)`,
          changes: [{ kind: "set", item, properties: { auth: value } }],
        },
      ],
    };
  },
});

function best(isSix: boolean): string {
  return isSix ? "sha1" : "sha256";
}

/** GCM ciphers bring their own integrity. */
function usesGcmOnly(item: Item): boolean {
  const ciphers = listOf(item.text("cipher"));
  return ciphers.length > 0 && ciphers.every((cipher) => cipher.endsWith("-gcm"));
}
