import type { Item, Model } from "../../model/model.ts";
import type { Finding, Fix, Severity } from "../rule.ts";
import { label, listOf } from "./label.ts";
import { isEnabledServer } from "./switched-on.ts";

/** Phase 1 settings by version: on the peer up to 6.42, in `/ip ipsec peer profile` in 6.43, in `/ip ipsec profile` since 6.44. */
export const PHASE_ONE_MENUS = ["/ip/ipsec/profile", "/ip/ipsec/peer/profile", "/ip/ipsec/peer"] as const;

/** Tunnels that make an IPsec peer by themselves, always with the profile and the proposal called `default` (Manual: L2TP, GRE). */
function oneKnobTunnels(model: Model): Item[] {
  const l2tp = model
    .items("/interface/l2tp-client")
    .filter((item) => item.isDisabled === false && item.text("use-ipsec") === "yes");
  const server = model.settings("/interface/l2tp-server/server");
  const isServing =
    server.text("enabled") === "yes" && ["yes", "required"].includes(server.text("use-ipsec") ?? "");
  return [...(isServing ? [server] : []), ...l2tp, ...tunnelsWithSecret(model)];
}

/** GRE, IPIP, EoIP and their kin; those that have an `ipsec-secret` are encrypted. */
export const PLAIN_TUNNEL_MENUS = [
  "/interface/gre",
  "/interface/ipip",
  "/interface/eoip",
  "/interface/6to4",
  "/interface/gre6",
  "/interface/ipipv6",
  "/interface/eoipv6",
] as const;

function tunnelsWithSecret(model: Model): Item[] {
  return PLAIN_TUNNEL_MENUS.flatMap((menu) => model.items(menu)).filter(
    (item) => item.isDisabled === false && hasIpsecSecret(item),
  );
}

/** Also true for a computed secret. */
export function hasIpsecSecret(item: Item): boolean {
  const secret = item.property("ipsec-secret");
  return secret !== undefined && !secret.isUnset && secret.text !== "";
}

/** Enabled identities of a peer, by name; up to 6.43 the peer is its own identity. */
export function identitiesOf(model: Model, peer: Item): Item[] {
  return model
    .items("/ip/ipsec/identity")
    .filter((identity) => identity.isDisabled !== true && identity.text("peer") === peer.name);
}

export function peerOf(model: Model, identity: Item): Item | undefined {
  if (identity.menu === "/ip/ipsec/peer") return identity;
  const name = identity.text("peer");
  return name === undefined ? undefined : model.items("/ip/ipsec/peer").find((peer) => peer.name === name);
}

export function speakIkev2(peer: Item): Fix {
  return {
    id: "ikev2",
    title: "Use IKEv2 (both ends must)",
    changes: [{ kind: "set", item: peer, properties: { "exchange-mode": "ike2" } }],
  };
}

/** Who offers a profile's or a proposal's algorithms to a peer. */
export interface Use {
  readonly users: readonly Item[];
  /** True when the file is whole and nothing in it uses the object. */
  readonly isUnused: boolean;
}

export function useOf(model: Model, item: Item): Use {
  if (item.menu === "/ip/ipsec/peer") return { users: [item], isUnused: false };
  const users = item.menu === "/ip/ipsec/proposal" ? policiesOf(model, item) : peersOf(model, item);
  if (item.name === "default") users.push(...oneKnobTunnels(model));
  return { users, isUnused: users.length === 0 && model.absenceMeansDefault("/ip/ipsec/peer") };
}

function peersOf(model: Model, profile: Item): Item[] {
  return model
    .items("/ip/ipsec/peer")
    .filter((peer) => peer.isDisabled !== true && (peer.text("profile") ?? "default") === profile.name);
}

/** Policies of the proposal; a template counts only when an identity makes policies from its group. */
function policiesOf(model: Model, proposal: Item): Item[] {
  const groups = model
    .items("/ip/ipsec/identity")
    .filter((id) => id.isDisabled !== true && (id.text("generate-policy") ?? "no") !== "no")
    .map((id) => id.text("policy-template-group") ?? "default");
  const early = model
    .items("/ip/ipsec/peer")
    .filter((peer) => peer.isDisabled !== true && (peer.property("generate-policy")?.text ?? "no") !== "no")
    .map((peer) => peer.text("policy-template-group") ?? "default");
  const used = new Set([...groups, ...early]);
  return model
    .items("/ip/ipsec/policy")
    .filter(
      (policy) =>
        policy.isDisabled !== true &&
        (policy.text("action") ?? "encrypt") === "encrypt" &&
        (policy.text("proposal") ?? "default") === proposal.name &&
        (policy.text("template") !== "yes" || used.has(policy.text("group") ?? "default")),
    );
}

/** "IPsec profile `office`". */
export function ipsecObject(item: Item): string {
  const kind = item.menu.slice(item.menu.lastIndexOf("/") + 1);
  return `IPsec ${kind} ${kind === "peer" ? peerLabel(item) : label(item)}`;
}

