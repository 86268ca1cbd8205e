import type { Item, Model } from "../../model/model.ts";
import { parseDuration } from "../../values/duration.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { containsAddress, parseAddressSet } from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { endpointOf, interfaceOf, looksTranslated, PEERS, peerLabel } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

const CLIENT = [
  "/interface wireguard",
  "add listen-port=13231 mtu=1420 name=office",
  "/interface wireguard peers",
];
const PEER =
  "add allowed-address=10.0.0.0/24 endpoint-address=vpn.example.com endpoint-port=13231 interface=office";

export const wireguardNoEndpointKeepalive = defineRule({
  id: "wireguard-no-endpoint-keepalive",
  group: "wireguard",
  title: "WireGuard client without keepalive",
  severity: "warning",
  why: "Behind a NAT the way back closes after a minute or so of silence, and the other end can no longer reach this router.",
  advice: "Set persistent-keepalive=25s on the end that is behind the NAT.",
  references: ["Manual: WireGuard"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...CLIENT, `${PEER} public-key="<KEY-A>"`),
  good: wholeExport("7.16.2", ...CLIENT, `${PEER} persistent-keepalive=25s public-key="<KEY-A>"`),
  fixes: { keepalive: "safe" },
  on: [PEERS],
  check(item, { model, traffic }) {
    const keepalive = item.text("persistent-keepalive");
    if (item.isDisabled !== false || keepalive === undefined || parseDuration(keepalive) !== 0)
      return undefined;
    if (endpointOf(item) === undefined || interfaceOf(model, item)?.isDisabled === true) return undefined;
    if (item.text("responder") === "yes" || isNeighbour(model, item)) return undefined;
    if (!looksTranslated(model, traffic)) return undefined;
    return {
      at: {
        item,
        property: item.property("persistent-keepalive") ? "persistent-keepalive" : "endpoint-address",
      },
      item,
      message: `The connection to ${peerLabel(item)} goes silent: this router's address is private or dynamic, and no keepalive is sent.`,
      fixes: [
        {
          id: "keepalive",
          title: "Send a keepalive every 25 seconds",
          changes: [{ kind: "set", item, properties: { "persistent-keepalive": "25s" } }],
        },
      ],
    };
  },
});

/** In a network that the router has an address of: no NAT stands on the way. */
function isNeighbour(model: Model, peer: Item): boolean {
  const endpoint = parseIpAddress(endpointOf(peer) ?? "");
  return (
    endpoint !== undefined &&
    model.items("/ip/address").some((item) => {
      const network = item.isDisabled === false ? parseAddressSet(item.text("address") ?? "") : undefined;
      return network !== undefined && containsAddress(network, endpoint);
    })
  );
}
