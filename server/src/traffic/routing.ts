import type { Item } from "../model/model.ts";
import { formatIpAddress, formatIpPrefix, type IpAddress, type IpFamily } from "../values/ip.ts";
import {
  containsAddress,
  containsSet,
  notPublicAddresses,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  prefixesOf,
} from "../values/prefix-set.ts";
import { type Answer, allOf, answerOf } from "./answer.ts";
import { describeRule } from "./describe.ts";
import type { Network } from "./network.ts";
import type { Label, Packet } from "./packet.ts";
import { readRoutes, vrfTables } from "./routes.ts";
import type { NextHop, Route } from "./static-route.ts";

/** Where a packet is sent; one of several when that could not be decided. */
export interface RoutingChoice {
  readonly outcome:
    | { readonly kind: "out"; readonly interface: string; readonly gateway: string | undefined }
    | { readonly kind: "local" }
    | { readonly kind: "drop" }
    | { readonly kind: "unknown" };
  readonly table: string;
  readonly steps: readonly { readonly item: Item | undefined; readonly effect: string }[];
  /** Why other choices are possible too; empty when this one is certain. */
  readonly doubts: readonly string[];
}

/** Decides routes for one address family of one configuration. */
export interface Router {
  decide(packet: Packet, destination: IpAddress): readonly RoutingChoice[];
  /** The interface that leads to an address; undefined when it is not one certain. */
  interfaceTowards(address: IpAddress): string | undefined;
}

interface Tables {
  readonly network: Network;
  readonly family: IpFamily;
  readonly routes: readonly Route[];
  readonly vrfs: ReadonlyMap<string, string>;
  readonly rules: readonly Item[];
}

export function createRouter(network: Network, family: IpFamily): Router {
  const rules = network.isVersion6 && family === "ip" ? "/ip/route/rule" : "/routing/rule";
  const tables: Tables = {
    network,
    family,
    routes: readRoutes(network, family),
    vrfs: vrfTables(network),
    rules: network.model.items(rules),
  };
  return {
    decide: (packet, destination) => decide(tables, packet, destination),
    interfaceTowards: (address) => interfaceTowards(tables, address),
  };
}

/** A network of the main table or a VRF first, then the default route. */
function interfaceTowards(tables: Tables, address: IpAddress): string | undefined {
  const names = ["main", ...new Set(tables.vrfs.values())];
  const networks = names.map((table) => lookUp(tables, table, address, 0).choices);
  const choices = networks.find((found) => found.length > 0) ?? lookUp(tables, "main", address).choices;
  const exits = new Set(choices.map((c) => (c.outcome.kind === "out" ? c.outcome.interface : "")));
  const [only] = exits;
  return exits.size === 1 && only ? only : undefined;
}

/**
 * Order of v7 (manual: Policy Routing): a mangle mark's table, VRF, local addresses, routing rules, main.
 * In v6 local addresses come first, then rules, then the mark's table.
 */
function decide(tables: Tables, packet: Packet, destination: IpAddress): readonly RoutingChoice[] {
  if (packet.routingMark === "unknown") return [unknownChoice("the routing mark is not known")];
  const mark = packet.routingMark === "none" ? undefined : packet.routingMark.name;
  const isLocal = tables.network.isVersion6 || mark === undefined;
  const vrf = vrfOf(tables, packet.inInterface);
  if (isLocal && packet.isDstLocal === "yes") return [LOCAL];
  const viaMark = () => (mark === undefined ? NOT_FOUND : lookUp(tables, mark, destination));
  const rest = (): readonly RoutingChoice[] => {
    if (vrf !== undefined)
      return orElse(lookUp(tables, vrf, destination), () => [dropChoice(vrf, `VRF \`${vrf}\` has no route`)]);
    if (packet.isDstLocal === "yes") return [LOCAL];
    return followRules(tables, packet, destination, 0, () => {
      const marked = tables.network.isVersion6 ? viaMark() : NOT_FOUND;
      return orElse(marked, () => orElse(lookUp(tables, "main", destination), () => [noRoute(tables)]));
    });
  };
  return tables.network.isVersion6 ? rest() : orElse(viaMark(), rest);
}

