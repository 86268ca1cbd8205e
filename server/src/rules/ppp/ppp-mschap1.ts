import { allowedAmong, byDefault, isInsideEncryption, loginMethods } from "../facts/ppp-authentication.ts";
import { isTunnelOn, placeOf, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const pppMschap1 = defineRule({
  id: "ppp-mschap1",
  group: "ppp",
  title: "MS-CHAPv1 login allowed",
  severity: "error",
  why: "MS-CHAPv1 sends the old LAN Manager response, which is cracked in seconds, and does not check the server.",
  advice: "Allow mschap2 only.",
  references: ["RFC 2433", "Manual: PPP AAA"],
  compliance: ["A"],
  cwe: [326],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface l2tp-server server\nset authentication=mschap1,mschap2 enabled=yes use-ipsec=yes\n",
  good: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes use-ipsec=yes\n",
  saidBy: ["l2tp-weak-auth", "ppp-pap"],
  fixes: { "mschap2-only": "suggestion" },
  on: ["/interface/l2tp-client", "/interface/l2tp-server/server"],
  check(item, { model }) {
    const login = loginMethods(item);
    if (!isTunnelOn(item) || login === undefined || allowedAmong(login, ["mschap1"]).length === 0)
      return undefined;
    return {
      at: { item, property: placeOf(item, login.property), words: ["mschap1"] },
      item,
      // Inside IPsec that cannot be refused the login is not on the wire.
      severity: isInsideEncryption(item, model) ? "info" : "error",
      message: `${tunnelSubject(item)} allows MS-CHAPv1${byDefault(login)}.`,
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
