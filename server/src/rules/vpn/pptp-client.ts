import type { Item, Model } from "../../model/model.ts";
import { carriesDefaultRoute, hangsOnLogin, routesThrough } from "../facts/client-tunnels.ts";
import { label } from "../facts/label.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule, type Fix } from "../rule.ts";

/** MS-CHAPv2 falls to one DES search (RFC 2759; broken in public 2012); MPPE's RC4 has no integrity. */
export const pptpClient = defineRule({
  id: "pptp-client",
  group: "vpn",
  title: "PPTP client tunnel",
  severity: "error",
  why: "PPTP's MS-CHAPv2 login can be cracked from one recorded handshake, and its MPPE encryption has no integrity check, so anyone on the path can read and alter the tunnel.",
  advice:
    "Move the tunnel to WireGuard (RouterOS 7) or IKEv2, then remove the PPTP client; `rsclint migrate` writes the replacement.",
  references: ["RFC 2637", "RFC 2759", "RFC 3078", "Microsoft Security Advisory 2743314", "Manual: PPTP"],
  compliance: ["T"],
  cwe: [327],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface pptp-client\nadd connect-to=vpn.example.com disabled=no name=office user=anna\n",
  good: "/interface l2tp-client\nadd connect-to=vpn.example.com disabled=no name=old-pptp user=anna\n",
  fixes: { disable: "suggestion" },
  migrations: ["wireguard", "ikev2", "openvpn"],
  on: ["/interface/pptp-client"],
  check(item, context) {
    const { model } = context;
    const name = label(item);
    if (item.isDisabled !== false) {
      return {
        at: { item, property: "name" },
        item,
        severity: "info",
        message:
          item.isDisabled === true
            ? `PPTP client ${name} is disabled, but still configured.`
            : `PPTP client ${name} is configured; whether it is on hangs on what runs.`,
      };
    }
    const isNeeded = carriesDefaultRoute(model, item) || routesThrough(model, item).length > 0;
    return {
      at: { item, property: "name" },
      item,
      message: `PPTP client ${name} carries traffic that can be decrypted${isNeeded ? `; routes use it, so replace it: \`rsclint migrate FILE --to ${targets(model).join("|")}\`` : ""}.`,
      related: model
        .referencesTo(item)
        .filter((reference) => reference.item !== undefined)
        .map((reference) => ({
          at: { file: reference.file, range: reference.range },
          message: `\`/${reference.command.menu.slice(1).replaceAll("/", " ")}\` depends on ${name}`,
        })),
      // Where routes lead through it, switching it off cuts the network behind it, or sends its traffic out in clear.
      fixes: isNeeded || hangsOnLogin(context) ? [] : [disable(item)],
    };
  },
});

function disable(item: Item): Fix {
  return {
    id: "disable",
    title: `Disable PPTP client ${item.name ?? ""}`.trim(),
    changes: [{ kind: "set", item, properties: { disabled: "yes" } }],
  };
}

/** WireGuard came with RouterOS 7 (Manual: WireGuard). */
function targets(model: Model): string[] {
  return isVersion(model, "<7") === true ? ["ikev2"] : ["wireguard", "ikev2"];
}
