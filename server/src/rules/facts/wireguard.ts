import type { Item, Model } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import { parseIpAddress } from "../../values/ip.ts";
import {
  containsAddress,
  notPublicAddresses,
  type PrefixSet,
  parseAddressSet,
} from "../../values/prefix-set.ts";
import type { Fix } from "../rule.ts";
import { holdsPort, protocolOf } from "./firewall.ts";
import { isSet } from "./is-set.ts";
import { label, listOf } from "./label.ts";
import { isPlaceholder } from "./secret-strength.ts";

export const WIREGUARD = "/interface/wireguard";
export const PEERS = "/interface/wireguard/peers";

/** Enabled peers of an interface, in the router's order. */
export function peersOf(model: Model, interfaceName: string | undefined): Item[] {
  return model
    .items(PEERS)
    .filter((peer) => peer.isDisabled === false && peer.text("interface") === interfaceName);
}

export function interfaceOf(model: Model, peer: Item): Item | undefined {
  return model.items(WIREGUARD).find((item) => item.name === peer.text("interface"));
}

/** Where the router dials the peer; undefined when it waits for it, and when that is not known. */
export function endpointOf(peer: Item): string | undefined {
  const endpoint = peer.text("endpoint-address");
  return endpoint === "" || endpoint === "0.0.0.0" ? undefined : endpoint;
}

/** True when the peer has to come to this router by itself. */
export function waitsForPeer(peer: Item): boolean {
  return peer.value("endpoint-address").from !== "computed" && endpointOf(peer) === undefined;
}

export interface Allowed {
  readonly text: string;
  readonly set: PrefixSet;
  /** 0.0.0.0/0 or ::/0. */
  readonly isAny: boolean;
}

/** The parts of `allowed-address` that can be read. */
export function allowedOf(peer: Item): Allowed[] {
  return listOf(peer.text("allowed-address")).flatMap((text) => {
    const set = parseAddressSet(text);
    return set === undefined ? [] : [{ text, set, isAny: /^(0\.0\.0\.0|::)\/0$/.test(text) }];
  });
}

/** Only the owner of the networks knows which of them the peer has. */
export function narrowAllowed(peer: Item): Fix {
  return {
    id: "narrow",
    title: "Name the networks of this peer alone",
    changes: [{ kind: "set", item: peer, properties: { "allowed-address": "<PEER-NETWORKS>" } }],
    inputs: [
      {
        name: "peer-networks",
        description: "The peer's tunnel address and the networks behind it, as 10.0.0.2/32,10.9.0.0/24.",
      },
    ],
  };
}

/** A key that is really written, neither `none` nor a mask. */
export function isRealKey(text: string | undefined): text is string {
  return text !== undefined && !["", "none", "auto"].includes(text) && !isPlaceholder(text);
}

/** "peer `laptop`", by its comment or interface when it has no name (before 7.15). */
export function peerLabel(peer: Item): string {
  const on = peer.text("interface");
  const isNamed = (peer.name ?? "") !== "" || (peer.comment ?? "") !== "";
  return isNamed || on === undefined ? `peer ${label(peer)}` : `a peer of \`${on}\``;
}

/** Some routing daemon or client may put routes where the file shows none. */
export function hasDynamicRoutes(model: Model): boolean {
  return [
    "/routing/bgp/connection",
    "/routing/bgp/peer",
    "/routing/ospf/instance",
    "/routing/ospf/interface-template",
    "/routing/ospf-v3/instance",
    "/routing/rip/instance",
    "/routing/rip/interface",
    "/routing/isis/instance",
    "/routing/babel/instance",
  ].some((menu) => model.items(menu).some((item) => item.origin === "add" && item.isDisabled !== true));
}

/** Whether a NAT stands between this router and the internet, as far as it can be told: every uplink has a private or dynamic address. */
export function looksTranslated(model: Model, traffic: Traffic): boolean {
  // What speaks of a tunnel's own address says nothing of the way that its packets take.
  const uplinks = traffic.wan.interfaces.filter(
    (name) => traffic.network.interfaces.kind(name) !== "wireguard",
  );
  return (
    uplinks.length > 0 &&
    uplinks.every((name) => {
      const addresses = model
        .items("/ip/address")
        .filter((item) => item.isDisabled !== true && item.text("interface") === name)
        .flatMap((item) => parseIpAddress((item.text("address") ?? "").split("/")[0] ?? "") ?? []);
      if (addresses.length > 0) return addresses.every((one) => containsAddress(notPublicAddresses(), one));
      return model
        .items("/ip/dhcp-client")
        .some((item) => item.isDisabled === false && item.text("interface") === name);
    })
  );
}

/**
 * A rule that lets some sources in on the port, in whatever chain, or on every port: whether the peers are among
 * them is not known.
 */
export function mayLetSomeIn(model: Model, port: number): boolean {
  return model.items("/ip/firewall/filter").some((rule) => {
    const isAccept = rule.isDisabled !== true && (rule.text("action") ?? "accept") === "accept";
    if (!isAccept || ["forward", "output"].includes(rule.text("chain") ?? "")) return false;
    const isUdp = !isSet(rule, "protocol") || ["udp", undefined].includes(protocolOf(rule));
    if (!isUdp) return false;
    if (isSet(rule, "dst-port")) return holdsPort(rule.text("dst-port"), port);
    return isSet(rule, "src-address") || isSet(rule, "src-address-list");
  });
}
