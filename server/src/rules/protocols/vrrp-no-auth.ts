import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** Only version 2 knows authentication; the default is version 3 (Manual: VRRP; RFC 5798 took it out). */
export const vrrpNoAuth = defineRule({
  id: "vrrp-no-auth",
  group: "protocols",
  title: "VRRP without authentication",
  severity: "info",
  why: "Any host on the network can take over the virtual router's address, and with it all traffic.",
  advice: "Use authentication=ah on both routers; a simple password is sent in clear.",
  references: ["Manual: VRRP", "RFC 3768"],
  compliance: ["N"],
  cwe: [306],
  presets: ["strict"],
  bad: "/interface vrrp\nadd interface=bridge name=vrrp1 version=2\n",
  good: "/interface vrrp\nadd authentication=ah interface=bridge name=vrrp1 version=2\nadd interface=bridge name=vrrp2\n",
  fixes: { authenticate: "needs-input" },
  on: ["/interface/vrrp"],
  check(item) {
    if (item.isDisabled !== false || item.property("version")?.text !== "2") return undefined;
    const method = item.property("authentication");
    if (method !== undefined && method.text !== "none" && method.text !== "simple") return undefined;
    return {
      at: { item, property: method === undefined ? "version" : "authentication" },
      item,
      message: `VRRP ${label(item)} ${method?.text === "simple" ? "sends its password in clear" : "has no authentication"}.`,
      fixes: [
        {
          id: "authenticate",
          title: "Set authentication=ah",
          changes: [{ kind: "set", item, properties: { authentication: "ah", password: "<VRRP-PASSWORD>" } }],
          inputs: [
            {
              name: "vrrp-password",
              description: "The password that all routers of this group use, at most 8 characters.",
              isSecret: true,
            },
          ],
        },
      ],
    };
  },
});
