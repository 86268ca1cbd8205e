import type { Item } from "../model/model.ts";
import type { SitePolicy } from "../model/site-policy.ts";
import { type IpAddress, parseIpAddress } from "../values/ip.ts";
import {
  containsAddress,
  containsSet,
  NO_ADDRESSES,
  notPublicAddresses,
  onlyAddress,
  overlaps,
  parseAddressSet,
  singleAddress,
} from "../values/prefix-set.ts";
import { isPppKind } from "./interfaces.ts";
import type { Network } from "./network.ts";
import type { WanGuess } from "./traffic.ts";

/** "WAN", "WAN-list", "ISP2", "Internet"; not "WLAN". */
const WAN_LIST_NAME = /(^|[^a-z])(wan|isp|internet|uplink)s?\d*([^a-z]|$)/i;
const LAN_LIST_NAME = /^lan$/i;

interface Evidence {
  readonly interface: string;
  readonly from: WanGuess["from"];
  readonly because: string;
}

/**
 * Takes the interfaces of the internet side from the site policy; without it from everything that points to them:
 * a list called WAN, PPP and DHCP clients that bring the default route, the default route's gateway; and only when
 * none of these speaks, from what is masqueraded.
 */
export function guessWan(network: Network, policy: SitePolicy): WanGuess {
  const named = fromPolicy(network, policy);
  if (named) return named;
  const lists = network.model
    .items("/interface/list")
    .flatMap((i) => (i.name !== undefined && WAN_LIST_NAME.test(i.name) ? [i.name] : []));
  const strong = [
    ...fromLists(network, lists),
    ...fromPppClients(network),
    ...fromDhcp(network, policy),
    ...fromRoutes(network, policy),
  ];
  const evidence = pick(network, policy, strong) ?? pick(network, policy, fromMasquerade(network)) ?? [];
  const [first] = evidence;
  if (!first)
    return {
      interfaces: [],
      lists,
      from: "none",
      reason: "nothing in the configuration tells the internet side",
    };
  const interfaces = [...new Set(evidence.map((e) => e.interface))];
  const reasons = interfaces.map(
    (name) => `\`${name}\` ${evidence.find((e) => e.interface === name)?.because ?? ""}`,
  );
  return { interfaces, lists, from: first.from, reason: reasons.join("; ") };
}

/**
 * What speaks of interfaces that may carry traffic of their own. A port of a bridge or bond does not, and no rule
 * sees it as the incoming interface; lists and NAT rules that name one are left over from before.
 */
function pick(
  network: Network,
  policy: SitePolicy,
  evidence: readonly Evidence[],
): readonly Evidence[] | undefined {
  const { interfaces } = network;
  const found = evidence.filter(
    ({ interface: name }) =>
      interfaces.isEnabled(name) !== "no" &&
      interfaces.master(name) === name &&
      !isPolicyLan(network, policy, name),
  );
  return found.length === 0 ? undefined : found;
}

/** Whether an interface belongs to the inside by the policy or a list called LAN. */
export function isLanInterface(network: Network, policy: SitePolicy, name: string): boolean {
  return (
    isPolicyLan(network, policy, name) ||
    network.model
      .items("/interface/list")
      .some(
        (list) =>
          list.name !== undefined &&
          LAN_LIST_NAME.test(list.name) &&
          network.interfaces.inList(name, list.name) === "yes",
      )
  );
}

function isPolicyLan({ interfaces }: Network, policy: SitePolicy, name: string): boolean {
  return (
    policy.lanInterfaces?.includes(name) === true ||
    (policy.lanLists ?? []).some((list) => interfaces.inList(name, list) === "yes")
  );
}

function fromPolicy(network: Network, policy: SitePolicy): WanGuess | undefined {
  const lists = policy.wanLists ?? [];
  if (lists.length === 0 && (policy.wanInterfaces ?? []).length === 0) return undefined;
  const members = lists.flatMap((list) => network.interfaces.members(list));
  const interfaces = [...new Set([...(policy.wanInterfaces ?? []), ...members])];
  return { interfaces, lists, from: "policy", reason: "named by the site policy" };
}

function fromLists(network: Network, lists: readonly string[]): readonly Evidence[] {
  return lists.flatMap((list) =>
    network.interfaces.members(list).map((name) => ({
      interface: name,
      from: "list-name",
      because: `is in the interface list \`${list}\``,
    })),
  );
}

function fromPppClients(network: Network): readonly Evidence[] {
  return network.interfaces.names.flatMap((name) => {
    const item = network.interfaces.item(name);
    const kind = network.interfaces.kind(name);
    const isLte = kind === "lte";
    if (item?.isDisabled !== false || !(isLte || (isPppKind(kind) && kind?.endsWith("-client")))) return [];
    if (!isLte && item.text("add-default-route") !== "yes") return [];
    return [{ interface: name, from: "ppp-client", because: `is a ${kind} that brings the default route` }];
  });
}

function fromDhcp(network: Network, policy: SitePolicy): readonly Evidence[] {
  return network.model.items("/ip/dhcp-client").flatMap((item) => {
    const name = item.text("interface");
    if (name === undefined || item.isDisabled !== false || item.text("add-default-route") === "no") return [];
    const owner = network.interfaces.master(name);
    if (isLanInterface(network, policy, owner) || servesAddresses(network, owner)) return [];
    return [
      { interface: owner, from: "dhcp-client", because: "has a DHCP client that brings the default route" },
    ];
  });
}

