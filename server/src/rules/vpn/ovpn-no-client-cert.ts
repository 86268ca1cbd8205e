import { isTunnelOn, placeOf, tunnelSubject, whenDefault } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const ovpnNoClientCert = defineRule({
  id: "ovpn-no-client-cert",
  group: "vpn",
  title: "OpenVPN clients without certificate",
  severity: "warning",
  why: "A password is all it takes to get in, and passwords are guessed, shared and stolen.",
  advice: "Issue a certificate to every client, then set require-client-certificate=yes.",
  references: ["Manual: OpenVPN"],
  compliance: ["A"],
  cwe: [308],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface ovpn-server server\nset auth=sha256 certificate=server cipher=aes256-cbc enabled=yes require-client-certificate=no\n",
  good: "/interface ovpn-server server\nset auth=sha256 certificate=server cipher=aes256-cbc enabled=yes require-client-certificate=yes\n",
  fixes: { require: "needs-input" },
  on: ["/interface/ovpn-server/server"],
  check(item) {
    if (!isTunnelOn(item) || item.text("require-client-certificate") !== "no") return undefined;
    return {
      at: { item, property: placeOf(item, "require-client-certificate") },
      item,
      message: `${tunnelSubject(item)} lets clients in with a password alone${whenDefault(item, "require-client-certificate")}.`,
      fixes: [
        {
          id: "require",
          title: "Require certificates (every client needs one)",
          changes: [{ kind: "set", item, properties: { "require-client-certificate": "yes" } }],
        },
      ],
    };
  },
});
