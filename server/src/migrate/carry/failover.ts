import type { Item } from "../../model/model.ts";
import { routeKind } from "../../traffic/static-route.ts";
import type { PlanDraft } from "../draft.ts";
import { given } from "./properties.ts";
import { ROUTES, type Steering, tableOf } from "./steering.ts";

/**
 * A PPP interface that fails takes its routes along, and a route of a greater distance takes over. WireGuard never
 * goes down, so where there is such a backup, a watch on the other end switches the routes instead.
 */
export function keepFailover(draft: PlanDraft, steering: Steering, interfaceName: string): void {
  const targets = backedUp(draft, steering);
  const guarded = draft.tunnel.dependents.find(
    ({ item, command }) =>
      ROUTES.includes(command.menu) && (item?.text("check-gateway") ?? "none") !== "none",
  );
  if (guarded?.item !== undefined)
    draft.warn(
      `\`check-gateway\` needs an address to ask; with \`${interfaceName}\` as gateway it tells nothing.`,
      guarded.item,
    );
  if (targets.length > 0) addWatch(draft, targets, interfaceName);
  else if (steering.tables.length > 0 || isDefault(draft))
    draft.warn(
      `\`${interfaceName}\` stays up when the other end is gone: its routes stay too and traffic is held instead of leaving unencrypted. For a fallback, add a \`/tool netwatch\` that disables the route.`,
    );
}

function isDefault({ tunnel }: PlanDraft): boolean {
  return tunnel.item.text("add-default-route") === "yes";
}

/** Destinations of the tunnel's routes that another route would take over. */
function backedUp(draft: PlanDraft, { routes }: Steering): readonly string[] {
  const { model } = draft.context;
  const own = routes
    .filter((route) => route.menu === "/ip/route" && route.isDisabled === false)
    .map((route) => ({ table: tableOf(route), to: destinationOf(route), distance: distanceOf(route) }));
  const dynamic = {
    table: "main",
    to: "0.0.0.0/0",
    distance: Number(draft.tunnel.item.text("default-route-distance") ?? 1),
  };
  const all = isDefault(draft) && !draft.tunnel.isDisabled ? [...own, dynamic] : own;
  const others = model
    .items("/ip/route")
    .filter((route) => route.isDisabled === false && !routes.includes(route) && !isStop(route))
    .map((route) => ({ table: tableOf(route), to: destinationOf(route), distance: distanceOf(route) }));
  const leased = model
    .items("/ip/dhcp-client")
    .filter((client) => client.isDisabled === false && client.text("add-default-route") !== "no")
    .map((client) => ({
      table: "main",
      to: "0.0.0.0/0",
      distance: Number(client.text("default-route-distance") ?? 1),
    }));
  const backups = [...others, ...leased];
  const found = all.filter(({ table, to, distance }) =>
    backups.some((other) => other.table === table && other.to === to && other.distance > distance),
  );
  return [...new Set(found.map(({ to }) => to))];
}

/** A kill switch: with it the packets are held, as WireGuard and policies of sites hold them anyway. */
export function isStop(route: Item): boolean {
  return routeKind(route) !== "unicast";
}

function destinationOf(route: Item): string {
  return route.property("dst-address")?.text || "0.0.0.0/0";
}

function distanceOf(route: Item): number {
  return Number(route.text("distance") ?? 1);
}

function addWatch(draft: PlanDraft, targets: readonly string[], interfaceName: string): void {
  const host = draft.input({
    name: "tunnel-peer-address",
    kind: "address",
    description:
      "An address of the other end inside the tunnel that answers to ping, so that the backup route can take over when it falls silent.",
  });
  const find = (to: string) => `[find where gateway="${interfaceName}" dst-address="${to}"]`;
  const script = (verb: string) => targets.map((to) => `/ip route ${verb} ${find(to)}`).join("\r\n");
  const adds = [
    {
      menu: "/ip/route",
      properties: given({
        comment: `${interfaceName}: watched host`,
        "dst-address": `${host}/32`,
        gateway: interfaceName,
      }),
    },
    {
      menu: "/tool/netwatch",
      properties: given({
        comment: `${interfaceName}: backup takes over`,
        "down-script": script("disable"),
        host,
        interval: "10s",
        "up-script": script("enable"),
      }),
    },
  ];
  draft.step({
    title: `Backup takes over when \`${interfaceName}\` falls silent`,
    reason: "The old interface went down by itself and took its routes along; the new one never does.",
    stage: "cutover",
    changes: adds.map((add) => ({ kind: "add", ...add })),
    script: adds.map((add) => ({ kind: "change", change: { kind: "add", ...add } })),
  });
  draft.expect({
    about: "tunnel-address",
    address: host,
    reason: "the watched host is reached through the tunnel",
  });
}
