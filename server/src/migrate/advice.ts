import type { Model } from "../model/model.ts";
import { roomFor7 } from "./board.ts";
import { offers } from "./offers.ts";
import type { Offer, Target, Tunnel } from "./plan.ts";
import { isVersion, versionWords } from "./router-version.ts";

/** What to move to and why, in whole sentences: the target first, then what would change the choice. */
export function adviceFor(model: Model, tunnel: Tunnel): readonly string[] {
  const all = offers(model, tunnel);
  const best = all.find(({ isRecommended }) => isRecommended);
  if (best === undefined) return ["Advised: nothing here can be moved as it stands; the reasons are above."];
  return [
    `Advised: ${NAMES[best.target]}, since ${whyOf(model, tunnel, best)}.`,
    ...isSpare(tunnel),
    ...otherUses(tunnel, all, best.target),
    ...upgrade(model, best.target),
  ];
}

const NAMES: Readonly<Record<Target, string>> = {
  wireguard: "WireGuard",
  ikev2: "IKEv2",
  openvpn: "OpenVPN",
};

function whyOf(model: Model, tunnel: Tunnel, { target }: Offer): string {
  const isServer = tunnel.kind.endsWith("-server");
  const version = versionWords(model);
  const hasWireguard = isVersion(model, ">=7.1");
  if (target === "wireguard")
    return `${hasWireguard === true ? `${version} has it, and it` : "it"} is the fastest and asks for the least${isServer ? "; each user gets a key" : ""}`;
  if (target === "openvpn")
    return hasWireguard === false
      ? `${version} has no WireGuard, and its IKEv2 ${hasIkev2(model) ? "does not do here, as said above" : "cannot tell users apart"}`
      : "the tunnel bridges, which only OpenVPN can go on doing";
  if (hasWireguard === false) return `${version} has no WireGuard, and IKEv2 is the strongest it has`;
  return "RADIUS knows the users, and IKEv2 with EAP goes on asking it";
}

/** Its identities are there; whether IKEv2 does for this tunnel is another matter. */
function hasIkev2(model: Model): boolean {
  return isVersion(model, ">=6.45") !== false;
}

function isSpare({ isDisabled, dependents, kind }: Tunnel): readonly string[] {
  if (!isDisabled) return [];
  return kind.endsWith("-client") && dependents.length === 0
    ? ["It is switched off and nothing names it: it may as well be removed."]
    : ["It is switched off: what takes its place is switched off too."];
}

/** What the file cannot tell, and would decide otherwise. */
function otherUses(tunnel: Tunnel, all: readonly Offer[], best: Target): readonly string[] {
  const can = (target: Target) =>
    target !== best && all.some((offer) => offer.target === target && offer.isPossible);
  const isServer = tunnel.kind.endsWith("-server");
  const users = tunnel.secrets?.length ?? 0;
  return [
    ...(isServer && can("ikev2")
      ? [
          `If ${users === 1 ? "the user's device" : "the users' devices"} shall need no app, take IKEv2: Windows, macOS, iOS and Android have it built in.`,
        ]
      : []),
    ...(isServer
      ? []
      : ["The other end has to offer it: ask the provider, or move both ends if it is yours too."]),
    ...(can("openvpn") ? ["Where only TCP passes on the way, take OpenVPN over TCP."] : []),
  ];
}

function upgrade(model: Model, best: Target): readonly string[] {
  if (isVersion(model, ">=7.1") !== false) return [];
  const wish = best === "ikev2" || hasIkev2(model) ? "For WireGuard" : "For IKEv2 or WireGuard";
  return [`${wish} there is the upgrade. ${roomFor7(model.source.boardModel)}.`];
}
