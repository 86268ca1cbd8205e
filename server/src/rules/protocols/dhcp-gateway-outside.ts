import type { Item, Model } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import {
  formatIpPrefix,
  type IpPrefix,
  networkOf,
  parseIpAddress,
  parseIpPrefix,
  prefixRange,
  rangeContains,
} from "../../values/ip.ts";
import { addressSet, overlaps, type PrefixSet, parseAddressSet } from "../../values/prefix-set.ts";
import { hasRelay, poolOf } from "../facts/dhcp.ts";
import { enumerate, label, listOf } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const dhcpGatewayOutside = defineRule({
  id: "dhcp-gateway-outside",
  group: "protocols",
  title: "DHCP gateway outside the clients' network",
  severity: "warning",
  why: "Clients reach their gateway on the link, by the mask that they get; one outside of it they cannot use.",
  advice: "Name a gateway of the network, or set the netmask of the network that clients are in.",
  references: ["Manual: DHCP", "RFC 2132 §3.5"],
  presets: ["recommended", "strict"],
  bad: "/ip dhcp-server network\nadd address=192.168.88.0/24 gateway=192.168.89.1\n",
  good: "/ip dhcp-server network\nadd address=192.168.88.0/24 gateway=192.168.88.1\nadd address=192.168.89.77/32 gateway=192.168.89.1 netmask=24\n",
  on: ["/ip/dhcp-server/network"],
  check(item, { model, traffic }) {
    const network = networkOfClients(item);
    if (item.origin !== "add" || !item.isCertain || network === undefined || network.length > 30)
      return undefined;
    const outside = listOf(item.text("gateway")).filter((text) => {
      const address = parseIpAddress(text);
      return address !== undefined && address.value !== 0n && !rangeContains(prefixRange(network), address);
    });
    if (outside.length === 0) return undefined;
    const isFelt = mayHaveClients(network, model, traffic);
    const whose = isFelt ? "but its clients are in" : "though nothing here has clients in";
    return {
      at: { item, property: "gateway" },
      item,
      severity: isFelt ? "warning" : "info",
      message: `The DHCP network ${label(item)} names the gateway ${enumerate(outside)}, ${whose} \`${formatIpPrefix(network)}\`.`,
    };
  },
});

/** Whether a server, a lease or a network of the router makes clients of it; else it is a leftover that nobody feels. */
function mayHaveClients(network: IpPrefix, model: Model, traffic: Traffic): boolean {
  if (!["/ip/dhcp-server", "/ip/pool"].every((menu) => model.absenceMeansDefault(menu))) return true;
  const isHere = (set: PrefixSet | undefined) =>
    set === undefined || overlaps(set, addressSet([prefixRange(network)]));
  const servers = model.items("/ip/dhcp-server").filter((server) => server.isDisabled !== true);
  return (
    servers.some(
      (server) =>
        hasRelay(server) ||
        (!["static-only", undefined].includes(server.text("address-pool")) &&
          isHere(poolOf(model, server.text("address-pool"))?.ranges)),
    ) ||
    traffic.network.connected("ip").some((one) => isHere(one.network)) ||
    model
      .items("/ip/dhcp-server/lease")
      .some((lease) => isHere(parseAddressSet(lease.property("address")?.text ?? "")))
  );
}

/** `netmask`, where it is set, is the mask that clients get; 0 means that of the address. */
function networkOfClients(item: Item): IpPrefix | undefined {
  const prefix = parseIpPrefix(item.text("address") ?? "");
  const netmask = item.property("netmask");
  if (prefix === undefined || netmask === undefined || netmask.isUnset) return prefix && networkOf(prefix);
  if (!/^\d{1,2}$/.test(netmask.text ?? "")) return undefined;
  const length = Number(netmask.text);
  return networkOf({ address: prefix.address, length: length === 0 ? prefix.length : length });
}
