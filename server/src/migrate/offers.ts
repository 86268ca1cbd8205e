import type { Item, Model } from "../model/model.ts";
import { roomFor7 } from "./board.ts";
import { brokenPart } from "./broken-statements.ts";
import { accountsOf } from "./carry/accounts.ts";
import { bridgeNeed, clientNeed, type OverlayNeed, overlayNeed } from "./carry/overlay-need.ts";
import { profileOf } from "./carry/ppp-profile.ts";
import { arpReason } from "./carry/proxy-arp.ts";
import { farAddresses } from "./carry/remove-client.ts";
import { steeringOf, withoutBackups } from "./carry/steering.ts";
import { secretsOf } from "./discover.ts";
import type { Offer, Target, Tunnel } from "./plan.ts";
import { isVersion, versionWords } from "./router-version.ts";
import { waitReason } from "./targets/ikev2-site-client.ts";

/**
 * Every target with its reason, the recommended one first, those that cannot be last. `mayWait`: the new tunnel is
 * known to be an interface, or the other end is known, so routes may wait for it behind others.
 */
export function offers(model: Model, tunnel: Tunnel, mayWait = false): readonly Offer[] {
  const facts = factsOf(model, tunnel, mayWait);
  const broken = brokenPart(model, tunnel);
  if (broken !== undefined)
    return orderFor(facts).map((target) => ({
      target,
      isPossible: false,
      isRecommended: false,
      reason: broken,
    }));
  const judged = orderFor(facts).map((target) => ({ target, ...judge(target, facts) }));
  const first = judged.find(({ isPossible }) => isPossible)?.target;
  return judged
    .map((offer) => ({ ...offer, isRecommended: offer.target === first }))
    .sort((a, b) => Number(b.isPossible) - Number(a.isPossible));
}

interface Facts {
  readonly version: string;
  readonly isSeven: boolean | undefined;
  readonly isWireguardVersion: boolean | undefined;
  readonly isIkeVersion: boolean | undefined;
  /** Its OpenVPN client can check the server's certificate (CVE-2018-10066). */
  readonly isVerifyVersion: boolean | undefined;
  readonly bridge: Item | undefined;
  /** What a tunnel without an interface cannot serve. */
  readonly need: OverlayNeed | undefined;
  /** Why the users' addresses need an interface. */
  readonly arp: string | undefined;
  /** Why it cannot stand in for another way without an interface. */
  readonly waits: string | undefined;
  readonly isRadiusOnly: boolean;
  readonly isServer: boolean;
  readonly isCertain: boolean;
  readonly board: string | undefined;
}

function factsOf(model: Model, tunnel: Tunnel, mayWait: boolean): Facts {
  const isServer = tunnel.kind.endsWith("-server");
  const secrets = isServer ? secretsOf(model, tunnel.kind === "pptp-server" ? "pptp" : "l2tp") : [];
  const profiles = [tunnel.item, ...secrets].map((item) => profileOf(model, item));
  const bridge = profiles.find((profile) => bridgeNeed(profile) !== undefined);
  const need =
    bridge !== undefined
      ? bridgeNeed(bridge)
      : isServer
        ? overlayNeed(tunnel.dependents)
        : clientNeed(model, tunnel, farAddresses(model, tunnel));
  const usesRadius = model.items("/ppp/aaa").some((item) => item.text("use-radius") === "yes");
  return {
    version: versionWords(model),
    isSeven: isVersion(model, ">=7"),
    isWireguardVersion: isVersion(model, ">=7.1"),
    isIkeVersion: isVersion(model, ">=6.45"),
    isVerifyVersion: isVersion(model, ">=6.43"),
    bridge,
    need,
    waits: isServer || mayWait || need !== undefined ? undefined : waitsOf(model, tunnel),
    arp: isServer ? arpReason(model, userAddresses(model, tunnel)) : undefined,
    isRadiusOnly: isServer && usesRadius && secrets.length === 0,
    isServer,
    isCertain: tunnel.item.command?.isCertain !== false,
    board: model.source.boardModel,
  };
}

function waitsOf(model: Model, tunnel: Tunnel): string | undefined {
  const { steering } = withoutBackups(model, steeringOf(model, tunnel, farAddresses(model, tunnel)));
  return waitReason({ context: { model, answers: {} }, tunnel }, steering);
}

/** Those of accounts without networks behind them, which make them sites. */
function userAddresses(model: Model, tunnel: Tunnel): readonly string[] {
  return accountsOf(model, tunnel)
    .filter(({ networks }) => networks.length === 0)
    .flatMap(({ address }) => address ?? []);
}

