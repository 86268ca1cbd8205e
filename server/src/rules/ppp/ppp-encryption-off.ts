import type { Item, Model } from "../../model/model.ts";
import { hasHandmadeIpsec } from "../facts/l2tp.ts";
import { label } from "../facts/label.ts";
import { isTunnelOn, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

const MENUS = ["/interface/l2tp-client", "/interface/l2tp-server/server"];

/** For PPTP see pptp-no-encryption. OVPN and SSTP ignore the setting (Manual: PPP AAA); inside IPsec MPPE is no gain. */
export const pppEncryptionOff = defineRule({
  id: "ppp-encryption-off",
  group: "ppp",
  title: "PPP encryption switched off",
  severity: "warning",
  why: "The profile forbids MPPE, and the tunnel that uses it has no other encryption: everything crosses the network in clear.",
  advice: "Set use-encryption=required in the profile, or put the tunnel inside IPsec.",
  references: ["RFC 3078", "Manual: PPP AAA"],
  compliance: ["T"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ppp profile\nadd name=plain use-encryption=no\n/interface l2tp-client\nadd allow=mschap2 connect-to=192.0.2.7 disabled=no name=office profile=plain user=anna\n",
  good: "/ppp profile\nadd name=plain use-encryption=no\n/interface l2tp-client\nadd allow=mschap2 connect-to=192.0.2.7 disabled=no name=office profile=plain use-ipsec=yes user=anna\n/interface sstp-client\nadd authentication=mschap2 connect-to=192.0.2.7 disabled=no name=tls profile=plain user=anna\n",
  fixes: { require: "suggestion" },
  on: ["/ppp/profile"],
  check(item, { model }) {
    if (item.property("use-encryption")?.text !== "no" || hasHandmadeIpsec(model)) return undefined;
    const users = bareUsers(model, item);
    const [first] = users;
    if (first === undefined) return undefined;
    return {
      at: { item, property: "use-encryption" },
      item,
      message: `Profile ${label(item)} switches encryption off. ${tunnelSubject(first)} uses it and has no other.`,
      related: users.map((user) => ({ at: { item: user }, message: "uses the profile" })),
      fixes: [
        {
          id: "require",
          title: "Require encryption",
          changes: [{ kind: "set", item, properties: { "use-encryption": "required" } }],
        },
      ],
    };
  },
});

function bareUsers(model: Model, profile: Item): Item[] {
  return MENUS.flatMap((menu) => model.items(menu)).filter((item) => {
    const name = item.text("profile") ?? item.text("default-profile");
    return isTunnelOn(item) && name === profile.name && item.text("use-ipsec") === "no" && !hasPeer(model);
  });
}

/** A peer made by hand may be for the tunnel. */
function hasPeer(model: Model): boolean {
  return model.items("/ip/ipsec/peer").some((peer) => peer.isDisabled !== true);
}
