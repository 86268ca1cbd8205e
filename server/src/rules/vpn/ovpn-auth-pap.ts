import { isTunnelOn, placeOf, tunnelSubject, whenDefault } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const ovpnAuthPap = defineRule({
  id: "ovpn-auth-pap",
  group: "vpn",
  title: "OpenVPN server takes passwords as they are",
  severity: "info",
  why: "With pap the password itself crosses the TLS connection, and a false server that a client trusts gets it.",
  advice: "Set user-auth-method=mschap2 where the clients can do it.",
  versions: ">=7.17",
  references: ["Manual: OpenVPN"],
  compliance: ["A"],
  cwe: [522],
  presets: ["strict"],
  bad: "# 2025-03-14 09:26:53 by RouterOS 7.17.2\n/interface ovpn-server server\nadd auth=sha256 certificate=server cipher=aes256-gcm disabled=no name=clients require-client-certificate=yes tls-version=only-1.2\n",
  good: "# 2025-03-14 09:26:53 by RouterOS 7.17.2\n/interface ovpn-server server\nadd auth=sha256 certificate=server cipher=aes256-gcm disabled=no name=clients require-client-certificate=yes tls-version=only-1.2 user-auth-method=mschap2\n",
  fixes: { mschap2: "suggestion" },
  on: ["/interface/ovpn-server/server"],
  check(item) {
    if (!isTunnelOn(item) || item.text("user-auth-method") !== "pap") return undefined;
    return {
      at: { item, property: placeOf(item, "user-auth-method") },
      item,
      message: `${tunnelSubject(item)} takes the password itself (pap)${whenDefault(item, "user-auth-method")}.`,
      fixes: [
        {
          id: "mschap2",
          title: "Use mschap2",
          changes: [{ kind: "set", item, properties: { "user-auth-method": "mschap2" } }],
        },
      ],
    };
  },
});
