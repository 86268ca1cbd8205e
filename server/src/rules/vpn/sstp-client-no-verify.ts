import { isTunnelOn, placeOf, tunnelSubject, whenDefault } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const sstpClientNoVerify = defineRule({
  id: "sstp-client-no-verify",
  group: "vpn",
  title: "SSTP server not verified",
  severity: "error",
  why: "Without checking the server's certificate, anyone on the path can take the server's place, and gets the login and the traffic.",
  advice: "Import the certificate of the server's authority, then set verify-server-certificate=yes.",
  references: ["Manual: SSTP"],
  compliance: ["T", "A"],
  cwe: [295],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface sstp-client\nadd authentication=mschap2 connect-to=vpn.example.com disabled=no name=office pfs=yes tls-version=only-1.2 user=anna\n",
  good: "/interface sstp-client\nadd authentication=mschap2 connect-to=vpn.example.com disabled=no name=office pfs=yes tls-version=only-1.2 user=anna verify-server-certificate=yes\n",
  fixes: { verify: "needs-input" },
  on: ["/interface/sstp-client"],
  check(item) {
    if (!isTunnelOn(item) || item.text("verify-server-certificate") !== "no") return undefined;
    return {
      at: { item, property: placeOf(item, "verify-server-certificate") },
      item,
      message: `${tunnelSubject(item)} does not verify the server's certificate${whenDefault(item, "verify-server-certificate")}.`,
      fixes: [
        {
          id: "verify",
          title: "Verify it (its authority must be imported)",
          changes: [{ kind: "set", item, properties: { "verify-server-certificate": "yes" } }],
        },
      ],
    };
  },
});