const NOT_FOUND: Found = { choices: [], isSettled: false };

const LOCAL: RoutingChoice = {
  outcome: { kind: "local" },
  table: "local",
  steps: [{ item: undefined, effect: "is an address of the router itself" }],
  doubts: [],
};

function noRoute(tables: Tables): RoutingChoice {
  if (tables.network.model.source.kind !== "full") return unknownChoice("the files may not hold every route");
  return dropChoice("main", "no route leads there");
}

function dropChoice(table: string, effect: string, item?: Item): RoutingChoice {
  return { outcome: { kind: "drop" }, table, steps: [{ item, effect }], doubts: [] };
}

function unknownChoice(why: string, table = "main", item?: Item): RoutingChoice {
  return { outcome: { kind: "unknown" }, table, steps: [{ item, effect: why }], doubts: [why] };
}

function vrfOf(tables: Tables, label: Label): string | undefined {
  return typeof label === "object" ? tables.vrfs.get(label.name) : undefined;
}

/** The routes a table may use; settled when one of them certainly is. */
interface Found {
  readonly choices: readonly RoutingChoice[];
  readonly isSettled: boolean;
}

/** What was found; with what comes after it, as long as that is in doubt. */
function orElse(found: Found, rest: () => readonly RoutingChoice[]): readonly RoutingChoice[] {
  if (found.isSettled) return found.choices;
  return found.choices.length === 0 ? rest() : [...found.choices, ...inDoubt(rest(), found.choices)];
}

function inDoubt(
  choices: readonly RoutingChoice[],
  because: readonly RoutingChoice[],
): readonly RoutingChoice[] {
  const doubts = [...new Set(because.flatMap((c) => c.doubts))];
  return choices.map((c) => ({ ...c, doubts: [...new Set([...c.doubts, ...doubts])] }));
}

function followRules(
  tables: Tables,
  packet: Packet,
  destination: IpAddress,
  from: number,
  rest: () => readonly RoutingChoice[],
): readonly RoutingChoice[] {
  for (let i = from; i < tables.rules.length; i++) {
    const rule = tables.rules[i];
    const answer = rule ? ruleMatches(tables, rule, packet) : "no";
    if (!rule || answer === "no") continue;
    const goOn = () => followRules(tables, packet, destination, i + 1, rest);
    const choices = applyRule(tables, rule, destination, goOn);
    if (answer === "yes") return choices;
    const doubt = `whether ${describeRule(rule)} matches`;
    return [...choices, ...goOn()].map((c) => ({ ...c, doubts: [...new Set([...c.doubts, doubt])] }));
  }
  return rest();
}

function applyRule(
  tables: Tables,
  rule: Item,
  destination: IpAddress,
  goOn: () => readonly RoutingChoice[],
): readonly RoutingChoice[] {
  const action = rule.text("action") ?? "lookup";
  const table = rule.text("table") ?? rule.text("routing-table") ?? "main";
  const note = (choice: RoutingChoice): RoutingChoice => ({
    ...choice,
    steps: [{ item: rule, effect: `looks it up in table \`${table}\`` }, ...choice.steps],
  });
  if (action === "drop" || action === "unreachable") return [dropChoice(table, `answers ${action}`, rule)];
  const shortest = Number(rule.text("min-prefix") ?? Number.NaN);
  const raw = lookUp(tables, table, destination, Number.isInteger(shortest) ? shortest : -1);
  const found = { ...raw, choices: raw.choices.map(note) };
  if (action === "lookup-only-in-table") {
    return orElse(found, () => [
      dropChoice(table, `table \`${table}\` has no route and no other may be used`, rule),
    ]);
  }
  return orElse(found, goOn);
}

