import type { Item, Model } from "../../model/model.ts";
import { containsSet, overlaps, type PrefixSet, parseAddressSet } from "../../values/prefix-set.ts";
import { hasIpsecSecret, PLAIN_TUNNEL_MENUS } from "./ipsec.ts";
import { isVersion } from "./version-gate.ts";
import { allowedOf, PEERS } from "./wireguard.ts";

export const VPLS = "/interface/vpls";

/** RFC 1918, shared, link-local and unique local space: the far end is not across the internet. */
const INSIDE = parseAddressSet(
  "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,fc00::/7,fe80::/10",
);

/** Tunnels without encryption of their own; of VXLAN the far ends, which are items of their own. */
export const OPEN_TUNNEL_MENUS = [...PLAIN_TUNNEL_MENUS, VPLS, "/interface/vxlan/vteps"] as const;

/** Of VPLS the peer is `remote-peer` in v6 and `peer` in v7. */
const FAR_ENDS = ["remote-address", "remote-ip", "remote-peer", "peer"];

/** The relays of 6to4 (RFC 3068): whoever answers at the address, so there is nobody to share a key with. */
const RELAYS = parseAddressSet("192.88.99.0/24");

export function isRelay(end: PrefixSet): boolean {
  return RELAYS !== undefined && containsSet(RELAYS, end);
}

/** The far end as a set of one address; undefined when it is a name, computed, not set, or 0.0.0.0. */
export function farEnd(item: Item): PrefixSet | undefined {
  const text = FAR_ENDS.map((name) => item.text(name)).find((one) => one !== undefined);
  return text === undefined || /^(0\.0\.0\.0|::)(\/|$)/.test(text) ? undefined : parseAddressSet(text);
}

/** The property that names the far end. */
export function farEndName(item: Item): string {
  return FAR_ENDS.find((name) => item.property(name) !== undefined) ?? "remote-address";
}

export function isInside(end: PrefixSet): boolean {
  return INSIDE !== undefined && containsSet(INSIDE, end);
}

/**
 * Whether the tunnel may be encrypted: by its own secret, which exports of RouterOS 7 hide (it then cannot have fast
 * path), or by a peer or policy made by hand for its far end.
 */
export function mayBeEncrypted(model: Model, item: Item, end: PrefixSet): boolean {
  if (hasIpsecSecret(item)) return true;
  const { kind, secrets } = model.source;
  const isHidden = kind !== "script" && secrets !== "shown" && isVersion(model, "<7") !== true;
  const hasFastPath = model.schema.property(item.menu, "add", "allow-fast-path").kind === "known";
  const canHaveSecret = model.schema.property(item.menu, "add", "ipsec-secret").kind === "known";
  if (isHidden && canHaveSecret && (!hasFastPath || item.property("allow-fast-path")?.text === "no"))
    return true;
  const covers = (text: string | undefined) => {
    const set = text === undefined ? undefined : parseAddressSet(text);
    return set !== undefined && overlaps(set, end);
  };
  return (
    model.items("/ip/ipsec/peer").some((peer) => isLive(peer) && covers(peer.text("address"))) ||
    model
      .items("/ip/ipsec/policy")
      .some(
        (policy) =>
          isLive(policy) &&
          [policy.text("dst-address"), policy.text("sa-dst-address")].some((text) => covers(text)),
      )
  );
}

/**
 * Whether the far end may be one that WireGuard encrypts what is sent to: among a peer's networks, or, with a peer for
 * all, in the network of the tunnel itself.
 */
export function mayRunInWireguard(model: Model, end: PrefixSet): boolean {
  const peers = model.items(PEERS).filter((peer) => peer.isDisabled !== true);
  const isOn = (text: string | undefined) => {
    const network = parseAddressSet(text ?? "");
    return network !== undefined && overlaps(network, end);
  };
  return peers.some((peer) =>
    allowedOf(peer).some(({ set, isAny }) =>
      isAny
        ? model
            .items("/ip/address")
            .some((own) => own.text("interface") === peer.text("interface") && isOn(own.text("address")))
        : overlaps(set, end),
    ),
  );
}

/** The template that is there from the start encrypts nothing by itself. */
function isLive(item: Item): boolean {
  return item.isDisabled !== true && item.origin === "add";
}
