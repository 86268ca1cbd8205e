import type { Item, Reference } from "../../model/model.ts";
import { label, menuWords } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** Scripts are pptp-in-script's matter. */
export const pptpOrphanReference = defineRule({
  id: "pptp-orphan-reference",
  group: "vpn",
  title: "Depends on a PPTP interface",
  severity: "info",
  why: "When the PPTP tunnel goes, what names its interface stops working, mostly in silence: a route turns inactive, a firewall rule matches nothing.",
  advice: "Move it to the new tunnel together with the client or binding.",
  references: ["Manual: PPTP"],
  presets: ["vpn", "strict"],
  bad: "/interface pptp-client\nadd allow=mschap2 connect-to=vpn.example.com disabled=no name=office user=anna\n/ip firewall nat\nadd action=masquerade chain=srcnat out-interface=office\n",
  good: "/interface l2tp-client\nadd allow=mschap2 connect-to=vpn.example.com disabled=no name=pptp-out1 use-ipsec=yes user=anna\n/ip firewall nat\nadd action=masquerade chain=srcnat out-interface=pptp-out1\n",
  migrations: ["wireguard", "ikev2", "openvpn"],
  on: "reference",
  of: ["iface"],
  check(reference) {
    const tunnel = pptpTarget(reference);
    const { item } = reference;
    if (tunnel === undefined || item === undefined || item.isDisabled === true) return undefined;
    return {
      at: { file: reference.file, range: reference.range },
      item,
      message: `This entry of \`${menuWords(item.menu)}\` depends on ${kindOf(tunnel)} ${label(tunnel)}.`,
      related: [{ at: { item: tunnel, property: "name" }, message: "has to be replaced" }],
    };
  },
});

function pptpTarget(reference: Reference): Item | undefined {
  if (reference.strength !== "strong" || reference.isDeclaration || reference.target.kind !== "item")
    return undefined;
  return reference.target.items.find(
    ({ menu }) => menu === "/interface/pptp-client" || menu === "/interface/pptp-server",
  );
}

function kindOf(tunnel: Item): string {
  return tunnel.menu === "/interface/pptp-client" ? "PPTP client" : "PPTP binding";
}
