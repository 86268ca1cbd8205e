import type { Item } from "../../model/model.ts";
import type { ConnectedNetwork } from "../../traffic/network.ts";
import { formatAddressSet, sameAddresses } from "../../values/prefix-set.ts";
import { label, listOf } from "../facts/label.ts";
import { vrfOf } from "../facts/vrf.ts";
import { defineRule, type RuleContext } from "../rule.ts";

/** Two connected routes to one network: the router cannot know on which side a host is. */
export const subnetTwice = defineRule({
  id: "subnet-twice",
  group: "protocols",
  title: "One network on two interfaces",
  severity: "warning",
  why: "The router cannot know behind which of the interfaces a host of the network is, so part of the traffic goes to the wrong one.",
  advice: "Bridge the interfaces, or give each a network of its own.",
  references: ["Manual: IP Addressing", "Manual: Layer2 misconfiguration"],
  presets: ["recommended", "strict"],
  bad: "/interface ethernet\nset [ find default-name=ether2 ] name=office\n/ip address\nadd address=192.168.88.1/24 interface=ether3 network=192.168.88.0\nadd address=192.168.88.2/24 interface=office network=192.168.88.0\n",
  good: "/ip address\nadd address=192.168.88.1/24 interface=ether3 network=192.168.88.0\nadd address=192.168.88.2/24 interface=ether3 network=192.168.88.0\nadd address=192.168.89.1/24 interface=ether4 network=192.168.89.0\n",
  on: "model",
  check(_model, context) {
    const pinned = pinnedInterfaces(context);
    const networks = context.traffic.network
      .connected("ip")
      .filter((one) => isShareable(one, context) && !pinned.has(one.interface));
    return networks.flatMap((one, index) => {
      const earlier = networks.slice(0, index).find((other) => isSame(one, other, context));
      if (earlier === undefined) return [];
      return [
        {
          at: { item: one.item, property: "address" },
          item: one.item,
          message: `The network \`${formatAddressSet(one.network)}\` is on \`${one.interface}\` by ${label(one.item)} and on \`${earlier.interface}\` as well.`,
          related: [{ at: { item: earlier.item, property: "address" }, message: "the other one" }],
        },
      ];
    });
  },
});

/** VRRP and MACVLAN share the link below them; an unknown name may be one of them, or a deleted interface. */
function isShareable(one: ConnectedNetwork, { traffic }: RuleContext): boolean {
  const kind = traffic.network.interfaces.kind(one.interface);
  return (
    one.isActive === "yes" && one.length < 31 && kind !== undefined && !["vrrp", "macvlan"].includes(kind)
  );
}

/** `gateway=192.168.8.1%lte1` says by which of two modems with one network a packet leaves. */
function pinnedInterfaces({ model }: RuleContext): ReadonlySet<string> {
  return new Set(model.gatherItems("/ip/route", pinnedBy));
}

function pinnedBy(route: Item): readonly string[] {
  const gateway = route.text("gateway");
  if (gateway?.includes("%") !== true) return [];
  return listOf(gateway).flatMap((word) => word.split("@")[0]?.split("%").slice(1) ?? []);
}

function isSame(one: ConnectedNetwork, other: ConnectedNetwork, context: RuleContext): boolean {
  return (
    one.interface !== other.interface &&
    sameAddresses(one.network, other.network) &&
    vrfOf(one.interface, context) === vrfOf(other.interface, context)
  );
}
