import { isTunnelOn, placeOf, tunnelSubject, whenDefault } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const ovpnTls = defineRule({
  id: "ovpn-tls",
  group: "vpn",
  title: "OpenVPN with old TLS",
  severity: "warning",
  why: "TLS 1.0 and 1.1 are deprecated; with `any` the other side may pick them.",
  advice: "Set tls-version=only-1.2 on both ends.",
  versions: ">=7",
  references: ["RFC 8996", "Manual: OpenVPN"],
  compliance: ["T"],
  cwe: [327],
  presets: ["recommended", "strict", "vpn"],
  bad: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/interface ovpn-client\nadd auth=sha256 cipher=aes256-cbc connect-to=vpn.example.com disabled=no name=office tls-version=any user=anna verify-server-certificate=yes\n",
  good: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/interface ovpn-client\nadd auth=sha256 cipher=aes256-cbc connect-to=vpn.example.com disabled=no name=office tls-version=only-1.2 user=anna verify-server-certificate=yes\n",
  fixes: { "only-1.2": "suggestion" },
  on: ["/interface/ovpn-client", "/interface/ovpn-server/server"],
  check(item) {
    if (!isTunnelOn(item) || item.text("tls-version") !== "any") return undefined;
    return {
      at: { item, property: placeOf(item, "tls-version") },
      item,
      message: `${tunnelSubject(item)} accepts TLS 1.0 and 1.1${whenDefault(item, "tls-version")}.`,
      fixes: [
        {
          id: "only-1.2",
          title: "Accept TLS 1.2 only",
          changes: [{ kind: "set", item, properties: { "tls-version": "only-1.2" } }],
        },
      ],
    };
  },
});
