import { label } from "../facts/label.ts";
import { endpointOf, peersOf, WIREGUARD } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

/** WireGuard takes 60 bytes over IPv4 and 80 over IPv6, PPPoE 8 more. IPv6 inside needs 1280 (RFC 8200 §5). */
export const wireguardMtu = defineRule({
  id: "wireguard-mtu",
  group: "wireguard",
  title: "Unfitting WireGuard MTU",
  severity: "info",
  why: "Larger packets than the uplink carries are split or lost, and below 1280 bytes IPv6 does not work.",
  advice: "Use 1420, over PPPoE 1412.",
  references: ["RFC 8200 §5", "Manual: WireGuard"],
  presets: ["strict"],
  bad: "/interface wireguard\nadd listen-port=13231 mtu=1500 name=office\n",
  good: "/interface wireguard\nadd listen-port=13231 mtu=1420 name=mtu-1500\nadd listen-port=13232 name=lab\n",
  fixes: { fit: "suggestion" },
  on: [WIREGUARD],
  check(item, { model, traffic }) {
    const mtu = Number(item.property("mtu")?.text);
    if (item.isDisabled !== false || !(mtu > 0)) return undefined;
    const { interfaces } = traffic.wan;
    const isPppoe =
      interfaces.length > 0 &&
      interfaces.every((name) =>
        model
          .items("/interface/pppoe-client")
          .some((client) => client.name === name && client.isDisabled === false),
      );
    const isOverV6 = peersOf(model, item.name).some((peer) => endpointOf(peer)?.includes(":") === true);
    const largest = (isPppoe ? 1492 : 1500) - (isOverV6 ? 80 : 60);
    if (mtu >= 1280 && mtu <= largest) return undefined;
    // What fits over both.
    const fitting = isPppoe ? 1412 : 1420;
    return {
      at: { item, property: "mtu" },
      item,
      message:
        mtu < 1280
          ? `The MTU of ${label(item)} is ${mtu}, too small for IPv6.`
          : `The MTU of ${label(item)} is ${mtu}; ${isPppoe ? "the PPPoE uplink" : "an uplink of 1500 bytes"} carries ${largest} over ${isOverV6 ? "IPv6" : "IPv4"}.`,
      fixes: [
        {
          id: "fit",
          title: `Set it to ${fitting}`,
          changes: [{ kind: "set", item, properties: { mtu: String(fitting) } }],
        },
      ],
    };
  },
});
