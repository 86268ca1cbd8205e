import type { Item, Model } from "../../model/model.ts";
import { overlaps, parseAddressSet } from "../../values/prefix-set.ts";
import { type Border, fromFarEnd, live, type Match, matchersFor, mayMeanOuter } from "./border.ts";

/**
 * Matchers for the routing protocols that speak on the border. Undefined with BFD, LDP, PIM, RIP or IS-IS there: these
 * use several ports and groups, and a session that a drop cuts takes the routes with it.
 */
export function keptRouting(border: Border): readonly Match[] | undefined {
  if (UNWRITTEN.some((menu) => live(border, menu).some((item) => mayBeOn(border, item)))) return undefined;
  if (border.context.model.settings("/mpls/ldp").text("enabled") === "yes" || asksForBfd(border))
    return undefined;
  const bgp = matchersFor(
    ["/routing/bgp/connection", "/routing/bgp/peer"].flatMap((menu) => live(border, menu)),
    (item) => neighbour(border, item),
  );
  const others = [
    ...(speaksOspf(border) ? [{ protocol: "ospf" }] : []),
    ...(live(border, "/interface/vrrp").some((item) => isOuterVrrp(border, item))
      ? [{ protocol: "vrrp" }]
      : []),
    ...(border.family === "ip" && asksForGroups(border) ? [{ protocol: "igmp" }] : []),
  ];
  return bgp && [...bgp, ...others];
}

const UNWRITTEN = [
  "/routing/bfd/configuration",
  "/routing/bfd/interface",
  "/mpls/ldp/interface",
  "/routing/pimsm/interface-template",
  "/routing/pim/interface",
  "/routing/rip/interface-template",
  "/routing/rip/interface",
  "/routing/isis/interface-template",
];

/** What 6.x has from the start says nothing of use. */
function mayBeOn(border: Border, item: Item): boolean {
  return item.origin === "add" && mayMeanOuter(border, item.text("interfaces") ?? item.text("interface"));
}

/** In 6.x the sessions ask for it. */
function asksForBfd(border: Border): boolean {
  return ["/routing/bgp/peer", "/routing/ospf/interface", "/routing/ospf-v3/interface"]
    .flatMap((menu) => live(border, menu))
    .some((item) => item.text("use-bfd") === "yes");
}

/** The neighbour may open the session. */
function neighbour(border: Border, item: Item): readonly Match[] | undefined {
  const port = item.property("local.port")?.text ?? "179";
  if (!/^\d+$/.test(port)) return undefined;
  const address = item.text("remote.address") ?? item.text("remote-address");
  return fromFarEnd(border, address, { protocol: "tcp", "dst-port": port });
}

/** OSPF of the family on one of the border's interfaces, by name, list or network. */
function speaksOspf(border: Border): boolean {
  const isSix = border.family === "ipv6";
  const seventh = live(border, "/routing/ospf/interface-template").filter(
    (item) => isPassive(item) === false && isVersion3(border, item) !== !isSix,
  );
  const sixth = isSix
    ? live(border, "/routing/ospf-v3/interface")
    : [...live(border, "/routing/ospf/network"), ...live(border, "/routing/ospf/interface")];
  return [...seventh, ...sixth].some((item) => {
    const networks = item.text("networks") ?? item.text("network");
    const words = item.text("interfaces") ?? item.text("interface");
    if (words !== undefined) return item.origin === "add" && mayMeanOuter(border, words);
    return item.origin === "add" && (networks === undefined || isOnBorder(border, networks));
  });
}

function isPassive(item: Item): boolean {
  const passive = item.property("passive");
  return passive !== undefined && !passive.isUnset && passive.text !== "no";
}

/** Undefined where the area or its instance is not in the file. */
function isVersion3({ context: { model } }: Border, template: Item): boolean | undefined {
  const area = model.items("/routing/ospf/area").find((one) => one.name === template.text("area"));
  const instance = model.items("/routing/ospf/instance").find((one) => one.name === area?.text("instance"));
  return instance && (instance.text("version") ?? "2") === "3";
}

function isOnBorder({ context, interfaces, family }: Border, networks: string): boolean {
  const set = parseAddressSet(networks);
  const own = context.traffic.network.connected(family).filter((one) => interfaces.includes(one.interface));
  // Addresses of DHCP and PPP are not in the file.
  return set === undefined || own.length === 0 || own.some((one) => overlaps(one.network, set));
}

/** A router that shares an address on the border; the word of its version is of the family. */
function isOuterVrrp(border: Border, item: Item): boolean {
  const isSix = item.text("v3-protocol") === "ipv6" && (item.text("version") ?? "3") === "3";
  const isThere = [item.name, item.text("interface")].some(
    (name) => name !== undefined && border.interfaces.includes(name),
  );
  return isThere && isSix === (border.family === "ipv6");
}

/** The provider's queries keep television running. */
function asksForGroups(border: Border): boolean {
  return live(border, "/routing/igmp-proxy/interface").some(
    (item) => item.text("upstream") === "yes" && mayMeanOuter(border, item.text("interface")),
  );
}

/** Whether routes may come and go by a protocol. */
export function hasRoutingProtocol(model: Model): boolean {
  return [
    "/routing/ospf/network",
    "/routing/ospf/interface-template",
    "/routing/bgp/connection",
    "/routing/bgp/peer",
    "/routing/rip/network",
    "/routing/rip/interface-template",
    "/routing/ospf-v3/interface",
    "/routing/isis/interface-template",
  ].some((menu) => model.items(menu).some((item) => item.isDisabled !== true));
}
