import type { Item, Model } from "../../model/model.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { createDraft, type PlanDraft } from "../draft.ts";
import type { Plan, PlanContext, Target, Tunnel } from "../plan.ts";
import { endReason } from "./end-server.ts";
import { profileOf } from "./ppp-profile.ts";
import { given, label } from "./properties.ts";
import { renamed } from "./repoint.ts";
import type { Steering } from "./steering.ts";

/** Addresses of the old tunnel's other end, as far as the file knows them. */
export function farAddresses(model: Model, tunnel: Tunnel): readonly string[] {
  const { name } = tunnel.item;
  const own = model.items("/ip/address").filter((address) => address.text("interface") === name);
  const found = [
    profileOf(model, tunnel.item)?.text("remote-address"),
    ...own.map((address) => address.text("network")),
    ...hopsThrough(model, name ?? ""),
  ];
  return [
    ...new Set(found.filter((text) => text !== undefined && parseIpAddress(text) !== undefined)),
  ].filter((text) => text !== undefined);
}

/** Next hops that a route names together with the interface, as `10.0.0.1%name`, and none with another one. */
function hopsThrough(model: Model, name: string): readonly string[] {
  const hops = model
    .items("/ip/route")
    .flatMap((route) => (route.property("gateway")?.text ?? "").split(","))
    .map((hop) => (hop.split("@")[0] ?? "").split("%"));
  return hops.flatMap(([host = "", device]) => {
    const isOthers = hops.some((hop) => hop[0] === host && hop[1] !== undefined && hop[1] !== name);
    return device === name && !isOthers ? [host] : [];
  });
}

/** Routes whose gateway is the old interface or its far end. */
export function repointRoutes(
  draft: PlanDraft,
  { routes }: Steering,
  from: string,
  to: string,
  far: readonly string[],
): void {
  for (const route of routes) {
    const properties = routeProperties(route, from, to, far);
    if (properties === undefined) {
      draft.review(`${label(route)} has a computed gateway; write \`${to}\` there by hand.`, route);
      continue;
    }
    const change = { kind: "set", item: route, properties } as const;
    draft.step({
      title: `${label(route)}: through \`${to}\``,
      reason: "From here on its traffic takes the new tunnel.",
      stage: "cutover",
      changes: [change],
      script: [{ kind: "change", change }],
    });
  }
}

function routeProperties(
  route: Item,
  from: string,
  to: string,
  far: readonly string[],
): Record<string, string> | undefined {
  const gateway = route.property("gateway")?.text;
  if (gateway === undefined) return undefined;
  const vrf = route.property("vrf-interface")?.text;
  return {
    ...{ gateway: renamed(gateway, "gateway", from, to, far) },
    ...(vrf === from ? { "vrf-interface": to } : {}),
  };
}

/** First switched off, then, when a backup is sure, removed: exports of RouterOS 7 do not hold its password. */
export function removeClient(draft: PlanDraft): void {
  const { tunnel } = draft;
  const change = { kind: "remove", item: tunnel.item } as const;
  const off = { kind: "set", item: tunnel.item, properties: given({ disabled: "yes" }) } as const;
  draft.step({
    title: `\`${tunnel.name}\` off`,
    reason: "First of all, since what goes now kept it in its bounds.",
    stage: "decommission",
    turn: "first",
    changes: [],
    script: [{ kind: "change", change: off }],
  });
  draft.step({
    title: `\`${tunnel.name}\` goes`,
    reason: endReason(tunnel, "nothing uses it any more."),
    stage: "decommission",
    changes: [change],
    script: [{ kind: "change", change, comment: `Removes ${tunnel.name}.` }],
  });
}

/** A client that is switched off and that nothing names needs no successor. */
export function removalPlan(tunnel: Tunnel, target: Target, context: PlanContext): Plan {
  const draft = createDraft(tunnel, target, context);
  draft.warn(`\`${tunnel.name}\` is disabled and nothing names it: it is removed without a successor.`);
  removeClient(draft);
  return draft.finish({ before: [], after: [] });
}