function ruleMatches(tables: Tables, rule: Item, packet: Packet): Answer {
  if (rule.isDisabled === true) return "no";
  const answers: Answer[] = [rule.isCertain && rule.isDisabled === false ? "yes" : "unknown"];
  for (const [property, set] of [
    ["src-address", packet.src],
    ["dst-address", packet.dst],
  ] as const) {
    const value = rule.value(property);
    if (value.from === "computed") answers.push("unknown");
    else if (value.text) answers.push(within(parseAddressSet(value.text), set, tables.family));
  }
  const mark = rule.text("routing-mark");
  if (mark) answers.push(labelIs(packet.routingMark, mark));
  const name = rule.text("interface");
  if (name) answers.push(labelIs(packet.inInterface, name));
  return allOf(answers);
}

function within(rule: PrefixSet | undefined, packet: PrefixSet, family: IpFamily): Answer {
  if (!rule) return "unknown";
  if (containsSet(rule, packet)) return "yes";
  return overlaps(rule, packet) && family ? "unknown" : "no";
}

function labelIs(label: Label, name: string): Answer {
  if (label === "unknown") return "unknown";
  return answerOf(label !== "none" && label.name === name);
}

/** Longest prefix, then lowest distance, among the routes that are active; all that may be it when that is in doubt. */
function lookUp(tables: Tables, table: string, destination: IpAddress, longerThan = -1): Found {
  const candidates = tables.routes
    .filter((r) => r.table === table && r.length > longerThan && containsAddress(r.destination, destination))
    .sort((a, b) => b.length - a.length || a.distance - b.distance);
  const found: RoutingChoice[] = [];
  let settled: Route | undefined;
  for (const route of candidates) {
    if (settled && (route.length !== settled.length || route.distance !== settled.distance)) break;
    const choices = routeChoices(tables, route);
    if (choices.length === 0) continue;
    found.push(...choices);
    if (route.exists === "yes" && choices.every((c) => c.outcome.kind !== "unknown")) settled ??= route;
  }
  const isSettled = settled !== undefined;
  return { choices: withEcmpDoubt(found, isSettled, table, tables.network), isSettled };
}

function withEcmpDoubt(
  found: readonly RoutingChoice[],
  isSettled: boolean,
  table: string,
  network: Network,
): readonly RoutingChoice[] {
  const exits = new Set(found.map(({ outcome }) => exitOf(outcome, network)));
  const [first] = found;
  if (first && exits.size === 1) return [isSettled ? { ...first, doubts: [] } : first];
  if (found.some((c) => c.doubts.length > 0)) return found;
  return found.map((c) => ({
    ...c,
    doubts: [`which of ${found.length} equal routes of table \`${table}\` is used`],
  }));
}

/** Over a tunnel there is only one neighbour, named by the route or not. */
function exitOf(outcome: RoutingChoice["outcome"], { interfaces }: Network): string {
  const isTunnel = outcome.kind === "out" && TO_ONE.test(interfaces.kind(outcome.interface) ?? "");
  return isTunnel ? outcome.interface : JSON.stringify(outcome);
}

const TO_ONE = /^(?:pptp|l2tp|sstp|ovpn|pppoe|ppp)-(?:client|server)$|^(?:gre6?|ipip(?:v6)?)$/;

