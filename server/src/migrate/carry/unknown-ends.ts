import type { Item } from "../../model/model.ts";
import { type IpAddress, parseIpAddress } from "../../values/ip.ts";
import { containsAddress, containsSet, everyAddress, parseAddressSet } from "../../values/prefix-set.ts";
import type { PlanDraft } from "../draft.ts";
import { addressBeside } from "./accounts.ts";
import { isPrivate } from "./local-networks.ts";
import { label } from "./properties.ts";

/**
 * Addresses that lie in no network of the file, each of which may be the old tunnel's other end: a PPP session's far
 * address stands in no file. Those of `far` are known, and told already.
 */
export function reviewUnknownEnds(draft: PlanDraft, far: readonly string[], isOwnTold: boolean): void {
  reviewGateways(draft, far);
  reviewNeighbours(draft, far);
  reviewPeers(draft, far, isOwnTold);
}

function reviewGateways(draft: PlanDraft, far: readonly string[]): void {
  const { model } = draft.context;
  // A lease may hold any network.
  if (model.items("/ip/dhcp-client").some((item) => item.isDisabled !== true)) return;
  const routes = model.items("/ip/route");
  for (const route of routes.filter((each) => each.isDisabled === false)) {
    const hop = route.property("gateway")?.text ?? "";
    const address = parseIpAddress(hop);
    const isKnown =
      address === undefined ||
      far.includes(hop) ||
      addressBeside(model, hop) !== undefined ||
      isRouted(routes, address);
    if (!isKnown)
      draft.review(
        `${label(route)} goes by ${hop}, which lies in no network of this file. Where that is the old tunnel's other end, point the route to the new tunnel.`,
        route,
      );
  }
}

/** BGP with a private address that no network of the router holds, as the other end of a PPP session is. */
function reviewNeighbours(draft: PlanDraft, far: readonly string[]): void {
  const { model } = draft.context;
  const sessions = [
    ...model.items("/routing/bgp/connection").map((item) => [item, item.text("remote.address")] as const),
    ...model.items("/routing/bgp/peer").map((item) => [item, item.text("remote-address")] as const),
  ];
  for (const [item, text = ""] of sessions) {
    const address = text.replace(/\/32$/, "");
    const isStrange =
      parseIpAddress(address) !== undefined &&
      isPrivate(address) &&
      addressBeside(model, address) === undefined;
    if (isStrange && !far.includes(address) && item.isDisabled !== true)
      draft.review(
        `${label(item)} speaks with ${address}, which lies in no network of this file. Where that is the old tunnel's other end, both ends need new addresses there, or keep theirs.`,
        item,
      );
  }
}

/** What is spoken with by an address that may be the old tunnel's: a watched host, the far end of a tunnel inside it. */
const PEERS: readonly (readonly [menu: string, property: string])[] = [
  ["/tool/netwatch", "host"],
  ["/interface/eoip", "remote-address"],
  ["/interface/gre", "remote-address"],
  ["/interface/ipip", "remote-address"],
  ["/radius", "address"],
];

/** A private address that no network of the router holds, and no route leads to but the default one. */
function reviewPeers(draft: PlanDraft, far: readonly string[], isOwnTold: boolean): void {
  const { model } = draft.context;
  const routes = model.items("/ip/route").filter((route) => route.isDisabled !== true);
  for (const [menu, property] of isOwnTold ? PEERS.filter(([each]) => each.startsWith("/interface/")) : PEERS)
    for (const item of model.items(menu).filter((each) => each.isDisabled !== true)) {
      const text = item.property(property)?.text ?? "";
      const address = parseIpAddress(text);
      if (address === undefined || !isPrivate(text) || far.includes(text)) continue;
      if (addressBeside(model, text) === undefined && !isRouted(routes, address))
        draft.review(
          `${label(item)} speaks with ${text}, which lies in no network of this file. Where that is the old tunnel's other end, give the new tunnel the same address there, or change it here.`,
          item,
        );
    }
}

/** Whether a route leads to the address, the default one apart. */
function isRouted(routes: readonly Item[], address: IpAddress): boolean {
  return routes
    .flatMap((route) => parseAddressSet(route.property("dst-address")?.text ?? "") ?? [])
    .some((set) => containsAddress(set, address) && !containsSet(set, everyAddress("ip")));
}
