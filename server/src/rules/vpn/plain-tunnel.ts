import type { Item, Model } from "../../model/model.ts";
import { label } from "../facts/label.ts";
import {
  farEnd,
  farEndName,
  isInside,
  isRelay,
  mayBeEncrypted,
  mayRunInWireguard,
  OPEN_TUNNEL_MENUS,
  VPLS,
} from "../facts/plain-tunnels.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule } from "../rule.ts";

/** VU#199397: many hosts accept IPIP and GRE packets from anyone. */
export const plainTunnel = defineRule({
  id: "plain-tunnel",
  group: "vpn",
  title: "Tunnel without encryption",
  severity: "warning",
  why: "The tunnel neither encrypts nor checks who sends: anyone on the path reads it, and anyone who forges the far end's address gets packets into it.",
  advice:
    "Give it an ipsec-secret (with allow-fast-path=no) on both ends, or run it over WireGuard or IKEv2.",
  references: [
    "CVE-2020-10136",
    "CVE-2024-7595",
    "CERT/CC VU#199397",
    "Manual: GRE",
    "Manual: EoIP",
    "Manual: IPIP",
  ],
  compliance: ["T"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface gre\nadd name=branch remote-address=8.8.4.9\n",
  good: "/interface gre\nadd allow-fast-path=no ipsec-secret=<PSK> name=branch remote-address=8.8.4.9\nadd disabled=yes name=old remote-address=8.8.4.10\n",
  fixes: { ipsec: "needs-input" },
  on: [...OPEN_TUNNEL_MENUS],
  check(item, { model }) {
    const end = farEnd(item);
    if (item.isDisabled !== false || end === undefined || isOffVxlan(model, item)) return undefined;
    if (mayBeEncrypted(model, item, end) || isRelay(end)) return undefined;
    if (mayRunInWireguard(model, end)) return undefined;
    const kind = item.menu.split("/")[2] ?? "";
    const name = kind === "vxlan" ? `\`${item.text("interface") ?? kind}\`` : label(item);
    // Provider cores have public addresses as well; who is in the core sees all of it in any case. Most 6to4
    // tunnels end at a broker, behind which the packets go on in clear.
    const isCore = isInside(end) || item.menu === VPLS || item.menu === "/interface/6to4";
    return {
      at: { item, property: farEndName(item) },
      item,
      severity: isCore ? "info" : "warning",
      message: `Tunnel ${name} (${kind}) carries its packets in clear${isInside(end) ? ", inside private networks" : ""}.`,
      fixes: canHaveSecret(item, model) ? [encrypt(item)] : [],
    };
  },
});

function isOffVxlan(model: Model, item: Item): boolean {
  const name = item.text("interface");
  return (
    item.menu === "/interface/vxlan/vteps" &&
    model.items("/interface/vxlan").some((vxlan) => vxlan.name === name && vxlan.isDisabled !== false)
  );
}

function canHaveSecret(item: Item, model: Model): boolean {
  const isKnown = model.schema.property(item.menu, "add", "ipsec-secret").kind === "known";
  return isKnown && item.origin === "add" && (isVersion(model, "<6") ?? false) === false;
}

function encrypt(item: Item) {
  const hasFastPath =
    item.menu !== "/interface/6to4" && !item.menu.endsWith("v6") && !item.menu.endsWith("gre6");
  return {
    id: "ipsec",
    title: "Encrypt it with IPsec, on both ends",
    changes: [
      {
        kind: "set" as const,
        item,
        properties: { "ipsec-secret": "<IPSEC-SECRET>", ...(hasFastPath ? { "allow-fast-path": "no" } : {}) },
      },
    ],
    inputs: [
      {
        name: "ipsec-secret",
        description: "A new key of at least 20 random characters, the same on both ends.",
        isSecret: true,
      },
    ],
  };
}
