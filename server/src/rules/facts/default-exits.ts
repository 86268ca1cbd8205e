import type { Item } from "../../model/model.ts";
import { gatewayInterface } from "../../traffic/wan.ts";
import type { RuleContext } from "../rule.ts";
import { listOf } from "./label.ts";
import { isDefaultRoute, tableOf } from "./routing.ts";

/** Where the default routes of main that may be active lead: interfaces, as far as they are known, else next hops. */
export function defaultExits({
  model,
  traffic,
}: Pick<RuleContext, "model" | "traffic">): ReadonlySet<string> {
  return new Set(
    model.gatherItems("/ip/route", waysOut).map((word) => gatewayInterface(traffic.network, word) ?? word),
  );
}

/** The gateways of a default route of the main table. */
function waysOut(route: Item): readonly string[] {
  const isUsed = route.isDisabled === false && tableOf(route) === "main" && isDefaultRoute(route);
  return isUsed ? listOf(route.text("gateway")) : [];
}
