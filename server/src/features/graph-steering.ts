import type { Item } from "../model/model.ts";
import { readRoutes } from "../traffic/routes.ts";
import type { NextHop, Route } from "../traffic/static-route.ts";
import { formatIpAddress } from "../values/ip.ts";
import { describeAddresses } from "../values/prefix-set.ts";
import { type GraphDraft, idOf, shortList } from "./graph-draft.ts";
import { addMangle } from "./graph-mangle.ts";
import { addProtocols } from "./graph-protocols.ts";
import { addSources, listNode, matcherWords, SIDES, tableNode } from "./graph-sources.ts";
import { interfaceNode } from "./graph-tunnels.ts";

/** Who is marked or looked up where, which table leads out by which interface, and what NAT does on the way. */
export function addSteering(draft: GraphDraft): void {
  const { model } = draft.analysis;
  for (const family of ["ip", "ipv6"] as const) {
    addMangle(draft, model.items(`/${family}/firewall/mangle`));
    addRoutes(draft, readRoutes(draft.network, family));
    addNat(draft, model.items(`/${family}/firewall/nat`));
  }
  for (const menu of ["/routing/rule", "/ip/route/rule"]) {
    for (const rule of model.items(menu)) addRoutingRule(draft, rule);
  }
  addVrfs(draft);
  addProtocols(draft);
}

function addRoutingRule(draft: GraphDraft, rule: Item): void {
  const action = rule.text("action") ?? "lookup";
  const words = ["src-address", "dst-address"].flatMap((name) => {
    const text = rule.property(name)?.text;
    return text === undefined || text === "" ? [] : [`${name.slice(0, 3)} ${text}`];
  });
  const label = words.length === 0 ? "routing rule" : words.join(" ");
  const id = draft.node(idOf("rule", rule), { label, kind: "rule", detail: `routing rule, ${action}` }, rule);
  const mark = rule.property("routing-mark")?.text;
  if (mark !== undefined && mark !== "") draft.edge(tableNode(draft, mark), id, "mark");
  const name = rule.property("interface")?.text;
  if (name !== undefined && name !== "") draft.edge(interfaceNode(draft, name), id, "in");
  const table = rule.property("table")?.text;
  if (table !== undefined && /^lookup/.test(action)) draft.edge(id, tableNode(draft, table), "lookup");
}

/** Routes of one table that go the same way stand together when there are many. */
function addRoutes(draft: GraphDraft, routes: readonly Route[]): void {
  const groups = new Map<string, Route[]>();
  for (const route of routes) {
    if (route.origin === "connected" || route.hops.some(isSession)) continue;
    const key = [route.table, route.kind, ...route.hops.map(hopText)].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), route]);
  }
  for (const group of groups.values()) {
    if (group.length <= MOST_ROUTES) for (const route of group) addRoute(draft, [route]);
    else addRoute(draft, group);
  }
}

const MOST_ROUTES = 3;

/** `<pptp-anna>`: the interface of a session, which nothing in the file names. */
function isSession(hop: NextHop): boolean {
  return hop.kind === "interface" && hop.name.startsWith("<");
}

function hopText(hop: NextHop): string {
  if (hop.kind === "interface") return hop.name;
  return hop.kind === "address" ? `${formatIpAddress(hop.address)}%${hop.interface ?? ""}` : hop.text;
}

function addRoute(draft: GraphDraft, group: readonly Route[]): void {
  const [route] = group;
  if (!route) return;
  const networks = group.map(({ destination }) => describeAddresses(destination));
  const places = group.length === 1 ? (networks[0] ?? "") : `${group.length} networks`;
  const label = [places, gatewayWords(route)].filter(Boolean).join(" ");
  const how =
    route.origin === "dynamic" ? `by ${route.item.menu.slice(route.item.menu.lastIndexOf("/") + 1)}` : "";
  const own = group.length === 1 ? [`distance ${route.distance}`, how] : [shortList(networks, 3)];
  const detail = [`table ${route.table}`, ...own].filter(Boolean).join(", ");
  const ofItem = `${idOf("route", route.item)}:${route.table}`;
  // An account makes a route to its own address, and one for each of its `routes`.
  const free = draft.has(ofItem) ? `${ofItem}:${networks[0]}` : ofItem;
  const id = draft.node(free, { label, kind: "route", detail }, route.item);
  draft.edge(tableNode(draft, route.table), id);
  if (route.kind !== "unicast")
    draft.edge(id, draft.node(`other:${route.kind}`, { label: route.kind, kind: "other" }));
  for (const hop of route.hops) addHop(draft, id, hop);
}

