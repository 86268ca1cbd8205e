import type { Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { markingRules, mayFillTable, routesIn, routingRules, switchesRoutes } from "../facts/routing.ts";
import { defineRule } from "../rule.ts";

const MARK = [
  "/ip firewall mangle",
  "add action=mark-routing chain=prerouting new-routing-mark=vpn src-address=192.168.88.9",
];

/** Manual: Policy Routing – a lookup that finds nothing in the mark's table goes on in main. */
export const markRouteDisabled = defineRule({
  id: "mark-route-disabled",
  group: "routing",
  title: "Routing mark whose routes are all disabled",
  severity: "warning",
  why: "With every route of its table disabled the mark chooses nothing: the packets are looked up in main and leave by the normal way out.",
  advice: "Enable the route again, or disable the rule that sets the mark.",
  references: ["Manual: Policy Routing"],
  compliance: ["T"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport(
    "6.48.6",
    ...MARK,
    "/ip route",
    "add disabled=yes distance=1 gateway=192.0.2.1 routing-mark=vpn",
  ),
  good: wholeExport(
    "6.48.6",
    ...MARK,
    "/ip route",
    "add disabled=yes distance=1 gateway=192.0.2.1 routing-mark=vpn",
    "add distance=2 gateway=192.0.2.2 routing-mark=vpn",
  ),
  fixes: { enable: "suggestion" },
  on: "model",
  check(model) {
    if (!model.absenceMeansDefault("/ip/route") || !model.absenceMeansDefault("/ipv6/route"))
      return undefined;
    const seen = new Set<string>();
    return markingRules(model).flatMap(({ rule, mark }) => {
      if (mark === "main" || seen.has(mark)) return [];
      seen.add(mark);
      const routes = routesIn(model, mark);
      const isOff = routes.length > 0 && routes.every((route) => route.isDisabled === true);
      if (!isOff || hasOtherWay(model, mark)) return [];
      return [
        {
          at: { item: rule, property: "new-routing-mark" },
          item: rule,
          message: `Every route of routing mark \`${mark}\` is disabled: what it marks leaves by the main table.`,
          related: routes.map((route) => ({ at: { item: route }, message: "disabled route" })),
          fixes: [
            {
              id: "enable",
              title: routes.length === 1 ? "Enable the route" : "Enable the routes",
              changes: routes.map((item) => ({ kind: "set" as const, item, properties: { disabled: "no" } })),
            },
          ],
        },
      ];
    });
  },
});

/** A routing rule, a script or a routing protocol may still serve the mark. */
function hasOtherWay(model: Model, mark: string): boolean {
  return (
    mayFillTable(model, mark) ||
    switchesRoutes(model) ||
    routingRules(model).some((rule) => rule.isDisabled !== true && rule.text("routing-mark") === mark)
  );
}
