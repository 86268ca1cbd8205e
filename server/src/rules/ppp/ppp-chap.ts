import { label } from "../facts/label.ts";
import { allowedAmong, byDefault, loginMethods } from "../facts/ppp-authentication.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
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
    const isOn = item.menu.endsWith("/server") ? isEnabledServer(item) : item.isDisabled === false;
    if (!isOn || login === undefined || allowedAmong(login, ["chap"]).length === 0) return undefined;
    return {
      at: { item, property: login.isDefault ? "name" : login.property },
      item,
      message: `${item.origin === "settings" ? `\`${item.menu.split("/")[2] ?? ""}\`` : label(item)} allows CHAP${byDefault(login)}.`,
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
