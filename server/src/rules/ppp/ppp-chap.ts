import { allowedAmong, byDefault, loginMethods } from "../facts/ppp-authentication.ts";
import { isTunnelOn, placeOf, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const pppChap = defineRule({
  id: "ppp-chap",
  group: "ppp",
  title: "CHAP login allowed",
  severity: "warning",
  why: "CHAP rests on MD5 and on a password that the server keeps in clear, and a recorded login can be searched offline.",
  advice: "Allow mschap2 only, inside a tunnel that is encrypted by itself.",
  references: ["RFC 1994", "Manual: PPP AAA"],
  compliance: ["A"],
  cwe: [916],
  presets: ["strict"],
  bad: "/interface l2tp-server server\nset authentication=chap,mschap2 enabled=yes use-ipsec=required\n",
  good: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes use-ipsec=required\n",
  saidBy: [
    "pptp-weak-allow",
    "pptp-server-weak-auth",
    "l2tp-weak-auth",
    "sstp-weak-auth",
    "ppp-pap",
    "ppp-mschap1",
  ],
  fixes: { "mschap2-only": "suggestion" },
  on: [
    "/interface/pptp-client",
    "/interface/l2tp-client",
    "/interface/pptp-server/server",
    "/interface/l2tp-server/server",
    "/interface/sstp-client",
    "/interface/sstp-server/server",
  ],
  check(item) {
    const login = loginMethods(item);
    if (!isTunnelOn(item) || login === undefined || allowedAmong(login, ["chap"]).length === 0)
      return undefined;
    return {
      at: { item, property: placeOf(item, login.property), words: ["chap"] },
      item,
      message: `${tunnelSubject(item)} allows CHAP${byDefault(login)}.`,
      fixes: [
        {
          id: "mschap2-only",
          title: "Allow mschap2 only",
          changes: [{ kind: "set", item, properties: { [login.property]: "mschap2" } }],
        },
      ],
    };
  },
});
