import { gatewayInterface } from "../../traffic/wan.ts";
import type { RuleContext } from "../rule.ts";
import { listOf } from "./label.ts";
import { isDefaultRoute, routesIn } from "./routing.ts";

/** Where the default routes of main that may be active lead: interfaces, as far as they are known, else next hops. */
export function defaultExits({
  model,
  traffic,
}: Pick<RuleContext, "model" | "traffic">): ReadonlySet<string> {
  return new Set(
    routesIn(model, "main")
      .filter((route) => route.menu === "/ip/route" && route.isDisabled === false && isDefaultRoute(route))
      .flatMap((route) => listOf(route.text("gateway")))
      .map((word) => gatewayInterface(traffic.network, word) ?? word),
  );
}
