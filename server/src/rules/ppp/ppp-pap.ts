import { byDefault, isInsideEncryption, loginMethods } from "../facts/ppp-authentication.ts";
import { isTunnelOn, placeOf, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

/** PPPoE has a rule of its own: there the provider dictates the method. */
export const pppPap = defineRule({
  id: "ppp-pap",
  group: "ppp",
  title: "PAP login allowed",
  severity: "error",
  why: "PAP sends the password in clear text, and the other side may pick it whenever it is allowed.",
  advice: "Allow mschap2 only, and move the tunnel to a protocol with real encryption.",
  references: ["RFC 1334", "Manual: PPP AAA"],
  compliance: ["A"],
  cwe: [319, 522],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface l2tp-client\nadd allow=pap,mschap2 connect-to=vpn.example.com disabled=no name=office user=anna\n",
  good: "/interface l2tp-client\nadd allow=mschap2 connect-to=vpn.example.com disabled=no name=office user=anna\n",
  saidBy: ["pptp-weak-allow", "pptp-server-weak-auth", "l2tp-weak-auth", "sstp-weak-auth"],
  fixes: { "mschap2-only": "suggestion" },
  on: [
    "/interface/pptp-client",
    "/interface/l2tp-client",
    "/interface/sstp-client",
    "/interface/pptp-server/server",
    "/interface/l2tp-server/server",
    "/interface/sstp-server/server",
  ],
  check(item, { model }) {
    const login = loginMethods(item);
    if (!isTunnelOn(item) || login === undefined || !login.methods.includes("pap")) return undefined;
    const isInside = isInsideEncryption(item, model);
    return {
      at: { item, property: placeOf(item, login.property), words: ["pap"] },
      item,
      severity: isInside ? "warning" : "error",
      message: `${tunnelSubject(item)} allows PAP${byDefault(login)}: ${isInside ? "only the encryption around it hides the password" : "the password can cross the line in clear text"}.`,
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
