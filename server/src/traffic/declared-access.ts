import type { Item } from "../model/model.ts";
import type { IpAddress } from "../values/ip.ts";
import {
  containsAddress,
  formatAddressSet,
  intersect,
  type PrefixSet,
  parseAddressSet,
} from "../values/prefix-set.ts";
import { access, hostsOf, loginServices } from "./lockout.ts";
import type { ManagementService } from "./services.ts";
import type { Reach, Traffic } from "./traffic.ts";

/** A way to administer the router that one statement of a configuration opens and another one cuts. */
export interface CutAccess {
  readonly service: string;
  /** "10.0.0.0/24", or the interface that the opening statement names. */
  readonly from: string;
  /** The rule or service that speaks of letting it in. */
  readonly opens: Item;
  /** The rule that keeps it out. */
  readonly cuts: Item;
  readonly reason: string;
}

/** Ways that are meant and certainly do not work, from no address that they are meant for. */
export function findCutAccess(traffic: Traffic): readonly CutAccess[] {
  const accepts = traffic.network.model.items("/ip/firewall/filter").filter(isInputAccept);
  return loginServices(traffic)
    .filter(mayListen)
    .flatMap((service) =>
      declaredWays(traffic, service, accepts).flatMap((way) => cutOf(traffic, service, way) ?? []),
    );
}

/** A fragment does not tell which services are on: all but one are from the start. */
function mayListen({ name, isEnabled }: ManagementService): boolean {
  return isEnabled === "yes" || (isEnabled === "unknown" && name !== "www-ssl");
}

interface Declared {
  readonly opens: Item;
  readonly from: string;
  readonly sources: readonly IpAddress[];
}

function isInputAccept(rule: Item): boolean {
  return (
    rule.isDisabled === false &&
    rule.isCertain &&
    rule.text("chain") === "input" &&
    rule.text("action") === "accept"
  );
}

function declaredWays(
  traffic: Traffic,
  service: ManagementService,
  accepts: readonly Item[],
): readonly Declared[] {
  const item = traffic.network.model.items("/ip/service").find(({ name }) => name === service.name);
  const own = traffic.network.ownAddresses("ip");
  const ways = [
    ...(item !== undefined && service.isLimited ? [fromSet(traffic, item, service.allowed)] : []),
    ...accepts.flatMap((rule) => fromRule(traffic, service, rule)),
  ];
  return ways.map((way) => ({ ...way, sources: way.sources.filter((one) => !containsAddress(own, one)) }));
}

/** Hosts of the set, and of each connected network that lies in it: a wide set is meant for those. */
function fromSet({ network }: Traffic, opens: Item, set: PrefixSet): Declared {
  const connected = network.connected("ip").flatMap((one) => hostsOf(intersect(one.network, set)));
  return { opens, from: formatAddressSet(set), sources: [...connected, ...hostsOf(set, "every")] };
}

/** Of the accepts of `input`: one for the service's port, or for the port it had before it was moved. */
function fromRule(traffic: Traffic, service: ManagementService, rule: Item): readonly Declared[] {
  const isMeant = rule.text("protocol") === "tcp" && isPort(rule, service.port, service.defaultPort);
  if (!isMeant || rule.properties.some(({ name }) => !READ.has(name))) return [];
  const address = rule.property("src-address")?.text;
  const list = rule.property("src-address-list")?.text;
  const set = address === undefined ? undefined : parseAddressSet(address);
  if (set !== undefined) return [fromSet(traffic, rule, set)];
  if (list !== undefined && !list.startsWith("!"))
    return [{ ...fromSet(traffic, rule, traffic.network.addressList("ip", list).certain), from: list }];
  return address === undefined && list === undefined ? fromInterface(traffic, rule) : [];
}

/** What narrows a rule otherwise may leave any sample out. */
const READ = new Set([
  "action",
  "chain",
  "comment",
  "connection-state",
  "disabled",
  "dst-port",
  "in-interface",
  "in-interface-list",
  "log",
  "log-prefix",
  "protocol",
  "src-address",
  "src-address-list",
]);

function isPort(rule: Item, ...ports: readonly number[]): boolean {
  const named = (rule.text("dst-port") ?? "").split(",").map(Number);
  return ports.some((port) => named.includes(port));
}

/** Hosts of the networks that are connected to what the rule names. */
function fromInterface({ network }: Traffic, rule: Item): readonly Declared[] {
  const name = rule.property("in-interface")?.text;
  const list = rule.property("in-interface-list")?.text;
  const from = name ?? list;
  if (from === undefined || from.startsWith("!")) return [];
  const sources = network
    .connected("ip")
    .filter((one) =>
      name === undefined ? network.interfaces.inList(one.interface, from) === "yes" : one.interface === name,
    )
    .flatMap((one) => hostsOf(one.network));
  return [{ opens: rule, from, sources }];
}

function cutOf(traffic: Traffic, service: ManagementService, way: Declared): CutAccess | undefined {
  const answers: readonly Reach[] = way.sources.map((source) => access(traffic, service, source));
  const [first] = answers;
  const cuts = first?.by.at(-1);
  if (first === undefined || cuts === undefined || cuts === way.opens) return undefined;
  if (!answers.every(({ verdict }) => verdict === "blocked")) return undefined;
  return { service: service.name, from: way.from, opens: way.opens, cuts, reason: first.reason };
}
