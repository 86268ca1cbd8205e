import type { Item, Model, Reference } from "../../model/model.ts";
import {
  containsSet,
  NO_ADDRESSES,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  unite,
} from "../../values/prefix-set.ts";
import type { Tunnel } from "../plan.ts";
import type { Account } from "./accounts.ts";
import { profileOf } from "./ppp-profile.ts";
import { label } from "./properties.ts";

/**
 * An interface inside an IPsec tunnel, which has none itself: GRE carries IP, EoIP carries Ethernet frames. Both
 * ends have to be RouterOS, or to know the same.
 */
export type OverlayKind = "gre" | "eoip";

export interface OverlayNeed {
  readonly kind: OverlayKind;
  /** What needs it, as messages name it. */
  readonly who: string;
}

/** Menus whose items run on an interface; routing protocols, labels and VRFs take any that carries IP. */
const NEEDS_IP = /^\/(?:routing\/(?:ospf|ospf-v3|rip|isis|pimsm|pim|bfd|mme|igmp-proxy)\b|mpls\b|ip\/vrf)/;
const NEEDS_ETHERNET =
  /^\/(?:interface\/(?:bridge\/port|vlan|bonding|macvlan)|ip\/(?:hotspot|dhcp-server|dhcp-relay))/;

/** What of these references cannot do without an interface; Ethernet goes before IP, since EoIP carries both. */
export function overlayNeed(dependents: readonly Reference[]): OverlayNeed | undefined {
  const items = dependents.flatMap(({ item, command }) =>
    item === undefined || item.isDisabled === true ? [] : [{ item, menu: command.menu }],
  );
  const ethernet = items.find(({ menu }) => NEEDS_ETHERNET.test(menu));
  if (ethernet !== undefined) return { kind: "eoip", who: label(ethernet.item) };
  const routed = items.find(({ menu }) => NEEDS_IP.test(menu));
  return routed === undefined ? undefined : { kind: "gre", who: label(routed.item) };
}

/** What of a client needs an interface; `far`: addresses of its other end. */
export function clientNeed(
  model: Model,
  { item, dependents }: Pick<Tunnel, "item" | "dependents">,
  far: readonly string[],
): OverlayNeed | undefined {
  return bridgeNeed(profileOf(model, item)) ?? overlayNeed(dependents) ?? ospfNeed(model, far);
}

/** A profile with `bridge=` makes the tunnel carry Ethernet frames (BCP). */
export function bridgeNeed(profile: Item | undefined): OverlayNeed | undefined {
  const bridge = profile?.property("bridge")?.text ?? "";
  if (profile === undefined || ["", "none"].includes(bridge)) return undefined;
  return { kind: "eoip", who: `bridge \`${bridge}\` of PPP profile \`${profile.name ?? ""}\`` };
}

/** OSPF may run on an interface without naming it: by the network of its addresses (`/routing ospf network` in v6). */
export function ospfNeed(model: Model, addresses: readonly (string | undefined)[]): OverlayNeed | undefined {
  const ends = addresses
    .flatMap((text) => parseAddressSet(text ?? "") ?? [])
    .reduce<PrefixSet>(unite, NO_ADDRESSES);
  const networks = [
    ...model.items("/routing/ospf/network").map((item) => [item, "network"] as const),
    ...model
      .items("/routing/ospf/interface-template")
      .filter((item) => ["", "all"].includes(item.property("interfaces")?.text ?? ""))
      .map((item) => [item, "networks"] as const),
  ];
  const found = networks.find(([item, property]) => {
    const set = parseAddressSet(item.property(property)?.text ?? "");
    if (item.isDisabled === true || set === undefined) return false;
    return overlaps(set, ends) && containsSet(set, ends);
  });
  return found === undefined ? undefined : { kind: "gre", who: label(found[0]) };
}

/**
 * Whether nothing runs on an account's line: the account is off, or the static interface is that all of it names. The
 * user may come in all the same, and such a session bridges by its profile, and runs OSPF by its network.
 */
export function isLineOff(model: Model, { isDisabled, binding, profile, local, address }: Account): boolean {
  const runsAnyway = bridgeNeed(profile) ?? ospfNeed(model, [local, address]);
  return isDisabled || (binding?.isDisabled === true && runsAnyway === undefined);
}