function orderFor(facts: Facts): readonly Target[] {
  if (facts.bridge !== undefined) return ["openvpn", "ikev2", "wireguard"];
  if (facts.isRadiusOnly || facts.isSeven === false) return ["ikev2", "wireguard", "openvpn"];
  return ["wireguard", "ikev2", "openvpn"];
}

function judge(target: Target, facts: Facts): Pick<Offer, "isPossible" | "reason"> {
  if (!facts.isCertain)
    return {
      isPossible: false,
      reason: "It is made by script code that may or may not run; such code is left to a person.",
    };
  switch (target) {
    case "wireguard":
      return judgeWireguard(facts);
    case "ikev2":
      return judgeIkev2(facts);
    case "openvpn":
      return judgeOpenvpn(facts);
    default:
      return target satisfies never;
  }
}

/** Words that send the reader to IKEv2, where that is possible. */
function alternative(facts: Facts, words: string): string {
  return judgeIkev2(facts).isPossible ? words : "";
}

function judgeWireguard(facts: Facts): Pick<Offer, "isPossible" | "reason"> {
  if (facts.isWireguardVersion === false) {
    return {
      isPossible: false,
      reason: `WireGuard needs RouterOS 7.1, and this is ${facts.version}. ${roomFor7(facts.board)}${alternative(facts, "; until then take IKEv2")}.`,
    };
  }
  if (facts.bridge !== undefined)
    return {
      isPossible: false,
      reason:
        "The PPP profile bridges the tunnel (BCP), and WireGuard carries IP only; take OpenVPN in Ethernet mode, or EoIP inside WireGuard.",
    };
  if (facts.isRadiusOnly)
    return {
      isPossible: false,
      reason:
        "The accounts are in RADIUS and WireGuard knows keys only; IKEv2 with EAP goes on asking RADIUS.",
    };
  const doubt =
    facts.isWireguardVersion === undefined
      ? " The file names no version: it must be RouterOS 7.1 or later."
      : "";
  const need = facts.isServer ? "each user installs an app and gets a key" : "the other end must offer it";
  return { isPossible: true, reason: `Fast, small and modern; ${need}.${doubt}` };
}

function judgeIkev2(facts: Facts): Pick<Offer, "isPossible" | "reason"> {
  if (facts.isIkeVersion === false)
    return {
      isPossible: false,
      reason: `IKEv2 ${facts.isServer ? "with identities for each user" : "with EAP"} needs RouterOS 6.45, and this is ${facts.version}; upgrade first.`,
    };
  const obstacle = facts.need === undefined ? (facts.arp ?? facts.waits) : undefined;
  if (obstacle !== undefined) return { isPossible: false, reason: obstacle };
  if (facts.need !== undefined) {
    const { kind, who } = facts.need;
    return {
      isPossible: true,
      reason: `${who} needs an interface, which IPsec does not have: ${kind === "gre" ? "GRE" : "EoIP"} inside IKEv2 gives it one, where the other end is a router of yours too.`,
    };
  }
  if (facts.isRadiusOnly)
    return {
      isPossible: true,
      reason: "The accounts are in RADIUS, and IKEv2 with EAP can go on asking it.",
    };
  const apps = facts.isServer
    ? "Windows, macOS, iOS and Android have it built in; it needs certificates."
    : "Providers and other vendors offer it; it needs the server's CA certificate.";
  return {
    isPossible: true,
    reason: facts.isSeven === false ? `The strongest that ${facts.version} has. ${apps}` : apps,
  };
}

function judgeOpenvpn(facts: Facts): Pick<Offer, "isPossible" | "reason"> {
  if (facts.isVerifyVersion === false && !facts.isServer)
    return {
      isPossible: false,
      reason: `The OpenVPN client of ${facts.version} does not check who the server is, so anyone on the path gets the password; upgrade first.`,
    };
  if (facts.bridge !== undefined)
    return {
      isPossible: true,
      reason: "Its Ethernet mode can go on bridging, which neither WireGuard nor IPsec can.",
    };
  if (facts.isSeven === false)
    return {
      isPossible: true,
      reason: `${facts.isIkeVersion === false ? "Upgrade first, if you can, and take IKEv2 or WireGuard. Until then: for" : "For"} networks that let only TCP pass; ${facts.version} has it over TCP with SHA-1 only${alternative(facts, ", so prefer IKEv2")}.`,
    };
  return {
    isPossible: true,
    reason:
      "For networks that let only TCP or port 443 pass; slower than WireGuard, and it needs certificates.",
  };
}
