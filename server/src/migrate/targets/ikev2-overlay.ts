import { bridgeIn } from "../carry/bridge-in.ts";
import { endpointHost } from "../carry/endpoint.ts";
import { addAlgorithms, SITE_PFS } from "../carry/ipsec-parts.ts";
import { addLineAddress } from "../carry/line-address.ts";
import { newName } from "../carry/name.ts";
import {
  addLoopback,
  addOverlay,
  freeLoopbacks,
  freeTunnelId,
  type Overlay,
  warnOfOtherEnd,
} from "../carry/overlay.ts";
import { bridgeNeed, clientNeed, type OverlayKind } from "../carry/overlay-need.ts";
import { profileOf } from "../carry/ppp-profile.ts";
import { commentOf } from "../carry/properties.ts";
import { switchOff } from "../carry/retire.ts";
import { carryRouted } from "../carry/routed-client.ts";
import type { Steering } from "../carry/steering.ts";
import { hasTestPath } from "../carry/test-path.ts";
import type { PlanDraft } from "../draft.ts";
import type { Plan } from "../plan.ts";
import { addSite } from "./ikev2-site.ts";
import { callerLogin } from "./ikev2-site-client.ts";

/** Whether the tunnel has to stay an interface: something runs on it, or the user wants it so. */
export function overlayOf(draft: PlanDraft, far: readonly string[]): OverlayKind | undefined {
  const { model, link } = draft.context;
  if (link !== undefined) return link.way === "overlay" ? link.overlay.kind : undefined;
  const need = clientNeed(model, draft.tunnel, far);
  const wish = draft.option({
    name: "overlay",
    kind: "choice",
    choices: ["none", "gre", "eoip"],
    description:
      "An interface inside the IPsec tunnel, where both ends are yours: `gre` carries IP, `eoip` Ethernet frames.",
  });
  if (wish === "gre" || wish === "eoip") return need?.kind === "eoip" ? "eoip" : wish;
  return need?.kind;
}

/**
 * GRE or EoIP between loopbacks inside IKEv2 (manual: IPsec, site to site GRE tunnel): everything that named the old
 * interface names the new one.
 */
export function planIkev2Overlay(
  draft: PlanDraft,
  kind: OverlayKind,
  steering: Steering,
  far: readonly string[],
): Plan {
  const { model } = draft.context;
  const { tunnel } = draft;
  const old = tunnel.item.name ?? "";
  const peer = newName(model, "ikev2", tunnel.item.name);
  const overlay = overlayFor(draft, kind);
  const endpoint = endpointHost(draft);
  addAlgorithms(draft, peer, SITE_PFS);
  addLoopback(draft, overlay.own, [overlay.far]);
  addSite(draft, {
    ...{ name: peer, profile: peer, proposal: peer, stage: "parallel" },
    host: { address: endpoint.host, isPassive: false },
    login: callerLogin(draft),
    comment: commentOf(tunnel.item),
    isDisabled: tunnel.isDisabled,
    selectors: [{ src: `${overlay.own}/32`, dst: `${overlay.far}/32` }],
  });
  addOverlay(draft, overlay);
  const profile = profileOf(model, tunnel.item);
  const isBridged = bridgeNeed(profile) !== undefined;
  const isTried = hasTestPath(model, steering);
  if (isBridged) takeBridge(draft, overlay);
  const settled = isBridged
    ? []
    : addLineAddress(draft, overlay.name, { far, isTried, example: "172.16.0.2/30" });
  carryRouted(draft, {
    ...{ name: overlay.name, endpoint, steering, far, settled },
    ...{ goesDown: true, isEthernet: kind === "eoip" },
  });
  if (draft.context.link === undefined) warnOfOtherEnd(draft, "The other end", overlay);
  return draft.finish({ before: [old], after: [overlay.name] });
}

function overlayFor(draft: PlanDraft, kind: OverlayKind): Overlay {
  const { model, link } = draft.context;
  const base = freeLoopbacks([model]);
  const ends = link?.overlay ?? {
    caller: askLoopback(draft, "loopback-address", "This router's", `${base}.2`),
    answerer: askLoopback(draft, "peer-loopback-address", "The other end's", `${base}.1`),
    tunnelId: freeTunnelId([model]),
  };
  return {
    kind,
    name: newName(model, kind, draft.tunnel.item.name),
    own: ends.caller,
    far: ends.answerer,
    tunnelId: ends.tunnelId,
    comment: commentOf(draft.tunnel.item),
    isDisabled: draft.tunnel.isDisabled,
  };
}

function askLoopback(draft: PlanDraft, name: string, whose: string, suggestion: string): string {
  const answer = draft.option({
    name,
    kind: "address",
    suggestion,
    description: `${whose} loopback address, which the tunnel inside IPsec runs from; any that neither network uses.`,
  });
  return answer ?? suggestion;
}

/** Two bridged links to one network are a loop, so the new one joins when the old one is off. */
function takeBridge(draft: PlanDraft, overlay: Overlay): void {
  const { tunnel } = draft;
  const profile = profileOf(draft.context.model, tunnel.item);
  if (!tunnel.isDisabled)
    switchOff(draft, tunnel.item, {
      title: `\`${tunnel.name}\` off`,
      reason: "Both tunnels bridge the same networks: only one of them may be up.",
    });
  bridgeIn(draft, overlay.name, profile);
}
