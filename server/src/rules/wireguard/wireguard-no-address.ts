import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { peersOf, WIREGUARD } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

const TUNNEL = [
  "/interface wireguard",
  "add listen-port=13231 mtu=1420 name=office",
  "/interface wireguard peers",
  'add allowed-address=10.0.0.0/24 endpoint-address=192.0.2.7 endpoint-port=13231 interface=office persistent-keepalive=25s public-key="<KEY-A>"',
];

export const wireguardNoAddress = defineRule({
  id: "wireguard-no-address",
  group: "wireguard",
  title: "WireGuard interface without address",
  severity: "warning",
  why: "Without an address the router has no route into the tunnel and no source address that the peers would accept.",
  advice: "Give the interface the address that its peers allow.",
  references: ["Manual: WireGuard"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...TUNNEL),
  good: wholeExport("7.16.2", ...TUNNEL, "/ipv6 address", "add address=fd00::1/64 interface=office"),
  fixes: { "add-address": "needs-input" },
  on: [WIREGUARD],
  check(item, { model }) {
    if (item.isDisabled !== false || item.name === undefined || peersOf(model, item.name).length === 0)
      return undefined;
    const menus = ["/ip/address", "/ipv6/address"];
    if (!menus.every((menu) => model.absenceMeansDefault(menu))) return undefined;
    const hasAddress = menus
      .flatMap((menu) => model.items(menu))
      .some((address) => address.isDisabled !== true && address.value("interface").text === item.name);
    const isElsewhere = ["/interface/bridge/port", "/ip/dhcp-client"]
      .flatMap((menu) => model.items(menu))
      .some((other) => other.text("interface") === item.name);
    if (hasAddress || isElsewhere) return undefined;
    return {
      at: { item, property: "name" },
      item,
      message: `WireGuard interface ${label(item)} has peers, but no address.`,
      fixes: [
        {
          id: "add-address",
          title: "Add an address",
          changes: [
            {
              kind: "add",
              menu: "/ip/address",
              properties: { address: "<TUNNEL-ADDRESS>", interface: item.name },
            },
          ],
          inputs: [
            {
              name: "tunnel-address",
              description: "This router's address in the tunnel with its network's length, as 10.0.0.1/24.",
            },
          ],
        },
      ],
    };
  },
});
