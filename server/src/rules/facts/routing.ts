import type { BoundCommand, Item, Model, Reference } from "../../model/model.ts";
import type { Argument } from "../../syntax/tree.ts";
import { satisfies } from "../../values/version.ts";

const MANGLE = ["/ip/firewall/mangle", "/ipv6/firewall/mangle"] as const;
export const ROUTES = ["/ip/route", "/ipv6/route"] as const;
export const RULES = ["/routing/rule", "/ip/route/rule"] as const;

/** v7 declares routing tables; before that a mark is a table by being used (Manual: Moving from v6 to v7). */
export function declaresTables(model: Model): boolean | undefined {
  return model.version && satisfies(model.version, ">=7.0");
}

/** Enabled mangle rules that set a routing mark, with the mark's name. */
export function markingRules(model: Model): MarkingRule[] {
  return MANGLE.flatMap((menu) => model.gatherItems(menu, marking));
}

interface MarkingRule {
  readonly rule: Item;
  readonly mark: string;
}

function marking(rule: Item): readonly MarkingRule[] {
  const mark = rule.text("new-routing-mark");
  const isMarking = rule.text("action") === "mark-routing" && rule.isDisabled === false;
  return isMarking && mark !== undefined && mark !== "" ? [{ rule, mark }] : [];
}

/** All routing marks that mangle rules set, those of disabled rules too, and the VRFs, whose packets bear their name. */
export function routingMarks(model: Model): ReadonlySet<string> {
  return new Set([...MANGLE.flatMap((menu) => model.gatherItems(menu, newMark)), ...vrfNames(model), "main"]);
}

function newMark(rule: Item): readonly string[] {
  const mark = rule.text("new-routing-mark");
  return mark === undefined || mark === "" ? [] : [mark];
}

/** The table a route is in: `routing-table=` in v7, `routing-mark=` in v6. */
export function tableOf(route: Item): string {
  return route.property("routing-table")?.text ?? route.property("routing-mark")?.text ?? "main";
}

export function routesIn(model: Model, table: string): Item[] {
  if (table === "main") {
    return ROUTES.flatMap((menu) => model.items(menu)).filter((route) => tableOf(route) === table);
  }
  return routesApart(model).flatMap((one) => (one.table === table ? [one.route] : []));
}

/** The routes in tables of their own, of which even a file with thousands of routes has few. */
export function routesApart(model: Model): RouteApart[] {
  return ROUTES.flatMap((menu) => model.gatherItems(menu, apart));
}

interface RouteApart {
  readonly route: Item;
  readonly table: string;
}

function apart(route: Item): readonly RouteApart[] {
  const table = tableOf(route);
  return table === "main" ? [] : [{ route, table }];
}

export function routingRules(model: Model): Item[] {
  return RULES.flatMap((menu) => model.items(menu));
}

export function isDefaultRoute(route: Item): boolean {
  const destination = route.text("dst-address");
  return (
    destination === undefined || destination === "" || destination === "0.0.0.0/0" || destination === "::/0"
  );
}

/** Names of gateways: interfaces and addresses; `%iface` and `@table` suffixes are split off. */
export function gatewaysOf(route: Item): string[] {
  const text = route.text("gateway");
  if (text === undefined) return [];
  return text.split(",").flatMap((gateway) => {
    const [hop = ""] = gateway.split("@");
    return hop.split("%").filter((part) => part !== "");
  });
}

export function isRouteGateway({ property, command }: Reference): boolean {
  return property === "gateway" && ROUTES.some((menu) => menu === command.menu);
}

/** An interface to leave by; in `192.168.88.2@blue` the other name is that of a table. */
export function isWayOut(reference: Reference): boolean {
  return reference.namespace === "iface" && isRouteGateway(reference);
}

/** A place whose table mark-no-table asks after. */
export function isTableUse({ namespace, property, item, command }: Reference): boolean {
  return (
    namespace === "routing-table" &&
    property !== "gateway" &&
    item?.isDisabled !== true &&
    [...ROUTES, ...RULES, ...MANGLE].some((menu) => menu === command.menu)
  );
}

/** VRF names, which are routing tables of their own. */
export function vrfNames(model: Model): string[] {
  const declared = model.items("/ip/vrf").map((vrf) => vrf.name);
  const v6 = model.items("/ip/route/vrf").map((vrf) => vrf.text("routing-mark"));
  return [...declared, ...v6].filter((name) => name !== undefined);
}

/** Whether anything is routed apart; RouterOS 7 has a VRF `main` from the start. */
export function hasVrfs(model: Model): boolean {
  return vrfNames(model).some((name) => name !== "main");
}

/** A routing protocol, a DHCP client or a script may put routes where the file shows none. */
export function mayFillTable(model: Model, table: string): boolean {
  const speaks = (menu: string) =>
    model.items(menu).some((item) => item.isDisabled !== true && mentionsTable(item, table));
  return (
    [
      "/routing/bgp/connection",
      "/routing/bgp/template",
      "/routing/bgp/instance",
      "/routing/ospf/instance",
      "/routing/rip/instance",
      "/routing/isis/instance",
      "/ip/dhcp-client",
      "/interface/lte/apn",
    ].some(speaks) ||
    vrfNames(model).includes(table) ||
    isSetByFilter(model, table) ||
    model.gather(uncertain).some((command) => command.args.some((arg) => namesTable(arg.node, table)))
  );
}

/** Route filters move learned routes into a table: `set-routing-mark=` in v6, a word of the rule's text in v7. */
function isSetByFilter(model: Model, table: string): boolean {
  const isLive = (item: Item) => item.isDisabled !== true;
  return (
    model
      .items("/routing/filter")
      .some((filter) => isLive(filter) && filter.property("set-routing-mark")?.text === table) ||
    model
      .items("/routing/filter/rule")
      .some(
        (filter) =>
          isLive(filter) && (filter.property("rule")?.text?.split(/[^\w.-]+/) ?? [table]).includes(table),
      )
  );
}

function uncertain(command: BoundCommand): readonly BoundCommand[] {
  return command.isCertain ? [] : [command];
}

function mentionsTable(item: Item, table: string): boolean {
  return ["routing-table", "vrf", "default-route-tables"].some((property) =>
    (item.text(property) ?? "").split(",").some((part) => part.split(":")[0] === table),
  );
}

function namesTable({ name, value }: Argument, table: string): boolean {
  if (name?.text !== "routing-table" && name?.text !== "routing-mark") return false;
  // A computed table name may be any table.
  return value?.kind !== "word" || value.text === table;
}

/** Netwatch or a script may do the switching. */
export function switchesRoutes(model: Model): boolean {
  return model.gather(switching).length > 0;
}

function switching(command: BoundCommand): readonly BoundCommand[] {
  const isSwitch = command.menu === "/ip/route" && (command.embeddedIn !== undefined || !command.isCertain);
  return isSwitch ? [command] : [];
}
