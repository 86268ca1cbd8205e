import { wholeExport } from "../facts/example.ts";
import { isTunnelOn, placeOf, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const ovpnNoCert = defineRule({
  id: "ovpn-no-cert",
  group: "vpn",
  title: "OpenVPN server without certificate",
  severity: "error",
  why: "An OpenVPN server proves itself by its certificate; without one no client connects that checks it.",
  advice: "Give the server a certificate.",
  references: ["Manual: OpenVPN"],
  compliance: ["T"],
  cwe: [295],
  presets: ["recommended", "strict", "vpn"],
  onAbsence: true,
  bad: wholeExport(
    "7.16.2",
    "/interface ovpn-server server",
    "set auth=sha256 cipher=aes256-cbc enabled=yes require-client-certificate=yes",
  ),
  good: wholeExport(
    "7.16.2",
    "/interface ovpn-server server",
    "set auth=sha256 certificate=server cipher=aes256-cbc enabled=yes require-client-certificate=yes",
  ),
  fixes: { certificate: "needs-input" },
  on: ["/interface/ovpn-server/server"],
  check(item) {
    const certificate = item.property("certificate");
    const isNone =
      certificate === undefined ||
      certificate.isUnset ||
      ["", "none", "*0"].includes(certificate.text ?? "x");
    if (!isTunnelOn(item) || !isNone) return undefined;
    return {
      at: { item, property: placeOf(item, "certificate") },
      item,
      message: `${tunnelSubject(item)} has no certificate.`,
      fixes: [
        {
          id: "certificate",
          title: "Give it a certificate",
          changes: [{ kind: "set", item, properties: { certificate: "<SERVER-CERTIFICATE>" } }],
          inputs: [
            {
              name: "server-certificate",
              description: "Name of the server's certificate in `/certificate print`.",
            },
          ],
        },
      ],
    };
  },
});
