import { enumerate } from "../facts/label.ts";
import { allowedAmong, byDefault, isInsideEncryption, loginMethods } from "../facts/ppp-authentication.ts";
import { isTunnelOn, placeOf, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

/** ppp-pap, ppp-chap and ppp-mschap1 speak of each method; this one says it all of L2TP, as gravely as they would. */
export const l2tpWeakAuth = defineRule({
  id: "l2tp-weak-auth",
  group: "vpn",
  title: "L2TP accepts weak logins",
  severity: "warning",
  why: "The other side picks the method, so the weakest one allowed counts; inside required IPsec that is tolerable, outside it is not.",
  advice: "Allow mschap2 only.",
  references: ["RFC 1334", "RFC 2433", "Manual: L2TP"],
  compliance: ["A"],
  cwe: [326, 522],
  presets: ["strict"],
  bad: "/interface l2tp-server server\nset authentication=pap,mschap2 enabled=yes use-ipsec=required\n",
  good: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes use-ipsec=required\n",
  fixes: { "mschap2-only": "suggestion" },
  on: ["/interface/l2tp-server/server", "/interface/l2tp-client"],
  check(item, { model }) {
    const login = loginMethods(item);
    if (!isTunnelOn(item) || login === undefined) return undefined;
    const weak = allowedAmong(login, ["pap", "chap", "mschap1"]);
    if (weak.length === 0) return undefined;
    const isInOpen = !isInsideEncryption(item, model);
    return {
      at: { item, property: placeOf(item, login.property), words: weak },
      item,
      severity: isInOpen && weak.some((method) => method !== "chap") ? "error" : "warning",
      message: `${tunnelSubject(item)} accepts ${enumerate(weak)} logins${byDefault(login)}.`,
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
