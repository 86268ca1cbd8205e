import type { Item, Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { isRouteGateway, ROUTES, routesApart, routingRules, vrfNames } from "../facts/routing.ts";
import { defineRule, type Finding } from "../rule.ts";

const MANGLE = ["/ip/firewall/mangle", "/ipv6/firewall/mangle"];

/** Manual: Policy Routing. A table is looked up because of a mark, a rule or a VRF, never by itself. */
export const routeMarkUnset = defineRule({
  id: "route-mark-unset",
  group: "routing",
  title: "Routing table that nothing sends traffic to",
  severity: "warning",
  why: "No mangle rule sets this routing mark and no routing rule or VRF looks the table up, so its routes are never used.",
  advice: "Add the mark-routing rule or routing rule that should lead into the table, or remove its routes.",
  references: ["Manual: Policy Routing", "Manual: Mangle"],
  compliance: ["N"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport(
    "7.16.2",
    "/ip route",
    "add dst-address=0.0.0.0/0 gateway=192.0.2.1 routing-table=isp2",
    "/routing table",
    "add fib name=isp2",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip route",
    "add dst-address=0.0.0.0/0 gateway=192.0.2.1 routing-table=isp2",
    "/routing rule",
    "add action=lookup src-address=192.168.88.9 table=isp2",
    "/routing table",
    "add fib name=isp2",
  ),
  on: "model",
  check(model) {
    const needed = [...ROUTES, ...MANGLE, "/routing/rule", "/ip/route/rule", "/ip/vrf"];
    if (model.source.kind !== "full" || !needed.every((menu) => model.absenceMeansDefault(menu)))
      return undefined;
    const seen = new Set<string>();
    return routesApart(model).flatMap(({ route, table }): Finding[] => {
      if (route.isDisabled !== false || table === "" || seen.has(table)) return [];
      seen.add(table);
      if (isLookedUp(model, table)) return [];
      const parked = parkedUse(model, table);
      return [
        {
          at: { item: route, property: model.version?.major === 6 ? "routing-mark" : "routing-table" },
          item: route,
          severity: parked === undefined ? "warning" : "info",
          message: `Nothing leads into the routing table \`${table}\`: ${parked === undefined ? "no mark-routing rule, routing rule or VRF names it" : "what would is disabled"}.`,
          related: parked === undefined ? [] : [{ at: { item: parked }, message: "this is disabled" }],
        },
      ];
    });
  },
});

function isLookedUp(model: Model, table: string): boolean {
  if (vrfNames(model).includes(table)) return true;
  // Hotspot, RADIUS and User Manager can give users a mark without a mangle rule.
  const byRule = leadingRules(model).some((rule) => rule.isDisabled !== true && names(rule, table));
  return byRule || isNamedElsewhere(model, table);
}

function parkedUse(model: Model, table: string): Item | undefined {
  return leadingRules(model).find((rule) => rule.isDisabled === true && names(rule, table));
}

const NAMING = ["new-routing-mark", "table", "routing-mark", "routing-table"];

/** Rules that name some table or mark. */
function leadingRules(model: Model): Item[] {
  return [...MANGLE.flatMap((menu) => model.gatherItems(menu, leading)), ...routingRules(model)];
}

function leading(rule: Item): readonly Item[] {
  return NAMING.some((name) => rule.property(name) !== undefined) ? [rule] : [];
}

/** Also when the mark is computed: then it may be this one. */
function names(rule: Item, table: string): boolean {
  return NAMING.some((name) => {
    const property = rule.property(name);
    return property !== undefined && (property.text === undefined || property.text === table);
  });
}

/** Ping tools, `gateway=ip@table`, BGP instances, scripts: whatever names it beside routes and its declaration. */
function isNamedElsewhere(model: Model, table: string): boolean {
  const skip = new Set([...ROUTES, ...MANGLE, "/routing/table", "/routing/rule", "/ip/route/rule"]);
  return model
    .occurrences("routing-table", table)
    .some(
      (reference) =>
        !skip.has(reference.command.menu) || reference.strength === "weak" || isRouteGateway(reference),
    );
}
