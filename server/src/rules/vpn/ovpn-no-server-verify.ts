import { isTunnelOn, placeOf, tunnelSubject, whenDefault } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const ovpnNoServerVerify = defineRule({
  id: "ovpn-no-server-verify",
  group: "vpn",
  title: "OpenVPN server not verified",
  severity: "error",
  why: "Without checking the server's certificate, anyone on the path can take the server's place, and gets the password and the traffic.",
  advice: "Import the certificate of the server's authority, then set verify-server-certificate=yes.",
  references: ["Manual: OpenVPN"],
  compliance: ["T", "A"],
  cwe: [295],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface ovpn-client\nadd auth=sha256 cipher=aes256-cbc connect-to=vpn.example.com disabled=no name=office user=anna\n",
  good: "/interface ovpn-client\nadd auth=sha256 cipher=aes256-cbc connect-to=vpn.example.com disabled=no name=office user=anna verify-server-certificate=yes\nadd auth=sha256 cipher=aes256-cbc connect-to=vpn.example.com name=off user=anna\n",
  fixes: { verify: "needs-input" },
  on: ["/interface/ovpn-client"],
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