/** "via 198.51.100.1, lte1"; a blackhole has none. */
function gatewayWords({ hops }: Route): string {
  const words = hops.map((hop) => (hop.kind === "address" ? formatIpAddress(hop.address) : hopText(hop)));
  return words.length === 0 ? "" : `via ${shortList(words, 3)}`;
}

function addHop(draft: GraphDraft, route: string, hop: NextHop): void {
  draft.edge(route, ...hopTarget(draft, hop));
}

/** The node a next hop stands for, and the gateway's address where the way is by an interface. */
function hopTarget(draft: GraphDraft, hop: NextHop): readonly [id: string, label?: string] {
  if (hop.kind === "interface") return [interfaceNode(draft, hop.name)];
  if (hop.kind === "unknown") return [draft.node("other:computed", { label: hop.text, kind: "other" })];
  const name = hop.interface ?? draft.analysis.traffic.interfaceTowards(hop.address);
  const gateway = formatIpAddress(hop.address);
  if (name !== undefined) return [interfaceNode(draft, name), gateway];
  return [draft.node(`gateway:${gateway}`, { label: gateway, kind: "peer", detail: "gateway" })];
}

/** Rules that match and translate alike are one node: an export may hold hundreds of port forwards. */
function addNat(draft: GraphDraft, rules: readonly Item[]): void {
  const groups = new Map<string, Item[]>();
  for (const rule of rules) {
    const action = rule.text("action") ?? "accept";
    if (!TRANSLATES.test(action) || isLocal(rule, action)) continue;
    const sides = SIDES.map((name) => rule.property(name)?.text ?? "");
    const key = [action, rule.isDisabled === true, ...sides].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  for (const group of groups.values()) addNatGroup(draft, group);
}

/** Redirects everybody to the router itself, so it says nothing of who goes where. */
function isLocal(rule: Item, action: string): boolean {
  return action === "redirect" && SIDES.every((name) => (rule.property(name)?.text ?? "") === "");
}

const TRANSLATES = /^(?:masquerade|src-nat|dst-nat|netmap|redirect|same)$/;
const MOST_HOSTS = 3;

function addNatGroup(draft: GraphDraft, group: readonly Item[]): void {
  const [rule] = group;
  if (!rule) return;
  const action = rule.text("action") ?? "";
  const label = group.length === 1 ? action : `${group.length} × ${action}`;
  const detail = group.length === 1 ? matcherWords(rule) : (rule.text("chain") ?? "");
  const id = draft.node(
    idOf("nat", rule),
    { label, kind: "nat", ...(detail === "" ? {} : { detail }) },
    rule,
  );
  addSources(draft, rule, id);
  const out = rule.property("out-interface")?.text;
  if (out !== undefined && out !== "" && !out.startsWith("!"))
    draft.edge(id, interfaceNode(draft, out), "out");
  const list = rule.property("out-interface-list")?.text;
  if (list !== undefined && list !== "" && !list.startsWith("!"))
    draft.edge(id, listNode(draft, list), "out");
  if (rule.text("chain") !== "dstnat") return;
  const hosts = [...new Set(group.flatMap((each) => each.text("to-addresses") || []))];
  if (hosts.length > MOST_HOSTS)
    draft.edge(
      id,
      draft.node(`${id}:hosts`, { label: `${hosts.length} hosts`, kind: "peer", detail: shortList(hosts) }),
    );
  else
    for (const host of hosts)
      draft.edge(id, draft.node(`host:${host}`, { label: host, kind: "peer", detail: "host" }));
}

function addVrfs(draft: GraphDraft): void {
  const { model } = draft.analysis;
  for (const vrf of [...model.items("/ip/vrf"), ...model.items("/ip/route/vrf")]) {
    const table = vrf.text("routing-mark") ?? vrf.name;
    if (table === undefined || vrf.origin === "builtin") continue;
    const id = draft.node(`table:${table}`, { label: table, kind: "table", detail: "VRF" }, vrf);
    for (const name of (vrf.text("interfaces") ?? "")
      .split(",")
      .filter((each) => each !== "" && each !== "none"))
      draft.edge(interfaceNode(draft, name), id, "in VRF");
  }
}

/** Members of the lists that are shown: towards the list where it stands for sources, out of it where it is a way out. */
export function addMembers(draft: GraphDraft): void {
  const { nodes, edges } = draft.finish();
  for (const { id, label } of nodes.filter(({ kind }) => kind === "list")) {
    const isWayOut = edges.some(({ to }) => to === id);
    const members = draft.network.interfaces.members(label);
    for (const name of members.slice(0, MOST_MEMBERS)) {
      const member = interfaceNode(draft, name);
      if (isWayOut) draft.edge(id, member, "member");
      else draft.edge(member, id, "member");
    }
  }
}

const MOST_MEMBERS = 12;
