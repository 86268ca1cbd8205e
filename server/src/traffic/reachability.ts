import type { Keep } from "../model/keep.ts";
import type { Item } from "../model/model.ts";
import type { IpFamily } from "../values/ip.ts";
import {
  addressSet,
  countAddresses,
  everyAddress,
  intersect,
  NO_ADDRESSES,
  notPublicAddresses,
  type PrefixSet,
  parseAddressSet,
  subtract,
  unite,
} from "../values/prefix-set.ts";
import {
  natTarget,
  type RuleTable,
  readTable,
  type TableName,
  type Walk,
  type WalkEnd,
  walkChain,
} from "./chain.ts";
import { describeRule } from "./describe.ts";
import { everyInterfaceWords } from "./every-interface-list.ts";
import { createIpsecPolicies } from "./ipsec.ts";
import { firstState, isOwn, isTracked, type Network } from "./network.ts";
import { hasPorts, type Packet, packetOf, protocolName } from "./packet.ts";
import type { InputQuery, Reach, ReachQuery, WanGuess } from "./traffic.ts";

/** Answers questions of reach over one configuration; tables are read once. */
export interface Reachability {
  inputFromWan(protocol: string, port: number | undefined, family: IpFamily): Reach;
  inputFrom(query: InputQuery): Reach;
  listsExcepted(query: InputQuery, verdict: Reach["verdict"]): readonly string[];
  reach(query: ReachQuery): Reach;
  table(family: IpFamily, name: TableName): RuleTable;
}

export function createReachability(network: Network, wan: () => WanGuess, keep: Keep): Reachability {
  const tables = keep.each((family: IpFamily) =>
    keep.each((name: TableName, earlier: RuleTable | undefined) => readTable(network, family, name, earlier)),
  );
  const table = (family: IpFamily, name: TableName) => tables(family)(name);
  const fromWan = keep.each((family: IpFamily) =>
    keep.each((protocol: string) =>
      keep.each((text: string, earlier: PlacedReach | undefined) => {
        const port = text === "" ? undefined : Number(text);
        return samePlacedOrNew(earlier, inputFromWan(network, table, wan(), { protocol, port, family }));
      }),
    ),
  );
  return {
    table,
    inputFromWan: (protocol, port, family) => fromWan(family)(protocol)(String(port ?? "")).reach,
    inputFrom: (query) => inputReach(network, table, inputPacket(network, query)),
    listsExcepted: (query, verdict) => {
      const anyone = inputPacket(network, { ...query, isUnlisted: false });
      return exceptedLists(inputEnds(network, table, anyone), verdict);
    },
    reach: ({ table: name, chain, packet }) =>
      judge(
        network,
        walkChain(table(packet.family, name ?? "filter"), chain, packet),
        table(packet.family, name ?? "filter"),
        chain,
      ),
  };
}

type Tables = Reachability["table"];

/** With the places of the rules that decided: who tells of them may number them. */
interface PlacedReach {
  readonly reach: Reach;
  readonly places: readonly number[];
}

function samePlacedOrNew(earlier: PlacedReach | undefined, reach: Reach): PlacedReach {
  const places = reach.by.map(({ index }) => index);
  const isSame =
    earlier?.reach.verdict === reach.verdict &&
    earlier.reach.reason === reach.reason &&
    earlier.reach.isForAll === reach.isForAll &&
    earlier.reach.by.length === places.length &&
    earlier.reach.by.every((item, at) => item === reach.by[at] && earlier.places[at] === places[at]);
  return isSame ? earlier : { reach, places };
}

