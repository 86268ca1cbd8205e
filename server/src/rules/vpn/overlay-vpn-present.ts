import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const overlayVpnPresent = defineRule({
  id: "overlay-vpn-present",
  group: "vpn",
  title: "Path into the network through a third party",
  severity: "info",
  why: "Who controls the account at the service decides who gets into the network, past the firewall's WAN rules.",
  advice: "Keep it only if it is wanted, and limit what its interface may reach.",
  versions: ">=7",
  references: ["Manual: ZeroTier", "Manual: Back To Home"],
  compliance: ["N"],
  cwe: [829],
  presets: ["strict"],
  bad: "/zerotier interface\nadd instance=zt1 name=zerotier1 network=0123456789abcdef\n",
  good: "/zerotier interface\nadd disabled=yes instance=zt1 name=zerotier1 network=0123456789abcdef\n/interface wireguard\nadd listen-port=13231 name=zerotier\n",
  on: ["/zerotier/interface", "/ip/cloud"],
  check(item) {
    if (item.menu === "/ip/cloud") {
      if (item.property("back-to-home-vpn")?.text !== "enabled") return undefined;
      return {
        at: { item, property: "back-to-home-vpn" },
        item,
        message: "Back To Home lets its users in through MikroTik's cloud.",
      };
    }
    if (item.isDisabled !== false || item.origin !== "add") return undefined;
    return {
      at: { item, property: "name" },
      item,
      message: `ZeroTier interface ${label(item)} joins the network with one that a controller elsewhere governs.`,
    };
  },
});
