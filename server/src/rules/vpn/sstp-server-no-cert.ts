import { isTunnelOn, placeOf, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const sstpServerNoCert = defineRule({
  id: "sstp-server-no-cert",
  group: "vpn",
  title: "SSTP server without certificate",
  severity: "error",
  why: "Without a certificate the server uses anonymous key exchange: clients cannot tell it from anyone who takes its place on the path.",
  advice: "Give it a certificate that its clients trust.",
  references: ["Manual: SSTP"],
  compliance: ["T"],
  cwe: [295],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface sstp-server server\nset authentication=mschap2 certificate=none enabled=yes pfs=yes tls-version=only-1.2\n",
  good: "/interface sstp-server server\nset authentication=mschap2 certificate=vpn.example.com enabled=yes pfs=yes tls-version=only-1.2\n",
  fixes: { certificate: "needs-input" },
  on: ["/interface/sstp-server/server"],
  check(item) {
    if (!isTunnelOn(item) || item.text("certificate") !== "none") return undefined;
    return {
      at: { item, property: placeOf(item, "certificate") },
      item,
      message: `${tunnelSubject(item)} has no certificate, so nobody can verify it.`,
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
