import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { isStop } from "./failover.ts";
import { connectedNetworks } from "./local-networks.ts";
import { policies } from "./nearer-routes.ts";
import { label } from "./properties.ts";
import { retire } from "./retire.ts";
import { tableOf } from "./steering.ts";

export interface SiteRoutes {
  /** Routes that sent packets into the tunnel while all was well. */
  readonly first: readonly Item[];
  /** Routes that waited behind another way to the same network. */
  readonly waiting: readonly Item[];
  /** Other ways to the networks of the first ones. */
  readonly rivals: readonly Item[];
  /** Dead ends for those networks. */
  readonly stops: readonly Item[];
}

/** A policy takes its packets whatever route there is: it neither waits behind another way nor lets one take over. */
export function siteRoutesByRank(
  { context: { model, link } }: Pick<PlanDraft, "context">,
  routes: readonly Item[],
): SiteRoutes {
  // Both files together have said already what lies behind each end.
  if (link !== undefined) return { first: routes, waiting: [], rivals: [], stops: [] };
  const others = model
    .items("/ip/route")
    .filter((route) => !routes.includes(route) && tableOf(route) === "main" && route.isDisabled === false);
  const near = ["0.0.0.0/0", ...connectedNetworks(model, []).map(({ address }) => address)];
  const taken = new Set(
    policies(model)
      .filter((policy) => (policy.text("action") ?? "encrypt") === "encrypt")
      .filter((policy) => near.includes(policy.text("src-address") ?? "0.0.0.0/0"))
      .map((policy) => policy.text("dst-address")),
  );
  const isBehind = (route: Item) =>
    taken.has(networkOf(route)) ||
    others.some((other) => networkOf(other) === networkOf(route) && distanceOf(other) < distanceOf(route));
  const waiting = routes.filter(isBehind);
  const first = routes.filter((route) => !waiting.includes(route));
  const same = others.filter((other) => first.some((route) => networkOf(route) === networkOf(other)));
  const [rivals, stops] = [same.filter((route) => !isStop(route)), same.filter(isStop)];
  return { first, waiting, rivals, stops };
}

/** What waited has no policy, and what would have taken over cannot. */
export function tellBackups(draft: PlanDraft, { waiting, rivals, stops }: SiteRoutes): void {
  const { name } = draft.tunnel;
  // Routes are asked before policies; a policy of level require or unique holds packets while it has no keys.
  for (const route of stops)
    retire(
      draft,
      route,
      "It would take the policy's packets; the policy holds them itself while the tunnel is down.",
    );
  for (const route of waiting) {
    retire(draft, route, "An IPsec policy cannot wait behind another way, so none is made for this network.");
    draft.warn(
      `${label(route)} by \`${name}\` waited behind another way, and nothing takes over there now. For failover by routes both tunnels need an interface: \`--set overlay=gre\` gives them one.`,
      route,
    );
  }
  for (const route of rivals)
    draft.warn(
      `${label(route)} took over while \`${name}\` was down; the policy takes the packets whatever route there is. For failover by routes both tunnels need an interface: \`--set overlay=gre\` gives them one.`,
      route,
    );
}

function networkOf(route: Item): string | undefined {
  return route.property("dst-address")?.text;
}

function distanceOf(route: Item): number {
  const distance = Number(route.text("distance") ?? 1);
  return Number.isFinite(distance) ? distance : 1;
}