function inputFromWan(
  network: Network,
  table: Tables,
  wan: WanGuess,
  query: { readonly protocol: string; readonly port: number | undefined; readonly family: IpFamily },
): Reach {
  const { family } = query;
  const off = family === "ipv6" ? ipv6Off(network) : undefined;
  if (off) return off;
  const source = subtract(everyAddress(family), notPublicAddresses());
  const ask = (name: string | undefined): Reach =>
    inputReach(
      network,
      table,
      inputPacket(network, {
        family,
        protocol: query.protocol,
        source,
        isStranger: true,
        ...(query.port === undefined ? {} : { port: query.port }),
        ...(name === undefined ? {} : { interface: name }),
      }),
    );
  if (wan.interfaces.length === 0) return ask(undefined);
  const answers = wan.interfaces.map(ask);
  const worst =
    answers.find((a) => a.verdict === "accepted") ??
    answers.find((a) => a.verdict === "unknown") ??
    answers[0];
  return worst ?? ask(undefined);
}

/** IPv6 is off by setting, or nothing in the files gives the router an IPv6 address. */
function ipv6Off(network: Network): Reach | undefined {
  const { model } = network;
  const settings = model.settings("/ipv6/settings");
  if (settings.text("disable-ipv6") === "yes" && settings.value("disable-ipv6").from === "explicit") {
    return { verdict: "blocked", by: [settings], reason: "IPv6 is switched off (`disable-ipv6=yes`)" };
  }
  const isUsed =
    ["/ipv6/address", "/ipv6/dhcp-client"].some((menu) =>
      model.items(menu).some((i) => i.isDisabled !== true),
    ) || settings.value("accept-router-advertisements").from === "explicit";
  return isUsed
    ? undefined
    : { verdict: "unknown", by: [], reason: "nothing in the files gives the router an IPv6 address" };
}

/** A new packet to the router itself. */
export function inputPacket(network: Network, query: InputQuery): Packet {
  const family = query.family ?? "ip";
  const protocol = protocolName(query.protocol);
  const name = query.interface === undefined ? undefined : network.interfaces.master(query.interface);
  const isFromAnywhere = query.source === undefined || query.isStranger === true;
  return packetOf({
    family,
    ...(isFromAnywhere ? {} : { ipsecIn: createIpsecPolicies(network).arrives(query.source) }),
    src: query.source ?? everyAddress(family),
    dst: query.destination ?? ownAddressesFrom(network, family, name),
    protocol: family === "ipv6" && protocol === "icmp" ? "icmpv6" : protocol,
    // Clients speak from a port above the well-known ones.
    srcPort: hasPorts(protocol) ? 50_000 : undefined,
    dstPort: hasPorts(protocol) ? query.port : undefined,
    inInterface: name === undefined ? "unknown" : { name },
    outInterface: "none",
    isDstLocal: "yes",
    isSrcLocal: "no",
    state: firstState(network, family),
    isStranger: query.isStranger === true || query.isUnlisted === true,
  });
}

/**
 * The router's addresses that are met on an interface. Where it has a dynamic one (or none is written), it may be
 * any unicast address but those of the other interfaces and loopback.
 */
function ownAddressesFrom(network: Network, family: IpFamily, name: string | undefined): PrefixSet {
  const connected = network.connected(family);
  const ofInterface = connected.filter((c) => c.interface === name);
  const dynamic = network.model
    .items(`/${family}/dhcp-client`)
    .some((i) => i.isDisabled !== true && i.text("interface") === name);
  const singles = (list: typeof connected) =>
    addressSet(list.map(({ own }) => ({ family, first: own.value, last: own.value })));
  if (name !== undefined && ofInterface.length > 0 && !dynamic) return singles(ofInterface);
  const elsewhere = singles(connected.filter((c) => c.interface !== name));
  const special = parseAddressSet("0.0.0.0/8,127.0.0.0/8,224.0.0.0/3,::/127,ff00::/8") ?? NO_ADDRESSES;
  return subtract(subtract(everyAddress(family), elsewhere), special);
}

function inputReach(network: Network, table: Tables, packet: Packet): Reach {
  return judge(network, inputEnds(network, table, packet), table(packet.family, "filter"), "input", packet);
}

