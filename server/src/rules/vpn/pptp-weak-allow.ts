import { enumerate, label } from "../facts/label.ts";
import { allowedAmong, byDefault, loginMethods } from "../facts/ppp-authentication.ts";
import { defineRule } from "../rule.ts";

/** The client default is all four methods (verbose exports 6.43.8 to 7.17.2). */
export const pptpWeakAllow = defineRule({
  id: "pptp-weak-allow",
  group: "vpn",
  title: "PPTP client accepts weak logins",
  severity: "error",
  why: "The server, or anyone who poses as it, may ask for the weakest method allowed: PAP gives away the password, MS-CHAPv1 is cracked in seconds.",
  advice: "Until the tunnel is replaced, allow mschap2 only.",
  references: ["RFC 1334", "RFC 2433", "Manual: PPTP"],
  compliance: ["A"],
  cwe: [757],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface pptp-client\nadd connect-to=vpn.example.com disabled=no name=office user=anna\n",
  good: "/interface pptp-client\nadd allow=mschap2 connect-to=vpn.example.com disabled=no name=office user=anna\n",
  fixes: { "mschap2-only": "suggestion" },
  on: ["/interface/pptp-client"],
  check(item) {
    const login = loginMethods(item);
    if (login === undefined) return undefined;
    const weak = allowedAmong(login, ["pap", "chap", "mschap1"]);
    if (weak.length === 0) return undefined;
    return {
      at: { item, property: login.isDefault ? "name" : "allow", words: weak },
      item,
      severity: item.isDisabled === false ? "error" : "info",
      message: `PPTP client ${label(item)} accepts ${enumerate(weak)} logins${byDefault(login)}.`,
      fixes: [
        {
          id: "mschap2-only",
          title: "Allow mschap2 only",
          changes: [{ kind: "set", item, properties: { allow: "mschap2" } }],
        },
      ],
    };
  },
});
