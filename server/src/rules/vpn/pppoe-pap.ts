import { byDefault, loginMethods } from "../facts/ppp-authentication.ts";
import { isServer, isTunnelOn, placeOf, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const pppoePap = defineRule({
  id: "pppoe-pap",
  group: "vpn",
  title: "PPPoE with PAP",
  severity: "warning",
  why: "PAP sends the password in clear text to whoever on the same wire answers first as the server.",
  advice: "On servers allow mschap2 and chap only; as a client ask the provider what it needs.",
  references: ["RFC 1334", "RFC 2516", "Manual: PPPoE"],
  compliance: ["A"],
  cwe: [319, 522],
  presets: ["strict"],
  bad: "/interface pppoe-server server\nadd authentication=pap,chap disabled=no interface=ether2 service-name=lan\n",
  good: "/interface pppoe-server server\nadd authentication=chap,mschap2 disabled=no interface=ether2 service-name=pap\nadd disabled=yes interface=ether3 service-name=old\n",
  fixes: { "no-pap": "suggestion" },
  on: ["/interface/pppoe-server/server", "/interface/pppoe-client"],
  check(item) {
    const login = loginMethods(item);
    const isOn = item.origin === "settings" ? isTunnelOn(item) : item.isDisabled === false;
    if (!isOn || login?.methods.includes("pap") !== true) return undefined;
    const rest = login.methods.filter((method) => method !== "pap");
    const value = rest.length > 0 ? rest.join(",") : "mschap2";
    return {
      at: { item, property: placeOf(item, login.property), words: ["pap"] },
      item,
      // The provider dictates what a client must do.
      severity: isServer(item) ? "warning" : "info",
      message: `${tunnelSubject(item)} allows PAP${byDefault(login)}.`,
      fixes: [
        {
          id: "no-pap",
          title: `Allow ${value.replaceAll(",", ", ")} only`,
          changes: [{ kind: "set", item, properties: { [login.property]: value } }],
        },
      ],
    };
  },
});
