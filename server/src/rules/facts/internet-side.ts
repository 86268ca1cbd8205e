import { headerRange } from "../../model/export-header.ts";
import { headFile } from "../../model/head-file.ts";
import type { Model } from "../../model/model.ts";
import type { Reach } from "../../traffic/traffic.ts";
import { isPublicAddress, TUNNEL_KIND } from "../../traffic/wan.ts";
import { everyAddress, notPublicAddresses, subtract } from "../../values/prefix-set.ts";
import type { FindingPlace, RuleContext } from "../rule.ts";
import { filterChain } from "./firewall.ts";
import { enumerate } from "./label.ts";
import { vrfOf } from "./vrf.ts";

/** The interfaces behind which strangers certainly are; where that is only guessed, rules do not speak of the internet. */
export interface InternetSide {
  readonly interfaces: readonly string[];
  /** A matcher for incoming packets: the list that holds all of them, or one entry an interface. */
  readonly matchers: readonly Readonly<Record<string, string>>[];
}

type Known = Pick<RuleContext, "model" | "traffic">;

/**
 * Undefined for switches, access points and routers inside a network: a default route alone does not make an
 * internet side. The policy, a list called WAN, PPPoE and LTE, a public address, or NAT towards it do.
 */
export function internetSide({ model, traffic }: Known): InternetSide | undefined {
  const { wan } = traffic;
  const interfaces = wan.from === "policy" ? wan.interfaces : outerInterfaces({ model, traffic });
  if (interfaces.length === 0) return undefined;
  return { interfaces, matchers: matchersOf({ traffic }, interfaces) };
}

/** The list of the internet side that holds all of them, else one entry an interface. */
export function matchersOf(
  { traffic }: Pick<Known, "traffic">,
  interfaces: readonly string[],
): InternetSide["matchers"] {
  if (interfaces.length === 0) return [];
  const list = traffic.wan.lists.find((one) =>
    interfaces.every((name) => traffic.network.interfaces.inList(name, one) === "yes"),
  );
  return list === undefined
    ? interfaces.map((name) => ({ "in-interface": name }))
    : [{ "in-interface-list": list }];
}

/** Beside a certain line, another that routes and NAT treat alike is one too, be its address a private one. */
function outerInterfaces(known: Known): readonly string[] {
  const plain = known.traffic.wan.interfaces.filter((name) => isPlain(known, name));
  const certain = plain.filter((name) => isOuter(known, name));
  if (certain.length === 0) return [];
  const { interfaces } = known.traffic.network;
  return plain.filter(
    (name) =>
      certain.includes(name) ||
      (!TUNNEL_KIND.test(interfaces.kind(name) ?? "") &&
        !INSIDE_NAME.test(name) &&
        isTranslated(known, name, "named")),
  );
}

/** The internet side, or where it may be: `isGuess` when nothing but the routes and the NAT point there. */
export interface LikelySide extends InternetSide {
  readonly isGuess: boolean;
  /** How much a finding that rests on it weighs; a side that neither NAT nor firewall treats as outside may be one's own. */
  readonly severity: "error" | "warning" | "info";
}

/**
 * A router that hides its networks behind an interface, or sends what it does not know there, treats it as outside,
 * though that may be another private network. Hosts with one network only, as switches and access points, have none.
 */
export function likelySide(known: Known): LikelySide | undefined {
  const certain = internetSide(known);
  if (certain !== undefined) return { ...certain, isGuess: false, severity: "error" };
  const networks = known.traffic.network.connected("ip").filter(({ isActive }) => isActive === "yes");
  const interfaces = known.traffic.wan.interfaces.filter((name) => {
    const kind = known.traffic.network.interfaces.kind(name);
    if ((kind !== undefined && TUNNEL_KIND.test(kind)) || INSIDE_NAME.test(name)) return false;
    if (!isPlain(known, name)) return false;
    return networks.some((inside) => inside.interface !== name && inside.length < 31);
  });
  if (interfaces.length === 0) return undefined;
  const isTreatedSo = interfaces.some((name) => isTranslated(known, name) || isFiltered(known, name));
  return {
    interfaces,
    matchers: interfaces.map((name) => ({ "in-interface": name })),
    isGuess: true,
    severity: isTreatedSo ? "warning" : "info",
  };
}

