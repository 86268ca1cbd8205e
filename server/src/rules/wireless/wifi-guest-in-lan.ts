import type { Item, Model } from "../../model/model.ts";
import { isLanInterface } from "../../traffic/wan.ts";
import { label } from "../facts/label.ts";
import { type WirelessNetwork, wirelessNetworks } from "../facts/wireless-networks.ts";
import { defineRule } from "../rule.ts";

const SECURITY = [
  "/interface wireless security-profiles",
  'add authentication-types=wpa2-psk mode=dynamic-keys name=home wpa2-pre-shared-key="<KEY>"',
];
const NETWORKS = [
  "/interface wireless",
  "set [ find default-name=wlan1 ] disabled=no mode=ap-bridge security-profile=home ssid=Home",
  "add disabled=no master-interface=wlan1 name=wlan2 security-profile=home ssid=Home-Guests",
];
const BRIDGES = ["/interface bridge", "add name=lan", "add name=guests", "/interface bridge port"];

/** Only by the name can a file tell that a network is for guests; whatever keeps it apart silences the rule. */
export const wifiGuestInLan = defineRule({
  id: "wifi-guest-in-lan",
  aliases: ["wifi-default-auth-open-guest"],
  group: "wireless",
  title: "Guest network bridged with the LAN",
  severity: "warning",
  why: "Guests share a bridge with the inside: they reach every device there below the firewall, and can pose as the gateway.",
  advice:
    "Put the guest network into a bridge or VLAN of its own with its own addresses, and drop what goes from there to the LAN.",
  references: ["Manual: WiFi", "Manual: Bridging and Switching"],
  compliance: ["N"],
  cwe: [653],
  presets: ["recommended", "strict"],
  bad: [
    ...BRIDGES,
    "add bridge=lan interface=ether2",
    "add bridge=lan interface=wlan1",
    "add bridge=lan interface=wlan2",
    ...SECURITY,
    ...NETWORKS,
    "",
  ].join("\n"),
  good: [
    ...BRIDGES,
    "add bridge=lan interface=ether2",
    "add bridge=lan interface=wlan1",
    "add bridge=guests interface=wlan2",
    ...SECURITY,
    ...NETWORKS,
    "",
  ].join("\n"),
  on: "model",
  check(model, { traffic, policy }) {
    const networks = wirelessNetworks(model);
    return networks.filter(isForGuests).flatMap((guests) => {
      if (guests.isApart || GUEST.test(guests.bridge) || isFiltered(model, guests)) return [];
      const own = networks.find((other) => other.bridge === guests.bridge && !isForGuests(other));
      const isLan = isLanInterface(traffic.network, policy, guests.bridge);
      if (own === undefined && !isLan) return [];
      return [
        {
          at: { item: guests.item, property: placeName(guests.item) },
          item: guests.item,
          message: `The guest network \`${guests.ssid}\` (${label(guests.item)}) is in the bridge \`${guests.bridge}\` together with ${own === undefined ? "the LAN" : `\`${own.ssid}\``}.`,
          related: [
            { at: { item: guests.by }, message: "this puts guests into the bridge" },
            ...(own === undefined ? [] : [{ at: { item: own.by }, message: "and this the inside" }]),
          ],
        },
      ];
    });
  },
});

/** "Home-Guests", "Gäste", "GW guest"; a guesthouse's own network is its business. */
const GUEST =
  /guest(?!s?[\s_-]?house)|visitor|(?<![a-z])g(?:a|ä|ae)ste?(?![a-z])|invit(?:e|é|ado)s?(?![a-z])|гост/i;

function isForGuests({ item, ssid }: WirelessNetwork): boolean {
  return GUEST.test(ssid) || (item.name !== undefined && GUEST.test(item.name));
}

function placeName(item: Item): string {
  return ["configuration.ssid", "ssid"].find((name) => item.property(name)) ?? "configuration";
}

/** Rules of the bridge that name the port, or the IP firewall for bridged packets, may keep guests apart. */
function isFiltered(model: Model, { item, bridge }: WirelessNetwork): boolean {
  if (model.settings("/interface/bridge/settings").text("use-ip-firewall") === "yes") return true;
  return ["/interface/bridge/filter", "/interface/bridge/nat", "/interface/ethernet/switch/rule"]
    .flatMap((menu) => model.items(menu))
    .some(
      (rule) =>
        rule.isDisabled !== true &&
        rule.properties.some(
          ({ name, text }) =>
            text !== undefined &&
            /interface|bridge|ports/.test(name) &&
            (name.endsWith("-list") || text.replace(/^!/, "") === item.name || text === bridge),
        ),
    );
}