/** A route's ways out; none when it cannot be active. */
function routeChoices(tables: Tables, route: Route): readonly RoutingChoice[] {
  const { table, item } = route;
  const doubts = route.exists === "yes" ? [] : [`whether ${describeRule(item)} is active`];
  const place = prefixesOf(route.destination).map(formatIpPrefix).join(",");
  if (route.kind !== "unicast") {
    return [
      {
        outcome: { kind: "drop" },
        table,
        steps: [{ item, effect: `is ${route.kind} for ${place}` }],
        doubts,
      },
    ];
  }
  return route.hops.flatMap((hop): readonly RoutingChoice[] => {
    const exit = resolveHop(tables, route, hop, 0);
    if (exit === "inactive") return [];
    const gateway = hop.kind === "address" ? formatIpAddress(hop.address) : undefined;
    if (exit === undefined) {
      const why = `gateway ${gateway ?? (hop.kind === "unknown" ? hop.text : "")} is in no network the files tell of`;
      return [{ ...unknownChoice(why, table, item), doubts: [...doubts, why] }];
    }
    const via = gateway ? `via ${gateway} on \`${exit}\`` : `out of \`${exit}\``;
    const effect = `${place} ${via}${table === "main" ? "" : ` in table \`${table}\``}`;
    return [{ outcome: { kind: "out", interface: exit, gateway }, table, steps: [{ item, effect }], doubts }];
  });
}

/** The interface of a next hop; "inactive" when there is certainly none; undefined when it is not known. */
function resolveHop(
  tables: Tables,
  route: Route,
  hop: NextHop,
  depth: number,
): string | "inactive" | undefined {
  const { interfaces } = tables.network;
  if (hop.kind === "unknown" || depth > 6) return undefined;
  const name = hop.kind === "interface" ? hop.name : hop.interface;
  if (name !== undefined) {
    if (interfaces.isEnabled(name) === "no") return "inactive";
    const isMissing = !interfaces.item(name) && !interfaces.kind(name) && !name.startsWith("<");
    if (
      isMissing &&
      tables.vrfs.size === 0 &&
      tables.network.model.source.kind === "full" &&
      route.origin === "static"
    )
      return "inactive";
    return interfaces.master(name);
  }
  if (hop.kind !== "address") return undefined;
  const { address } = hop;
  const best = tables.routes
    .filter((r) => r.kind === "unicast" && r !== route && r.exists !== "no" && r.scope <= route.targetScope)
    .filter((r) => containsAddress(r.destination, address) && (r.table === route.table || r.table === "main"))
    .sort((a, b) => b.length - a.length || a.distance - b.distance)[0];
  const next = best?.hops[0];
  if (best && next) return resolveHop(tables, best, next, depth + 1);
  return hasUnknownNetworks(tables.network, tables.family) ? onlyUplink(tables, route, address) : "inactive";
}

/**
 * Where a public gateway is that lies in no network of the files: on the one interface that gets its network from a
 * provider. Undefined where several do, or a routing protocol may resolve it.
 */
function onlyUplink({ network, family }: Tables, route: Route, gateway: IpAddress): string | undefined {
  const { model, interfaces } = network;
  const isOpen = model.source.kind !== "full" || route.targetScope > CONNECTED_SCOPE;
  if (isOpen || containsAddress(notPublicAddresses(), gateway)) return undefined;
  const leases = model.items(`/${family}/dhcp-client`).filter((client) => client.isDisabled !== true);
  const dialled = interfaces.names.filter(
    (name) => /-client$|^lte$/.test(interfaces.kind(name) ?? "") && interfaces.isEnabled(name) !== "no",
  );
  const uplinks = new Set([...leases.map((client) => client.text("interface")), ...dialled]);
  const [only] = uplinks;
  return uplinks.size === 1 && only !== undefined ? interfaces.master(only) : undefined;
}

/** Connected routes have it, and a static route is resolved through no other by default (manual: nexthop lookup). */
const CONNECTED_SCOPE = 10;

/** Whether the router gets networks that the files do not tell: by DHCP, PPP or a routing protocol. */
export function hasUnknownNetworks(network: Network, family: IpFamily): boolean {
  return (
    hasUnknownNeighbours(network, family) ||
    network.model.menus.some((menu) => /^\/routing\/(ospf|bgp|rip)/.test(menu))
  );
}

/** Whether it gets addresses that the files do not tell, and with them networks that are connected: by DHCP or PPP. */
export function hasUnknownNeighbours({ model, interfaces }: Network, family: IpFamily): boolean {
  return (
    model.source.kind !== "full" ||
    model.items(`/${family}/dhcp-client`).some((i) => i.isDisabled !== true) ||
    interfaces.names.some(
      (name) =>
        /-(client|server)$|^lte$/.test(interfaces.kind(name) ?? "") && interfaces.isEnabled(name) !== "no",
    )
  );
}
