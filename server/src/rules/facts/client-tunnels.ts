import type { Item, Model } from "../../model/model.ts";
import { gatewaysOf, isDefaultRoute } from "./routing.ts";

/** PPP clients: the tunnels this router dials itself. */
export const PPP_CLIENT_MENUS = [
  "/interface/pptp-client",
  "/interface/l2tp-client",
  "/interface/sstp-client",
  "/interface/ovpn-client",
] as const;

const ROUTES = ["/ip/route", "/ipv6/route"] as const;

/** Enabled routes whose gateway is this interface. */
export function routesThrough(model: Model, tunnel: Item): Item[] {
  const { name } = tunnel;
  if (name === undefined) return [];
  return ROUTES.flatMap((menu) => model.items(menu)).filter(
    (route) => route.isDisabled !== true && gatewaysOf(route).includes(name),
  );
}

/** True when all traffic of some table, or of the router, leaves by this tunnel. */
export function carriesDefaultRoute(model: Model, tunnel: Item): boolean {
  return tunnel.text("add-default-route") === "yes" || routesThrough(model, tunnel).some(isDefaultRoute);
}

/** Interface lists that hold the interface, through nesting too. */
export function listsOf(model: Model, interfaceName: string): string[] {
  const lists = new Set(
    model
      .items("/interface/list/member")
      .filter((member) => member.isDisabled !== true && member.text("interface") === interfaceName)
      .flatMap((member) => member.text("list") ?? []),
  );
  for (let grew = true; grew; ) {
    grew = false;
    for (const list of model.items("/interface/list")) {
      const includes = (list.text("include") ?? "").split(",");
      if (list.name !== undefined && !lists.has(list.name) && includes.some((name) => lists.has(name))) {
        lists.add(list.name);
        grew = true;
      }
    }
  }
  return [...lists];
}
