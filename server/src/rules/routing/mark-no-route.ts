import type { Item, Model } from "../../model/model.ts";
import { markingRules, mayFillTable, routesIn, routingRules } from "../facts/routing.ts";
import { tableRoute } from "../facts/table-route.ts";
import { defineRule } from "../rule.ts";

/** Manual: Policy Routing – a lookup that finds nothing in the mark's table goes on in main. */
export const markNoRoute = defineRule({
  id: "mark-no-route",
  group: "routing",
  title: "Routing mark without a route",
  severity: "error",
  why: "A routing mark chooses a table; when that table has no route the packet is looked up in main and leaves by the normal way out, in clear.",
  advice: "Add a default route to the mark's table, or drop the mark.",
  references: ["Manual: Policy Routing", "Manual: Mangle"],
  compliance: ["T", "N"],
  presets: ["recommended", "strict", "vpn"],
  bad: [
    "# jan/02/2021 10:11:12 by RouterOS 6.48.6",
    "/interface bridge",
    "add name=lan",
    "/ip address",
    "add address=192.168.88.1/24 interface=lan network=192.168.88.0",
    "/ip firewall mangle",
    "add action=mark-routing chain=prerouting new-routing-mark=VPN src-address=192.168.88.9",
    "/ip route",
    "add distance=1 gateway=192.0.2.1",
    "/system identity",
    "set name=home",
    "",
  ].join("\n"),
  good: [
    "# jan/02/2021 10:11:12 by RouterOS 6.48.6",
    "/interface bridge",
    "add name=lan",
    "/ip address",
    "add address=192.168.88.1/24 interface=lan network=192.168.88.0",
    "/ip firewall mangle",
    "add action=mark-routing chain=prerouting new-routing-mark=VPN src-address=192.168.88.9",
    "/ip route",
    "add distance=1 gateway=192.0.2.1 routing-mark=VPN",
    "/system identity",
    "set name=home",
    "",
  ].join("\n"),
  fixes: { "add-route": "needs-input" },
  on: "model",
  check(model) {
    if (!model.absenceMeansDefault("/ip/route")) return undefined;
    const seen = new Set<string>();
    return markingRules(model).flatMap(({ rule, mark }) => {
      if (mark === "main" || seen.has(mark) || hasWayOut(model, mark)) return [];
      seen.add(mark);
      const idle = routesIn(model, mark);
      const empty = idle.filter((route) => route.isDisabled !== true);
      // mark-route-disabled speaks of tables that have routes, all of them switched off.
      if (idle.length > 0 && empty.length === 0) return [];
      const route = tableRoute(model, rule, mark);
      return [
        {
          at: { item: rule, property: "new-routing-mark" },
          item: rule,
          message: `Routing mark \`${mark}\` has no route${empty.length > 0 ? " with a gateway" : ""}: what it marks leaves by the main table, in clear.`,
          related: empty.map((item) => ({ at: { item }, message: "this route has no gateway" })),
          fixes:
            route === undefined
              ? []
              : [{ id: "add-route", title: `Add a default route for ${mark}`, ...route }],
        },
      ];
    });
  },
});

function hasWayOut(model: Model, mark: string): boolean {
  return (
    routesIn(model, mark).some((route) => route.isDisabled !== true && !lacksGateway(route)) ||
    routingRules(model).some(
      (rule) =>
        rule.isDisabled !== true && (rule.text("routing-mark") === mark || rule.text("table") === mark),
    ) ||
    mayFillTable(model, mark)
  );
}

/** What is left of a route when its gateway was cleared: it is invalid, and the table as good as empty. */
function lacksGateway(route: Item): boolean {
  const gateway = route.property("gateway");
  return (
    gateway?.text === "" &&
    !gateway.isUnset &&
    route.property("blackhole") === undefined &&
    route.property("type") === undefined
  );
}
