import type { Item, Model } from "../../model/model.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** L2TP has no encryption of its own (RFC 2661 §9); use-ipsec of clients is no or yes, by default no. */
export const l2tpClientNoIpsec = defineRule({
  id: "l2tp-client-no-ipsec",
  group: "vpn",
  title: "L2TP client without IPsec",
  severity: "error",
  why: "L2TP encrypts nothing by itself: the login and the traffic cross the network in a form that anyone on the path can read.",
  advice: "Set use-ipsec=yes with the server's key, or move the tunnel to WireGuard or IKEv2.",
  references: ["RFC 2661", "RFC 3193", "Manual: L2TP"],
  compliance: ["T"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface l2tp-client\nadd allow=mschap2 connect-to=192.0.2.7 disabled=no name=office user=anna\n",
  good: "/interface l2tp-client\nadd allow=mschap2 connect-to=192.0.2.7 disabled=no name=office use-ipsec=yes user=anna\nadd allow=mschap2 connect-to=192.0.2.8 name=old user=anna\n",
  fixes: { "use-ipsec": "needs-input" },
  migrations: ["wireguard", "ikev2", "openvpn"],
  on: ["/interface/l2tp-client"],
  check(item, { model }) {
    if (item.isDisabled !== false || item.text("use-ipsec") !== "no" || mayBeCovered(item, model))
      return undefined;
    const hasSecret = item.property("ipsec-secret") !== undefined;
    return {
      at: { item, property: item.property("use-ipsec") === undefined ? "name" : "use-ipsec" },
      item,
      message: `L2TP client ${label(item)} does not use IPsec: its login and traffic are not encrypted.`,
      fixes: [
        {
          id: "use-ipsec",
          title: "Use IPsec",
          changes: [
            {
              kind: "set",
              item,
              properties: { "use-ipsec": "yes", ...(hasSecret ? {} : { "ipsec-secret": "<IPSEC-SECRET>" }) },
            },
          ],
          inputs: hasSecret
            ? []
            : [
                {
                  name: "ipsec-secret",
                  description: "The pre-shared key of the L2TP server.",
                  isSecret: true,
                },
              ],
        },
      ],
    };
  },
});

/** A hand-made peer or policy to the server; to a name, any peer may be it. */
function mayBeCovered(item: Item, model: Model): boolean {
  const server = item.text("connect-to")?.split("@")[0];
  const isAddress = server !== undefined && /^[\d.]+$/.test(server);
  const ends = [
    ...model.items("/ip/ipsec/peer").map((peer) => [peer, peer.text("address")] as const),
    ...model.items("/ip/ipsec/policy").map((policy) => [policy, policy.text("dst-address")] as const),
  ];
  return ends.some(([other, address]) => {
    if (other.isDisabled === true || other.origin !== "add") return false;
    return !isAddress || address === undefined || address.split("/")[0] === server;
  });
}
