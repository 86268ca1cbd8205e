import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const radiusNoMsgauth = defineRule({
  id: "radius-no-msgauth",
  group: "ppp",
  title: "RADIUS answers not authenticated",
  severity: "warning",
  why: "Without Message-Authenticator an attacker on the path turns a refusal into an acceptance (Blast-RADIUS).",
  advice: "Update the RADIUS server, then require the attribute.",
  versions: ">=7.15",
  references: ["CVE-2024-3596", "Manual: RADIUS"],
  compliance: ["A"],
  cwe: [354],
  presets: ["recommended", "strict", "vpn"],
  bad: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/radius\nadd address=10.0.0.5 require-message-auth=no service=ppp\n",
  good: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/radius\nadd address=10.0.0.5 service=ppp\nadd address=10.0.0.6 disabled=yes require-message-auth=no service=ppp\n",
  fixes: { require: "suggestion" },
  on: ["/radius"],
  check(item) {
    if (item.isDisabled !== false || item.property("require-message-auth")?.text !== "no") return undefined;
    const address = item.text("address");
    return {
      at: { item, property: "require-message-auth" },
      item,
      message: `Answers of RADIUS server ${address === undefined ? label(item) : `\`${address}\``} may be forged.`,
      fixes: [
        {
          id: "require",
          title: "Require the attribute",
          changes: [{ kind: "set", item, properties: { "require-message-auth": "yes-for-request-resp" } }],
        },
      ],
    };
  },
});