/** Of what is in another VRF, or passes a bridge filter first, the rules of `/ip firewall` tell too little. */
function isPlain(known: Known, name: string): boolean {
  const isBridge = known.traffic.network.interfaces.kind(name) === "bridge";
  const isSieved = known.model
    .items("/interface/bridge/filter")
    .some(
      (rule) => rule.isDisabled !== true && rule.text("chain") === "input" && rule.text("action") === "drop",
    );
  return vrfOf(name, known) === "main" && !(isBridge && isSieved);
}

/** A rule of the input chain of its own for what comes in there. */
function isFiltered({ model }: Known, name: string): boolean {
  return filterChain(model, "input").some((rule) => rule.text("in-interface") === name);
}

/** "bridgeLAN", "LAN ROUTER1"; not "WLAN1", "vlan10". */
const INSIDE_NAME = /(?<![vw])lan(?![a-z])/i;

/** "if `ether1` faces the internet", where that is a guess. */
export function guessWords(side: LikelySide): string {
  return side.isGuess
    ? `, if ${enumerate(side.interfaces)} ${side.interfaces.length === 1 ? "faces" : "face"} the internet`
    : "";
}

/** Whether a stranger reaches a port of the router; undefined when nothing shows that strangers are there at all. */
export function reachFromInternet(
  known: Known,
  protocol: string,
  port: number,
  side: InternetSide | undefined = internetSide(known),
): Reach | undefined {
  if (side === undefined) return undefined;
  const source = subtract(everyAddress("ip"), notPublicAddresses());
  const answers = side.interfaces.map((name) =>
    known.traffic.inputFrom({ protocol, port, interface: name, source, isStranger: true }),
  );
  return (
    answers.find(({ verdict }) => verdict === "accepted") ??
    answers.find(({ verdict }) => verdict === "unknown") ??
    answers[0]
  );
}

/** Where a finding about something not written stands: the line that names the version, else the first one. */
export function firstLine(model: Model): FindingPlace | undefined {
  const file = headFile(model);
  return file && { file, range: headerRange(file.tree) };
}

function isOuter(known: Known, name: string): boolean {
  const { model, traffic } = known;
  const { interfaces } = traffic.network;
  if (traffic.wan.lists.some((list) => interfaces.inList(name, list) === "yes")) return true;
  const kind = interfaces.kind(name);
  if (kind === "pppoe-client" || kind === "lte") return true;
  const own = traffic.network.connected("ip").filter((address) => address.interface === name);
  if (own.some((address) => isPublicAddress(address.own))) return true;
  // A tunnel is an exit, or leads to a site; who may come in by it is the far end's affair.
  if (kind !== undefined && TUNNEL_KIND.test(kind)) return false;
  const isDynamic = model
    .items("/ip/dhcp-client")
    .some((client) => client.isDisabled === false && client.text("interface") === name);
  return (isDynamic || own.length === 0) && isTranslated(known, name);
}

/** Source NAT towards an interface: its owner hides a network behind it. */
function isTranslated({ model, traffic }: Known, name: string, how?: "named"): boolean {
  return model.items("/ip/firewall/nat").some((rule) => {
    if (rule.isDisabled !== false || !["masquerade", "src-nat"].includes(rule.text("action") ?? ""))
      return false;
    const list = rule.text("out-interface-list");
    const out = rule.text("out-interface");
    if (out !== undefined) return out === name;
    // Masquerading whatever leaves is what a gateway does, except where only chosen traffic comes back (hairpin).
    if (list === undefined) return how === undefined && rule.property("dst-address") === undefined;
    return traffic.network.interfaces.inList(name, list) === "yes";
  });
}
