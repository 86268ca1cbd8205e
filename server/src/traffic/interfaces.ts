import { type Keep, sameListOrNew } from "../model/keep.ts";
import type { Item, Model } from "../model/model.ts";
import { renamedHardware } from "../model/renamed-hardware.ts";
import { type Answer, answerOf, anyOf } from "./answer.ts";

/** The interfaces of a configuration and the lists they are in. */
export interface InterfaceTable {
  /** Interfaces the files speak of, in text order of their menus; dynamic ones are not among them. */
  readonly names: readonly string[];
  item(name: string): Item | undefined;
  /** Last word of the menu, "pptp-client", "ethernet"; guessed from the name for unwritten hardware ports. */
  kind(name: string): string | undefined;
  isEnabled(name: string): Answer;
  /** Whether the interface is in a list, nested lists followed. */
  inList(name: string, list: string): Answer;
  /** Whether `in-interface=WORD` holds for it: its own name, or "all-ppp", "all-vlan" … */
  isNamedBy(name: string, word: string): Answer;
  /** Written members that are certainly in the list. */
  members(list: string): readonly string[];
  /** The bridge or bond that owns a port, else the interface itself. */
  master(name: string): string;
}

const PPP_KIND = /^(pptp|l2tp|sstp|ovpn|pppoe|ppp)-(client|server)$/;
const WIRELESS_KIND = /^(wireless|wifi|wifiwave2|w60g|interface)$/;

export function createInterfaceTable(model: Model, keep: Keep): InterfaceTable {
  const items = keep.one(() => collectInterfaces(model));
  const masters = keep.one(() => collectMasters(model));
  const names = keep.one<readonly string[]>((earlier) => sameListOrNew(earlier, [...items().keys()]));
  const holds = keep.each((list: string) => keep.each((name: string) => listHolds(model, table, name, list)));
  const members = keep.each((list: string, earlier: readonly string[] | undefined) =>
    sameListOrNew(
      earlier,
      [...new Set([...memberNames(model, list), ...names()])].filter((n) => holds(list)(n) === "yes"),
    ),
  );
  const table: InterfaceTable = {
    get names() {
      return names();
    },
    item: (name) => items().get(name),
    kind: (name) => kindOf(items().get(name), name),
    isEnabled: (name) => {
      const item = items().get(name);
      return item ? answerOf(item.isDisabled === undefined ? undefined : !item.isDisabled) : "unknown";
    },
    inList: (name, list) => holds(list)(name),
    isNamedBy: (name, word) => namedBy(table.kind(name), name, word),
    members,
    master: (name) => masters().get(name) ?? name,
  };
  return table;
}

/** Whether the interface is a PPP-type link, dynamic server sessions ("<pptp-anna>") included. */
export function isPppKind(kind: string | undefined): boolean {
  return kind !== undefined && PPP_KIND.test(kind);
}

function collectInterfaces(model: Model): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  for (const menu of model.menus) {
    if (!/^\/interface\/[^/]+$/.test(menu) && menu !== "/caps-man/interface") continue;
    if (menu === "/interface/list") continue;
    for (const item of model.items(menu)) {
      if (item.origin !== "settings" && item.name !== undefined && !found.has(item.name))
        found.set(item.name, item);
    }
  }
  return found;
}

/** What an export writes in place of the name of an object that was removed. */
const GONE = /^\*[0-9A-F]+$/i;

/** Ports of a disabled or removed bridge work on their own; a name that a port had before is no port. */
function collectMasters(model: Model): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const off = new Set(
    model.items("/interface/bridge").flatMap(({ name, isDisabled }) => (isDisabled === true ? [name] : [])),
  );
  for (const item of model.items("/interface/bridge/port")) {
    const port = item.text("interface");
    const bridge = item.text("bridge");
    if (port === undefined || bridge === undefined || off.has(bridge) || GONE.test(bridge)) continue;
    if (item.isDisabled === false && item.isCertain) found.set(port, bridge);
  }
  for (const item of model.items("/interface/bonding")) {
    for (const slave of item.text("slaves")?.split(",") ?? []) {
      if (item.name !== undefined && item.isDisabled === false) found.set(slave, item.name);
    }
  }
  for (const name of model.derive(renamedHardware).keys())
    if (model.find("iface", name).length === 0) found.delete(name);
  return found;
}

function kindOf(item: Item | undefined, name: string): string | undefined {
  if (item) return item.menu.slice(item.menu.lastIndexOf("/") + 1);
  const session = /^<(pptp|l2tp|sstp|ovpn|pppoe|ppp)(?:-.*)?>$/.exec(name);
  if (session) return `${session[1]}-server`;
  if (/^(ether|sfp|qsfp|combo)[\d-]/.test(name)) return "ethernet";
  if (/^wlan\d/.test(name)) return "wireless";
  if (/^wifi\d/.test(name)) return "wifi";
  return /^lte\d/.test(name) ? "lte" : undefined;
}

function namedBy(kind: string | undefined, name: string, word: string): Answer {
  if (name === word || word === "all") return "yes";
  const asked = {
    "all-ethernet": /^ethernet$/,
    "all-ppp": PPP_KIND,
    "all-vlan": /^vlan$/,
    "all-wireless": WIRELESS_KIND,
  };
  for (const [group, pattern] of Object.entries(asked)) {
    if (word === group) return kind === undefined ? "unknown" : answerOf(pattern.test(kind));
  }
  return "no";
}