/** Sends a packet to the router through raw prerouting, marks, dst-nat and input. */
function inputEnds(network: Network, table: Tables, packet: Packet): readonly WalkEnd[] {
  const { family } = packet;
  const raw = walkChain(table(family, "raw"), "prerouting", packet);
  const ends: WalkEnd[] = raw.filter(isBlocked);
  const input = table(family, "filter");
  const marked = input.matchesMarks ? "mangle" : undefined;
  for (const walk of raw.filter((w) => !isBlocked(w))) {
    const mangled = marked ? walkChain(table(family, marked), "prerouting", walk) : [walk];
    for (const arrived of mangled.slice(0, MAX_PARTS)) {
      for (const end of translations(table(family, "nat"), arrived)) {
        const sentOn = translated(network, end);
        if (!sentOn) ends.push(end);
        else if (sentOn !== "away") ends.push(...walkChain(input, "input", { ...end, packet: sentOn }));
        else ends.push({ ...end, action: "dst-nat" });
      }
    }
  }
  return ends;
}

/** Lists that decide otherwise for the sources in them, or may hold: those of the rules that end another way. */
function exceptedLists(ends: readonly WalkEnd[], verdict: Reach["verdict"]): readonly string[] {
  if (verdict === "unknown") return [];
  const others = ends.filter(
    (end) => end.action !== "unknown" && isBlocked(end) === (verdict === "accepted"),
  );
  const lists = others.flatMap(decidingItems).flatMap((item) => item.text("src-address-list") ?? []);
  return [...new Set(lists.map((list) => list.replace(/^!/, "")))];
}

const MAX_PARTS = 32;

function translations(nat: RuleTable, arrived: Walk): readonly WalkEnd[] {
  if (isTracked(arrived.packet)) return walkChain(nat, "dstnat", arrived);
  return [{ ...arrived, action: "end", by: undefined }];
}

/** The packet after dst-nat; "away" when it goes to another host; undefined when that is not known. */
function translated(network: Network, end: WalkEnd): Packet | "away" | undefined {
  const { packet, by } = end;
  if (end.action === "unknown") return undefined;
  if (!by || !["dst-nat", "redirect", "netmap"].includes(end.action)) return packet;
  const port = Number(by.text("to-ports") || packet.dstPort);
  const moved: Packet = { ...packet, dstPort: Number.isInteger(port) ? port : undefined, isDstNatted: "yes" };
  if (end.action === "redirect" || !by.text("to-addresses")) return moved;
  const target = natTarget(by);
  if (!target) return "away";
  const dst = addressSet([{ family: target.family, first: target.value, last: target.value }]);
  return isOwn(network, packet.family, dst) === "yes" ? { ...moved, dst } : "away";
}

function isBlocked(end: WalkEnd): boolean {
  return ["drop", "reject", "tarpit", "dst-nat"].includes(end.action);
}

/** The verdict for most of the sources: a few let in by address, or kept out by a block list, do not count. */
function judge(
  network: Network,
  ends: readonly WalkEnd[],
  table: RuleTable,
  chain: string,
  packet?: Packet,
): Reach {
  const isOpen = (end: WalkEnd) => end.action !== "unknown" && !isBlocked(end);
  const sources = (test: (end: WalkEnd) => boolean) =>
    ends.filter(test).reduce<PrefixSet>((all, end) => unite(all, end.packet.src), NO_ADDRESSES);
  const [open, shut, lost] = [sources(isOpen), sources(isBlocked), sources((e) => e.action === "unknown")];
  const parts = [
    { verdict: "accepted", set: subtract(subtract(open, shut), lost) },
    { verdict: "blocked", set: subtract(subtract(shut, open), lost) },
    { verdict: "unknown", set: unite(intersect(open, shut), lost) },
  ] as const;
  const most = parts.reduce((a, b) => (countAddresses(b.set) > countAddresses(a.set) ? b : a));
  const deciding = ends.filter((e) => countAddresses(intersect(e.packet.src, most.set)) > 0);
  if (most.verdict === "unknown") return undecided(deciding);
  const fellOff = deciding.filter((e) => e.action === "end");
  if (most.verdict === "accepted" && fellOff.length > 0 && !table.isComplete) {
    return { verdict: "unknown", by: [], reason: `the files may not hold every rule of \`${chain}\`` };
  }
  const told = toldEnd(most.verdict, deciding);
  const others = deciding.filter((end) => end !== told).flatMap(decidingItems);
  const last = told === undefined ? [] : decidingItems(told);
  const by = [...new Set([...others.filter((item) => !last.includes(item)), ...last])];
  const reason = inWords(network, most.verdict, told, table, chain, packet);
  const isForAll = ends.every(most.verdict === "blocked" ? isBlocked : isOpen);
  return {
    verdict: most.verdict,
    by,
    reason,
    isForAll,
    ...(told?.by === undefined ? {} : { told: told.by }),
  };
}

