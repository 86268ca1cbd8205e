import type { Item } from "../model/model.ts";
import { addressBits, type IpAddress, parseIpPrefix } from "../values/ip.ts";
import {
  addressSet,
  everyAddress,
  NO_ADDRESSES,
  onlyAddress,
  type PrefixSet,
  parseAddressSet,
  singleAddress,
  subtract,
  unite,
} from "../values/prefix-set.ts";
import { isOwn, type Network } from "./network.ts";
import type { Packet } from "./packet.ts";

/** The packet after a dst-nat, redirect or netmap rule of `dstnat`. A range of targets stays a set. */
export function translateDestination(network: Network, packet: Packet, rule: Item, action: string): Packet {
  const port = rule.text("to-ports") ? Number(rule.text("to-ports")) : packet.dstPort;
  const moved: Packet = {
    ...packet,
    dstPort: port !== undefined && Number.isInteger(port) ? port : undefined,
    isDstNatted: "yes",
  };
  if (action === "redirect") return { ...moved, isDstLocal: "yes" };
  const target = rule.text("to-addresses");
  if (!target)
    return rule.value("to-addresses").from === "computed"
      ? { ...moved, dst: everyAddress(packet.family), isDstLocal: "unknown" }
      : moved;
  const dst = action === "netmap" ? mapped(packet.dst, target) : parseAddressSet(target);
  if (!dst) return { ...moved, dst: everyAddress(packet.family), isDstLocal: "unknown" };
  return { ...moved, dst, isDstLocal: isOwn(network, packet.family, dst) };
}

/** The packet after a src-nat or masquerade rule of `srcnat`. */
export function translateSource(network: Network, packet: Packet, rule: Item, action: string): Packet {
  const moved: Packet = { ...packet, isSrcNatted: "yes" };
  if (action === "masquerade" || action === "endpoint-independent-nat") {
    return { ...moved, src: exitAddress(network, packet) };
  }
  const target = rule.text("to-addresses");
  if (!target) return { ...moved, src: everyAddress(packet.family) };
  const src = action === "netmap" ? mapped(packet.src, target) : parseAddressSet(target);
  return { ...moved, src: src ?? everyAddress(packet.family) };
}

/** The address of the interface it leaves by; where that is dynamic, any but the router's other addresses. */
export function exitAddress(network: Network, packet: Packet): PrefixSet {
  const { family, outInterface } = packet;
  const name = typeof outInterface === "object" ? outInterface.name : undefined;
  const connected = network.connected(family);
  const own = connected.filter((c) => c.interface === name && c.isActive === "yes");
  const [only] = own;
  if (only && own.length === 1) return singleAddress(only.own);
  if (own.length > 1) return own.reduce((set, c) => unite(set, singleAddress(c.own)), NO_ADDRESSES);
  return connected.reduce((set, c) => subtract(set, c.network), everyAddress(family));
}

/** Netmap keeps the host bits and changes the network bits. */
function mapped(from: PrefixSet, target: string): PrefixSet | undefined {
  const prefix = parseIpPrefix(target);
  const single = onlyAddress(from);
  if (!prefix || !single || single.family !== prefix.address.family) return parseAddressSet(target);
  const hosts = (1n << BigInt(addressBits(single.family) - prefix.length)) - 1n;
  const value = (prefix.address.value & ~hosts) | (single.value & hosts);
  const address: IpAddress = { family: single.family, value };
  return addressSet([{ family: address.family, first: value, last: value }]);
}