/** What was found of each list so far; of those still being looked into nothing is known, as when they hold each other. */
type Looked = Map<string, Answer>;

/** Order of the manual ("Interface lists"): included lists, minus excluded ones, plus the list's own members. */
function listHolds(
  model: Model,
  table: InterfaceTable,
  name: string,
  list: string,
  looked: Looked = new Map(),
  depth = 0,
): Answer {
  if (list === "all") return "yes";
  if (list === "none") return "no";
  if (list === "static" || list === "dynamic") return isDynamicAs(table, name, list === "dynamic");
  const known = looked.get(list);
  if (known !== undefined) return known;
  looked.set(list, "unknown");
  // Each list once, or lists that name each other would be looked into for ever.
  const holds = (other: string): Answer =>
    depth === DEEPEST ? "unknown" : listHolds(model, table, name, other, looked, depth + 1);
  const answer = holdsByDefinition(model, memberAnswer(model, table, name, list), list, holds);
  looked.set(list, answer);
  return answer;
}

/** Nobody nests deeper, and the stack is no endless one. */
const DEEPEST = 100;

/** `own`: whether it is a member by itself. */
function holdsByDefinition(model: Model, own: Answer, list: string, holds: (list: string) => Answer): Answer {
  if (own === "yes") return "yes";
  const definitions = model.items("/interface/list").filter((i) => i.name === list);
  if (definitions.length === 0) return own === "no" && !knowsAllLists(model) ? "unknown" : own;
  const nested = (property: string) => {
    const words = definitions.flatMap((d) => d.text(property)?.split(",") ?? []);
    return [...new Set(words)].filter((word) => word !== "").map(holds);
  };
  const excluded = anyOf(nested("exclude"));
  const included = excluded === "yes" ? "no" : anyOf(nested("include"));
  if (included === "yes" && excluded === "unknown") return "unknown";
  return anyOf([own, included]);
}

function isDynamicAs(table: InterfaceTable, name: string, wanted: boolean): Answer {
  if (name.startsWith("<")) return answerOf(wanted);
  return table.item(name) || table.kind(name) ? answerOf(!wanted) : "unknown";
}

function knowsAllLists(model: Model): boolean {
  return model.absenceMeansDefault("/interface/list") && model.absenceMeansDefault("/interface/list/member");
}

function memberNames(model: Model, list: string): readonly string[] {
  return model
    .items("/interface/list/member")
    .filter((m) => m.text("list") === list)
    .flatMap((m) => m.text("interface") ?? []);
}

function memberAnswer(model: Model, table: InterfaceTable, name: string, list: string): Answer {
  const answers: Answer[] = [];
  for (const member of model.items("/interface/list/member")) {
    const [memberList, memberName] = [member.text("list"), member.text("interface")];
    if (member.isDisabled === true || (memberList !== undefined && memberList !== list)) continue;
    if (memberName !== undefined && memberName !== name) continue;
    const isSure =
      memberList !== undefined && memberName !== undefined && member.isCertain && member.isDisabled === false;
    answers.push(isSure ? "yes" : "unknown");
  }
  answers.push(filledByProfile(model, table, name, list), filledByDetection(model, list));
  return anyOf(answers);
}

/** A PPP profile's `interface-list` adds the interfaces of sessions and clients that use the profile. */
function filledByProfile(model: Model, table: InterfaceTable, name: string, list: string): Answer {
  if (!isPppKind(table.kind(name))) return "no";
  const profiles = model.items("/ppp/profile").filter((p) => p.text("interface-list") === list);
  if (profiles.length === 0) return "no";
  const written = table.item(name);
  const used = written === undefined ? sessionProfiles(model, name) : [written.text("profile")];
  const answers = used.map((profile) => profiles.some((p) => p.name === profile));
  if (used.length === 0 || used.includes(undefined) || new Set(answers).size > 1) return "unknown";
  return answerOf(answers[0]);
}

/**
 * Profiles that a session's interface may have come by: the account's, `default` standing for the server's (manual:
 * PPP AAA).
 */
function sessionProfiles(model: Model, name: string): readonly (string | undefined)[] {
  const [, kind, user] = /^<([a-z0-9]+)(?:-(.*))?>$/.exec(name) ?? [];
  const servers = ["pptp", "l2tp", "sstp", "ovpn", "pppoe"]
    .filter((each) => kind === "ppp" || each === kind)
    .flatMap((each) => model.items(`/interface/${each}-server/server`))
    .filter((server) => (server.origin === "settings" ? server.text("enabled") !== "no" : !server.isDisabled))
    .map((server) => server.text("default-profile") ?? "default");
  const secrets = model
    .items("/ppp/secret")
    .filter((secret) => secret.isDisabled !== true && (user === undefined || secret.name === user))
    .filter((secret) => kind === "ppp" || ["any", kind].includes(secret.text("service") ?? "any"));
  const own = secrets.map((secret) => secret.text("profile") ?? "default");
  return [...own.filter((profile) => profile !== "default"), ...(own.includes("default") ? servers : [])];
}

/** Detect Internet adds interfaces by itself to the lists it is given. */
function filledByDetection(model: Model, list: string): Answer {
  if (!model.menus.includes("/interface/detect-internet")) return "no";
  const settings = model.settings("/interface/detect-internet");
  if ((settings.text("detect-interface-list") ?? "none") === "none") return "no";
  const filled = ["internet-interface-list", "lan-interface-list", "wan-interface-list"];
  return filled.some((property) => settings.text(property) === list) ? "unknown" : "no";
}
