import type { Item, Model } from "../../model/model.ts";
import { hasHandmadeIpsec, mayBeCovered } from "../facts/l2tp.ts";
import { loginMethods } from "../facts/ppp-authentication.ts";
import { isTunnelOn, placeOf, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

/** One recorded login gives the NT hash after a search of 2^56 DES keys (2012), without knowing anything of the password. */
export const pppMschap2Bare = defineRule({
  id: "ppp-mschap2-bare",
  group: "ppp",
  title: "MS-CHAPv2 without encryption around it",
  severity: "warning",
  why: "One recorded MS-CHAPv2 login is cracked with certainty within a day, whatever the password.",
  advice: "Run it inside IPsec or TLS only, or move to WireGuard or IKEv2.",
  references: ["RFC 2759", "Microsoft Security Advisory 2743314", "Manual: PPP AAA"],
  compliance: ["A"],
  cwe: [326],
  presets: ["strict", "vpn"],
  bad: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes use-ipsec=no\n",
  good: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes use-ipsec=required\n",
  migrations: ["wireguard", "ikev2", "openvpn"],
  on: [
    "/interface/pptp-client",
    "/interface/pptp-server/server",
    "/interface/l2tp-client",
    "/interface/l2tp-server/server",
    "/interface/pppoe-server/server",
  ],
  check(item, { model }) {
    const login = loginMethods(item);
    const isOn = item.origin === "settings" ? isTunnelOn(item) : item.isDisabled === false;
    if (!isOn || login === undefined || login.methods.join(",") !== "mschap2") return undefined;
    if (item.menu.startsWith("/interface/l2tp") && mayBeEncrypted(model, item)) return undefined;
    return {
      at: { item, property: placeOf(item, login.property) },
      item,
      message: `${tunnelSubject(item)} logs in with MS-CHAPv2 in the open.`,
    };
  },
});

/** `yes` on a server has a rule of its own; what is not known may be encrypted. */
function mayBeEncrypted(model: Model, item: Item): boolean {
  if (item.text("use-ipsec") !== "no" || hasHandmadeIpsec(model)) return true;
  return item.menu === "/interface/l2tp-client" && mayBeCovered(model, item);
}
