import type { Item, Model } from "../../model/model.ts";
import { PPP_CLIENT_MENUS } from "../facts/client-tunnels.ts";
import { wholeExport } from "../facts/example.ts";
import { enumerate } from "../facts/label.ts";
import {
  declaresTables,
  gatewaysOf,
  isDefaultRoute,
  markingRules,
  mayFillTable,
  routesIn,
  routingRules,
} from "../facts/routing.ts";
import { defineRule, type Fix } from "../rule.ts";

const VPN = [
  "/interface l2tp-client",
  "add connect-to=192.0.2.9 disabled=no name=vpn use-ipsec=yes user=anna",
  "/ip firewall mangle",
  "add action=mark-routing chain=prerouting dst-address-type=!local new-routing-mark=via-vpn src-address=192.168.88.9",
  "/ip route",
  "add dst-address=0.0.0.0/0 gateway=vpn routing-table=via-vpn",
];
const TABLE = ["/routing table", "add fib name=via-vpn"];

/** Manual, Policy Routing: a lookup that finds no active route goes on in main; a PPP route is gone while the tunnel is down. */
export const vpnLeakFallback = defineRule({
  id: "vpn-leak-fallback",
  group: "routing",
  title: "Traffic leaves in clear when the tunnel is down",
  severity: "warning",
  why: "While the tunnel is down its route is not active, so the marked traffic is looked up in main and goes to the internet without the VPN.",
  advice: "Add a blackhole route with a high distance to the table, or use lookup-only-in-table.",
  references: ["Manual: Policy Routing"],
  compliance: ["T"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...VPN, ...TABLE),
  good: wholeExport(
    "7.16.2",
    ...VPN,
    'add blackhole distance=254 dst-address=0.0.0.0/0 gateway="" routing-table=via-vpn',
    ...TABLE,
  ),
  fixes: { blackhole: "suggestion" },
  on: "model",
  check(model) {
    if (!model.absenceMeansDefault("/ip/route") || !model.absenceMeansDefault("/ip/firewall/filter"))
      return undefined;
    const sending = senders(model);
    if (sending.length === 0 || hasKillSwitch(model)) return undefined;
    const seen = new Set<string>();
    return sending.flatMap(({ table, item, property }) => {
      if (seen.has(table) || table === "main") return [];
      seen.add(table);
      const routes = routesIn(model, table).filter(
        (route) => route.isDisabled !== true && route.menu === "/ip/route",
      );
      const tunnels = routes.length === 0 ? undefined : tunnelExits(model, routes);
      if (tunnels === undefined || mayFillTable(model, table)) return [];
      return [
        {
          at: { item, property },
          item,
          message: `While the ${tunnels.length === 1 ? "tunnel" : "tunnels"} ${enumerate(tunnels)} ${tunnels.length === 1 ? "is" : "are"} down, traffic for the table \`${table}\` leaves by the main table, in clear.`,
          related: routes.map((route) => ({ at: { item: route }, message: "route through the tunnel" })),
          fixes: fixes(model, table, routes),
        },
      ];
    });
  },
});

/** What sends traffic to a table and goes on in main when it has no route; `lookup-only-in-table` does not. */
function senders(model: Model): { readonly table: string; readonly item: Item; readonly property: string }[] {
  const rules = routingRules(model).filter((rule) => rule.isDisabled === false);
  const strict = new Set(
    rules
      .filter((rule) => rule.text("action") !== undefined && rule.text("action") !== "lookup")
      .flatMap((rule) => [rule.text("table"), rule.text("routing-mark")]),
  );
  const marks = markingRules(model).map(({ rule, mark }) => ({
    table: mark,
    item: rule,
    property: "new-routing-mark",
  }));
  const looked = rules.map((rule) => ({
    table: rule.text("table") ?? "main",
    item: rule,
    property: "table",
  }));
  return [...marks, ...looked].filter(
    ({ table, item }) => !strict.has(table) && item.menu !== "/ipv6/firewall/mangle",
  );
}

/** The tunnels, when all that the table holds are default routes through PPP clients. */
function tunnelExits(model: Model, routes: readonly Item[]): string[] | undefined {
  const tunnels = new Set(
    PPP_CLIENT_MENUS.flatMap((menu) => model.items(menu))
      .filter((client) => client.isDisabled === false)
      .flatMap((client) => client.name ?? []),
  );
  const gateways = routes.flatMap(gatewaysOf);
  const isOnlyTunnels =
    routes.every((route) => isDefaultRoute(route) && gatewaysOf(route).length > 0) &&
    gateways.every((gateway) => tunnels.has(gateway));
  return isOnlyTunnels ? [...new Set(gateways)] : undefined;
}

/** A forward rule that drops by mark, or by the way out, may be the kill switch. */
function hasKillSwitch(model: Model): boolean {
  return model
    .items("/ip/firewall/filter")
    .some(
      (rule) =>
        rule.isDisabled !== true &&
        rule.text("chain") === "forward" &&
        ["drop", "reject", "jump"].includes(rule.text("action") ?? "") &&
        rule.properties.some(({ name }) => /-mark$|^out-interface/.test(name)),
    );
}

function fixes(model: Model, table: string, routes: readonly Item[]): Fix[] {
  const isSeven = declaresTables(model);
  const last = routes.at(-1);
  if (isSeven === undefined || last === undefined) return [];
  const properties = isSeven
    ? ({ blackhole: true, distance: "254", "dst-address": "0.0.0.0/0", "routing-table": table } as const)
    : ({ distance: "254", "routing-mark": table, type: "blackhole" } as const);
  return [
    {
      id: "blackhole",
      title: `Drop ${table} traffic while the tunnel is down`,
      changes: [{ kind: "add", menu: "/ip/route", properties, place: { after: last } }],
    },
  ];
}
