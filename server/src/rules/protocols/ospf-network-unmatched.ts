import type { Item } from "../../model/model.ts";
import { hasUnknownNeighbours } from "../../traffic/routing.ts";
import { overlaps, type PrefixSet, parseAddressSet } from "../../values/prefix-set.ts";
import { mayBeDynamic } from "../facts/dynamic-addresses.ts";

import { enumerate, listOf } from "../facts/label.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const template = (networks: string) =>
  [
    "# 2025-03-14 09:26:53 by RouterOS 7.16.2",
    "/ip address",
    "add address=10.7.1.1/30 interface=ether1 network=10.7.1.0",
    "/routing ospf instance",
    "add name=ospf1",
    "/routing ospf area",
    "add instance=ospf1 name=backbone",
    "/routing ospf interface-template",
    `add area=backbone networks=${networks}`,
    "/system identity",
    "set name=home",
    "",
  ].join("\n");

/** Manual, OSPF: it runs on interfaces with an address whose network falls within the range. */
export const ospfNetworkUnmatched = defineRule({
  id: "ospf-network-unmatched",
  group: "protocols",
  title: "OSPF network that no address is of",
  severity: "warning",
  why: "OSPF starts on interfaces whose address is of the network; where none is, it runs nowhere by that line, and a neighbour that was meant is not found.",
  advice: "Correct the network, or remove the line.",
  references: ["Manual: OSPF"],
  presets: ["recommended", "strict"],
  bad: template("10.7.2.0/30"),
  good: template("10.7.0.0/16"),
  on: ["/routing/ospf/network", "/routing/ospf/interface-template"],
  check(item, context) {
    const property = item.menu.endsWith("-template") ? "networks" : "network";
    const words = listOf(item.property(property)?.text);
    // Where interfaces are named too, it is not told which of both has to fit.
    if (item.isDisabled !== false || !item.isCertain || item.property("interfaces") !== undefined)
      return undefined;
    if (words.length === 0 || !knowsAllAddresses(context)) return undefined;
    const own = context.model.items("/ip/address").map(networkOf);
    const isUnmatched = (word: string) => {
      const range = word.includes(":") ? undefined : parseAddressSet(word);
      // An address that is switched off, or written in a way that is not understood, may be the one.
      return (
        range !== undefined && own.every((network) => network !== undefined && !overlaps(network, range))
      );
    };
    const unmatched = words.filter(isUnmatched);
    if (unmatched.length === 0) return undefined;
    return {
      at: { item, property, words: unmatched },
      item,
      message: `No address of the router is of the OSPF network${unmatched.length === 1 ? "" : "s"} ${enumerate(unmatched)}, so OSPF runs nowhere by ${unmatched.length === 1 ? "it" : "them"}.`,
    };
  },
});

/** The address with its network, and with the far end that `network=` names on point-to-point links. */
function networkOf(item: Item): PrefixSet | undefined {
  const address = item.text("address");
  const network = item.property("network");
  if (address === undefined || (network !== undefined && network.text === undefined)) return undefined;
  const [host = "", length = "32"] = address.split("/");
  return parseAddressSet([address, host, ...(network?.text ? [`${network.text}/${length}`] : [])].join(","));
}

function knowsAllAddresses({ model, traffic }: RuleContext): boolean {
  if (!model.absenceMeansDefault("/ip/address") || model.items("/ip/address").length === 0) return false;
  if (hasUnknownNeighbours(traffic.network, "ip") || mayBeDynamic(model.menus)) return false;
  // Sessions bring addresses of their own.
  return model.items("/ppp/secret").every((secret) => secret.isDisabled === true);
}