/**
 * The end whose rule is told: that of most sources, if there is one, of those that its rule takes for certain. None
 * where packets fall off the chain and are accepted so.
 */
function toldEnd(verdict: "accepted" | "blocked", ends: readonly WalkEnd[]): WalkEnd | undefined {
  if (verdict === "accepted" && ends.some((end) => end.action === "end")) return undefined;
  const ruled = ends.filter((end) => end.by !== undefined && end.action !== "end");
  const certain = ruled.filter((end) => end.steps.at(-1)?.isCertain === true);
  return (certain.length > 0 ? certain : ruled).reduce<WalkEnd | undefined>(
    (most, end) => (most && sourcesOf(most) >= sourcesOf(end) ? most : end),
    undefined,
  );
}

function sourcesOf(end: WalkEnd): bigint {
  return countAddresses(end.packet.src);
}

function undecided(ends: readonly WalkEnd[]): Reach {
  const doubts = [...new Set(ends.flatMap((e) => e.doubts))];
  const by = [...new Set(ends.flatMap(decidingItems))];
  return { verdict: "unknown", by, reason: `it depends on ${doubtWords(doubts)}` };
}

function doubtWords(doubts: readonly string[]): string {
  if (doubts.length === 0) return "rules that could not be read";
  const named = doubts.slice(0, MAX_NAMED).map((doubt) => `\`${doubt}\``);
  const rest = doubts.length - named.length;
  return rest === 0
    ? named.join(", ")
    : `${named.join(", ")} and ${rest} other matcher${rest === 1 ? "" : "s"}`;
}

/** More than that nobody reads. */
const MAX_NAMED = 3;

/** The jumps on the way and the rule that ended it. */
function decidingItems(end: WalkEnd): readonly Item[] {
  const jumps = end.steps.filter((s) => s.action === "jump").map((s) => s.item);
  return end.by ? [...jumps.filter((j) => j !== end.by), end.by] : [];
}

/** Why what no rule took goes on: "no rule of `forward` stops it". */
export function passingWords(
  { family, chains, withDisabled }: Pick<RuleTable, "family" | "chains" | "withDisabled">,
  chain: string,
): string {
  const name = `${family === "ipv6" ? "IPv6 " : ""}\`${chain}\``;
  if (chains.has(chain)) return `no rule of ${name} stops it`;
  return withDisabled.has(chain) ? `every rule of ${name} is disabled` : `the ${name} chain has no rule`;
}

function inWords(
  { model }: Network,
  verdict: "accepted" | "blocked",
  told: WalkEnd | undefined,
  table: RuleTable,
  chain: string,
  packet: Packet | undefined,
): string {
  const label = packet?.inInterface;
  const where = label !== undefined && typeof label === "object" ? ` for packets from \`${label.name}\`` : "";
  const rule = told?.by;
  if (verdict === "blocked") {
    if (rule && told.action === "dst-nat") return `${describeRule(rule)} sends it to another host${where}`;
    return rule ? `${describeRule(rule)} stops it${where}` : `nothing lets it in${where}`;
  }
  if (rule) return `${describeRule(rule)}${everyInterfaceWords(model, rule)} accepts it${where}`;
  return table.chains.has(chain) ? `${passingWords(table, chain)}${where}` : passingWords(table, chain);
}