/** A peer by its name, up to 6.43 by its address. */
export function peerLabel(peer: Item): string {
  const address = peer.text("address");
  const isNamed = (peer.name ?? "") !== "" || (peer.comment ?? "") !== "";
  return isNamed || address === undefined || address === "" ? label(peer) : `\`${address}\``;
}

/** Ciphers that bring their own integrity, so that `auth-algorithms` do not count (RFC 4106, RFC 7634). */
export function isAuthenticated(cipher: string): boolean {
  return cipher.endsWith("-gcm") || cipher.startsWith("chacha20");
}

/** Only proposals know ciphers with integrity of their own. */
export function needsNoHash(item: Item): boolean {
  const ciphers = listOf(item.text("enc-algorithms"));
  return ciphers.length > 0 && ciphers.every(isAuthenticated);
}

interface WeakOffer {
  readonly property: string;
  readonly weak: readonly string[];
  /** What the weak words mean together, before use is weighed. */
  readonly severity: Severity;
  /** "offers `des`"; the object and " by default" are put around it. */
  readonly what: string;
  readonly fix: { readonly id: string; readonly title: string; readonly value: string };
}

/**
 * A finding about what a profile or proposal offers. An object that certainly nobody uses is no danger: defaults in
 * it are nobody's concern, written words are worth a note. What a built-in object says by default is the affair of
 * `ipsec-stock-algorithms`, which names all of it at once.
 */
export function weakOffer(item: Item, model: Model, offer: WeakOffer): Finding | undefined {
  if (item.isDisabled === true) return undefined;
  const isDefault = item.value(offer.property).from === "default";
  if (isDefault && item.origin !== "add") return undefined;
  const { users, isUnused } = useOf(model, item);
  const isStock =
    isDefault || item.text(offer.property) === model.schema.defaultValue(item.menu, offer.property);
  if (isUnused && isStock) return undefined;
  return {
    at: { item, property: offer.property, words: offer.weak },
    item,
    severity: isUnused ? "info" : offer.severity,
    message: `${ipsecObject(item)} ${offer.what}${isDefault ? " by default" : ""}${isUnused ? ", though nothing uses it" : ""}.`,
    related: users
      .filter((user) => user !== item && isShown(user))
      .map((user) => ({ at: { item: user }, message: `used here` })),
    // The clients of an L2TP server bring their own choice.
    fixes: servesL2tp(model, item)
      ? []
      : [
          {
            id: offer.fix.id,
            title: offer.fix.title,
            changes: [{ kind: "set", item, properties: { [offer.property]: offer.fix.value } }],
          },
        ],
  };
}

const L2TP_SERVER = "/interface/l2tp-server/server";

/** Whether clients of an L2TP server come by this profile or proposal: with one-knob IPsec, or a peer or template made for them. */
export function servesL2tp(model: Model, item: Item): boolean {
  const isDefault = item.name === "default" || item.origin !== "add";
  if (isDefault && oneKnobTunnels(model).some(({ menu }) => menu === L2TP_SERVER)) return true;
  const isL2tp = (peer: Item) => peer.isDisabled !== true && peer.text("exchange-mode") === "main-l2tp";
  if (!model.items(L2TP_SERVER).some(isEnabledServer) || !model.items("/ip/ipsec/peer").some(isL2tp))
    return false;
  return useOf(model, item).users.some((user) => isL2tp(user) || user.text("template") === "yes");
}

function isShown(item: Item): boolean {
  return item.command !== undefined || item.changes.length > 0;
}

/** Whether `/ip ipsec` has a peer that speaks only IKEv2; undefined when that is not known. */
export function isIkev2(peer: Item | undefined): boolean | undefined {
  const mode = peer?.text("exchange-mode");
  return mode === undefined ? undefined : mode === "ike2";
}

/** `address=` lets any host try: not set, all zeros. */
export function admitsAnyHost(peer: Item): boolean {
  const value = peer.value("address");
  if (value.from === "computed") return false;
  return ["", "0.0.0.0/0", "::/0", "0.0.0.0/0:500", undefined].includes(value.text);
}

/** Enabled tunnel policies that encrypt, templates left out. */
export function tunnelPolicies(model: Model): Item[] {
  return model
    .items("/ip/ipsec/policy")
    .filter(
      (policy) =>
        policy.isDisabled === false &&
        policy.text("tunnel") === "yes" &&
        policy.text("template") !== "yes" &&
        (policy.text("action") ?? "encrypt") === "encrypt",
    );
}

/** Identities (peers up to 6.43) that make tunnel policies for their clients or from their server. */
export function policyMakers(model: Model): Item[] {
  return [...model.items("/ip/ipsec/identity"), ...model.items("/ip/ipsec/peer")].filter((item) => {
    const makes = (item.property("generate-policy")?.text ?? "no") !== "no";
    const peer = peerOf(model, item);
    return makes && item.isDisabled === false && (peer === undefined || peer.isDisabled === false);
  });
}

/** The offered words that are not in `weak`. */
export function without(value: string, weak: readonly string[]): string[] {
  return listOf(value).filter((word) => !weak.includes(word));
}
