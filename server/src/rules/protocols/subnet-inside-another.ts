import type { Item, Model } from "../../model/model.ts";
import type { ConnectedNetwork } from "../../traffic/network.ts";
import { containsSet, formatAddressSet, sameAddresses } from "../../values/prefix-set.ts";
import { label } from "../facts/label.ts";
import { vrfOf } from "../facts/vrf.ts";
import { defineRule, type RuleContext } from "../rule.ts";

export const subnetInsideAnother = defineRule({
  id: "subnet-inside-another",
  group: "protocols",
  title: "Network inside the network of another interface",
  severity: "warning",
  why: "Hosts of the wider network take those of the narrower one for neighbours and ask for them on their own link, where nobody answers.",
  advice: "Give the interfaces networks that do not overlap, or set arp=proxy-arp on the wider one.",
  references: ["Manual: IP Addressing", "RFC 1027"],
  presets: ["recommended", "strict"],
  bad: "/ip address\nadd address=10.30.0.1/16 interface=ether2 network=10.30.0.0\nadd address=10.30.5.1/24 interface=ether3 network=10.30.5.0\n",
  good: "/ip address\nadd address=10.30.0.1/16 interface=ether2 network=10.30.0.0\nadd address=10.31.5.1/24 interface=ether3 network=10.31.5.0\n",
  on: "model",
  check(model, context) {
    const networks = context.traffic.network.connected("ip").filter((one) => isLink(one, context));
    return networks.flatMap((one) => {
      const wider = networks.find((other) => isInside(one, other, context));
      if (wider === undefined || answersForOthers(wider, model, context)) return [];
      return [
        {
          at: { item: one.item, property: "address" },
          item: one.item,
          message: `The network \`${formatAddressSet(one.network)}\` of \`${one.interface}\` is inside \`${formatAddressSet(wider.network)}\`, which is on \`${wider.interface}\` by ${label(wider.item)}.`,
          related: [{ at: { item: wider.item, property: "address" }, message: "the wider one" }],
        },
      ];
    });
  },
});

/** A network with hosts on a link of its own; an unknown name may share the link of another. */
function isLink(one: ConnectedNetwork, { traffic }: RuleContext): boolean {
  const kind = traffic.network.interfaces.kind(one.interface);
  return (
    one.isActive === "yes" &&
    one.length < 31 &&
    one.length > 0 &&
    kind !== undefined &&
    !["vrrp", "macvlan"].includes(kind)
  );
}

function isInside(one: ConnectedNetwork, other: ConnectedNetwork, context: RuleContext): boolean {
  return (
    one.interface !== other.interface &&
    !sameAddresses(one.network, other.network) &&
    containsSet(other.network, one.network) &&
    vrfOf(one.interface, context) === vrfOf(other.interface, context)
  );
}

/** Proxy ARP carves a network out on purpose (RFC 1027); tunnels ask nobody. */
function answersForOthers(wider: ConnectedNetwork, model: Model, { traffic }: RuleContext): boolean {
  const item: Item | undefined = traffic.network.interfaces.item(wider.interface);
  const kind = traffic.network.interfaces.kind(wider.interface) ?? "";
  const isLayer3 = !/^(?:ethernet|bridge|vlan|bonding|wireless|wifi)$/.test(kind);
  const arp = item?.text("arp") ?? (model.absenceMeansDefault("/interface/ethernet") ? "enabled" : undefined);
  return isLayer3 || (arp !== undefined && arp !== "enabled");
}
