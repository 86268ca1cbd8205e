import { enumerate } from "../facts/label.ts";
import { allowedAmong, byDefault, loginMethods } from "../facts/ppp-authentication.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule } from "../rule.ts";

/** Default of v6 and v7 is mschap1,mschap2 (seen in verbose exports of 6.43.8, 6.49.7 and 7.17.2). */
export const pptpServerWeakAuth = defineRule({
  id: "pptp-server-weak-auth",
  group: "vpn",
  title: "PPTP server accepts weak logins",
  severity: "error",
  why: "PAP sends the password in clear, CHAP needs it stored in clear, and MS-CHAPv1 hashes are cracked in seconds; a client may pick the weakest method offered.",
  advice: "Accept mschap2 only until the PPTP server is replaced.",
  references: ["RFC 1334", "RFC 1994", "RFC 2433", "Manual: PPTP"],
  compliance: ["A"],
  cwe: [326, 522],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface pptp-server server\nset authentication=pap,mschap2 enabled=yes\n",
  good: "/interface pptp-server server\nset authentication=mschap2 enabled=yes\n",
  fixes: { "mschap2-only": "suggestion" },
  on: ["/interface/pptp-server/server"],
  check(item) {
    const login = loginMethods(item);
    if (!isEnabledServer(item) || login === undefined) return undefined;
    const weak = allowedAmong(login, ["pap", "chap", "mschap1"]);
    if (weak.length === 0) return undefined;
    return {
      at: { item, property: login.isDefault ? "enabled" : login.property, words: weak },
      item,
      message: `The PPTP server accepts ${enumerate(weak)} logins${byDefault(login)}.`,
      fixes: [
        {
          id: "mschap2-only",
          title: "Accept mschap2 only",
          changes: [{ kind: "set", item, properties: { authentication: "mschap2" } }],
        },
      ],
    };
  },
});