function fromRoutes(network: Network, policy: SitePolicy): readonly Evidence[] {
  return network.model.gatherItems("/ip/route", enabledDefault).flatMap((route) => {
    const names = (route.text("gateway") ?? "")
      .split(",")
      .flatMap((word) => wayOf(network, word) ?? lineByDhcp(network, word) ?? []);
    const table = tableOf(route);
    const outer = names.filter(
      (name) => !servesAddresses(network, name) && (table === "main" || isUplink(network, policy, name)),
    );
    return outer.map((name) => ({
      interface: name,
      from: "default-route",
      because:
        table === "main"
          ? "holds the gateway of the default route"
          : `holds the gateway of the default route of the table \`${table}\``,
    }));
  });
}

/** Tables of their own also lead into tunnels and to other routers inside; only what looks like a provider's line counts. */
function isUplink(network: Network, policy: SitePolicy, name: string): boolean {
  const { interfaces, model } = network;
  const kind = interfaces.kind(name);
  if (kind === "pppoe-client" || kind === "lte") return true;
  if ((kind !== undefined && TUNNEL_KIND.test(kind)) || isLanInterface(network, policy, name)) return false;
  if (network.connected("ip").some((one) => one.interface === name && isPublicAddress(one.own))) return true;
  const isClient = model
    .items("/ip/dhcp-client")
    .some((client) => client.isDisabled === false && client.text("interface") === name);
  return isClient || fromMasquerade(network).some((evidence) => evidence.interface === name);
}

/** What carries other interfaces' traffic to a far end of one's choice. */
export const TUNNEL_KIND = /-(client|server)$|^(wireguard|gre6?|ipip(v6)?|eoip(v6)?|6to4|vxlan|vpls)$/;

/** What is masqueraded into a tunnel leaves by another line. */
function isTunnel({ interfaces }: Network, name: string): boolean {
  const kind = interfaces.kind(name);
  return kind !== undefined && kind !== "pppoe-client" && TUNNEL_KIND.test(kind);
}

/** Addresses for documentation (RFC 5737) stand for public ones, where somebody has replaced his own by them. */
const EXAMPLES = parseAddressSet("192.0.2.0/24,198.51.100.0/24,203.0.113.0/24") ?? NO_ADDRESSES;

export function isPublicAddress(address: IpAddress): boolean {
  const single = singleAddress(address);
  return containsSet(EXAMPLES, single) || !overlaps(notPublicAddresses(), single);
}

/** The interface of a gateway, also of one that another route leads to (recursive lookup). */
function wayOf(network: Network, word: string): string | undefined {
  const direct = gatewayInterface(network, word);
  const address = parseIpAddress(word);
  if (direct !== undefined || address === undefined) return direct;
  const route = network.model
    .items("/ip/route")
    .find(
      (one) =>
        one.isDisabled === false && tableOf(one) === "main" && isHost(one.text("dst-address"), address),
    );
  const [next = ""] = (route?.text("gateway") ?? "").split(",");
  return next === word ? undefined : gatewayInterface(network, next);
}

/**
 * A gateway stands in a connected network. Where no written address has it, the one DHCP client does that there is; its
 * own default route may be switched off, as who writes the route by hand does.
 */
function lineByDhcp({ model, interfaces }: Network, word: string): string | undefined {
  const isAddress = parseIpAddress(word)?.family === "ip";
  const isKnown = ["/ip/address", "/ip/dhcp-client"].every((menu) => model.absenceMeansDefault(menu));
  const dials = interfaces.names.some((name) => {
    const kind = interfaces.kind(name);
    return isPppKind(kind) && kind?.endsWith("-client") && interfaces.isEnabled(name) !== "no";
  });
  if (!isAddress || !isKnown || dials) return undefined;
  const clients = model.items("/ip/dhcp-client").filter(({ isDisabled }) => isDisabled !== true);
  const [only, ...others] = new Set(clients.map((client) => client.text("interface")));
  return others.length === 0 ? only : undefined;
}

function isHost(text: string | undefined, address: IpAddress): boolean {
  const set = text === undefined ? undefined : parseAddressSet(text);
  const only = set && onlyAddress(set);
  return only !== undefined && only.family === address.family && only.value === address.value;
}

/** An interface with a DHCP server is an inside, even where a fallback route leads through it. */
function servesAddresses(network: Network, name: string): boolean {
  return network.model
    .items("/ip/dhcp-server")
    .some((s) => s.text("interface") === name && s.isDisabled === false);
}

function tableOf(route: Item): string {
  const table = route.text("routing-table") ?? route.text("routing-mark") ?? "main";
  return table === "" ? "main" : table;
}

function enabledDefault(route: Item): readonly Item[] {
  const isDefault = /^(0\.0\.0\.0\/0|)$/.test(route.text("dst-address") ?? "0.0.0.0/0");
  return isDefault && route.isDisabled === false ? [route] : [];
}

/** The interface of one gateway word: a name, `ip%interface`, or an address in a connected network. */
export function gatewayInterface(network: Network, word: string): string | undefined {
  const [target = ""] = word.split("@");
  const [host = "", scope] = target.split("%");
  if (scope) return scope;
  const address = parseIpAddress(host);
  if (!address) return host === "" ? undefined : host;
  return network.connected(address.family).find((c) => containsAddress(c.network, address))?.interface;
}

function fromMasquerade(network: Network): readonly Evidence[] {
  return network.model.items("/ip/firewall/nat").flatMap((rule) => {
    if (rule.isDisabled !== false || rule.text("action") !== "masquerade") return [];
    const list = rule.text("out-interface-list");
    const single = rule.text("out-interface");
    const names = [...(single && !single.startsWith("!") ? [single] : [])];
    if (list && !list.startsWith("!")) names.push(...network.interfaces.members(list));
    return names
      .filter((name) => !isTunnel(network, name))
      .map((name) => ({
        interface: name,
        from: "masquerade",
        because: "is where traffic is masqueraded",
      }));
  });
}
