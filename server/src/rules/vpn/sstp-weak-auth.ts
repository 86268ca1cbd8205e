import { enumerate } from "../facts/label.ts";
import { allowedAmong, byDefault, loginMethods } from "../facts/ppp-authentication.ts";
import { isTunnelOn, placeOf, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const sstpWeakAuth = defineRule({
  id: "sstp-weak-auth",
  group: "vpn",
  title: "SSTP accepts weak logins",
  severity: "warning",
  why: "TLS hides the login from the path, but not from a false server, which then gets the password or a hash that cracks in seconds.",
  advice: "Allow mschap2 only.",
  references: ["RFC 1334", "RFC 2433", "Manual: SSTP"],
  compliance: ["A"],
  cwe: [326, 522],
  presets: ["strict"],
  bad: "/interface sstp-server server\nset authentication=pap,mschap2 certificate=vpn enabled=yes pfs=yes tls-version=only-1.2\n",
  good: "/interface sstp-server server\nset authentication=mschap2 certificate=vpn enabled=yes pfs=yes tls-version=only-1.2\n",
  fixes: { "mschap2-only": "suggestion" },
  on: ["/interface/sstp-server/server", "/interface/sstp-client"],
  check(item) {
    const login = loginMethods(item);
    if (!isTunnelOn(item) || login === undefined) return undefined;
    const weak = allowedAmong(login, ["pap", "chap", "mschap1"]);
    if (weak.length === 0) return undefined;
    return {
      at: { item, property: placeOf(item, login.property), words: weak },
      item,
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
