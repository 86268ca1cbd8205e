import type { Item, Model } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { isVersion } from "../router-version.ts";
import { connectedNetworks, routedNetworks } from "./local-networks.ts";
import { connectionMarks, uniqueName } from "./name.ts";
import { nearerNetworks } from "./nearer-routes.ts";
import { outwardRoutes } from "./outward-routes.ts";
import { commentOf } from "./properties.ts";
import { asksForMark, isDefaultRoute, matchersOf, type Steering, tableOf } from "./steering.ts";
import { dialInAddresses } from "./user-networks.ts";
import { outerInterfaces } from "./wan-side.ts";

/** A host or network of the list, as it is written. */
export interface ListEntry {
  readonly address: string;
  readonly comment: string | undefined;
  readonly isDisabled: boolean;
}

/**
 * How a policy-based tunnel chooses its packets. There is no interface to route into: the initiator's mode-config
 * takes an address list or a connection mark (manual: IPsec, mode configs).
 */
export type Selection =
  | {
      readonly kind: "list";
      readonly list: string;
      readonly entries: readonly ListEntry[];
      readonly destinations: readonly string[];
    }
  | {
      readonly kind: "mark";
      readonly mark: string;
      /** The mark is set by rules that stay as they are. */
      readonly isKept: boolean;
      readonly destinations: readonly string[];
    };

/** What traffic the old tunnel took, said in the initiator's words. */
export function selectionOf(draft: PlanDraft, steering: Steering, core: string): Selection {
  const { model } = draft.context;
  const marks = steering.marks.filter((rule) => rule.menu === "/ip/firewall/mangle");
  const destinations = destinationsOf(draft, steering);
  const isPlain = isFullTunnel(draft, steering) || (marks.length === 0 && steering.rules.length === 0);
  if (isPlain && !takesNearer(draft, steering))
    return {
      ...{ kind: "list", list: newList(model, core), destinations },
      entries: localEntries(draft, steering, destinations),
    };
  const isWhole =
    mainDestinations(draft, steering).length === 0 &&
    steering.rules.every((rule) => sparedBefore(model, rule).length === 0);
  const bySource = isWhole ? sourceSelection(draft, [...marks, ...steering.rules], core) : undefined;
  if (bySource !== undefined) return { ...bySource, destinations };
  const kept = commonMark(marks, steering);
  const mark = kept ?? freshMark(model, `${core}-conn`);
  return { kind: "mark", mark, isKept: kept !== undefined, destinations };
}

/** What table main sends into the tunnel. */
export function mainDestinations(draft: PlanDraft, steering: Steering): readonly string[] {
  const written = steering.routes
    .filter((route) => route.menu === "/ip/route" && tableOf(route) === "main" && route.isDisabled === false)
    .map((route) => route.property("dst-address")?.text || "0.0.0.0/0");
  const isDialled = draft.tunnel.item.text("add-default-route") === "yes" && isFullTunnel(draft, steering);
  return [...new Set([...written, ...(isDialled ? ["0.0.0.0/0"] : [])])];
}

/** A list of sources would bring packets into the tunnel that nearer routes lead elsewhere. */
function takesNearer(draft: PlanDraft, steering: Steering): boolean {
  const { model } = draft.context;
  const own = draft.tunnel.item.name ?? "";
  const inner = connectedNetworks(model, [own, ...outerInterfaces(model, [own])]);
  const outward = new Set(outwardRoutes(model, own));
  const spared = [
    ...inner,
    ...routedNetworks(model, [...steering.routes, ...outward]),
    // The provider's side counts for the tunnel where everything does, and is told of.
    ...(isFullTunnel(draft, steering) ? connectedNetworks(model, [own]) : []),
  ].map(({ address }) => address);
  const nearer = mainDestinations(draft, steering).flatMap((network) =>
    nearerNetworks(draft, steering, network),
  );
  return nearer.some((address) => !spared.includes(address));
}

/** Everything that has no nearer route goes into the tunnel: its default route is the one that counts. */
export function isFullTunnel(
  { context, tunnel: { item } }: Pick<PlanDraft, "context" | "tunnel">,
  { routes }: Steering,
): boolean {
  const written = routes.filter((route) => isMainDefault(route));
  const own = [
    ...(item.text("add-default-route") === "yes" ? [distanceOf(item, "default-route-distance")] : []),
    ...written.map((route) => distanceOf(route, "distance")),
  ];
  const others = otherDefaults(context.model, item, routes);
  return own.length > 0 && Math.min(...own) <= Math.min(...others);
}

/** Distances of default routes by other ways; equal ones count for the tunnel, which was set up on purpose. */
function otherDefaults(model: Model, tunnel: Item, routes: readonly Item[]): readonly number[] {
  const lines = [
    "/ip/dhcp-client",
    "/interface/pppoe-client",
    "/interface/pptp-client",
    "/interface/l2tp-client",
  ]
    .flatMap((menu) => model.items(menu))
    .filter((item) => item !== tunnel && item.isDisabled !== true)
    .filter(
      (item) =>
        (item.text("add-default-route") ?? (item.menu === "/ip/dhcp-client" ? "yes" : "no")) === "yes",
    )
    .map((item) => distanceOf(item, "default-route-distance"));
  const written = model
    .items("/ip/route")
    .filter((route) => isMainDefault(route) && !routes.includes(route))
    .map((route) => distanceOf(route, "distance"));
  return [...lines, ...written];
}

function isMainDefault(route: Item): boolean {
  return (
    isDefaultRoute(route) &&
    tableOf(route) === "main" &&
    route.menu === "/ip/route" &&
    route.isDisabled === false
  );
}

function distanceOf(item: Item, property: string): number {
  const distance = Number(item.text(property) ?? 1);
  return Number.isFinite(distance) ? distance : 1;
}

function destinationsOf(draft: PlanDraft, steering: Steering): readonly string[] {
  const routes = steering.routes.filter((route) => route.menu === "/ip/route");
  if (routes.length === 0 || isFullTunnel(draft, steering) || routes.some(isDefaultRoute))
    return ["0.0.0.0/0"];
  const found = routes.flatMap((route) => route.property("dst-address")?.text ?? []);
  return found.length === 0 ? ["0.0.0.0/0"] : [...new Set(found)];
}

/** For the whole tunnel: every network behind the router. The router's rule spares what goes from one to another. */
function localEntries(
  draft: PlanDraft,
  steering: Steering,
  destinations: readonly string[],
): readonly ListEntry[] {
  const { model } = draft.context;
  const steers = isFullTunnel(draft, steering) || steering.routes.length > 0;
  if (!steers) return [];
  const own = draft.tunnel.item.name ?? "";
  // The provider's side stays out: the router's own packets, IKE's too, have their source there.
  const networks = [
    ...connectedNetworks(model, [own, ...outerInterfaces(model, [own])]),
    ...routedNetworks(model, [...steering.routes, ...outwardRoutes(model, own)]).filter(
      ({ address }) => !address.endsWith("/32"),
    ),
  ];
  const near = [...new Set(networks.map(({ address }) => address))];
  const addresses = [...near, ...dialInAddresses(model, near)].filter(
    (address) => !destinations.includes(address),
  );
  const known =
    addresses.length > 0
      ? addresses
      : [
          draft.input({
            name: "lan",
            kind: "prefix",
            description: "The network behind this router, as 192.168.88.0/24.",
          }),
        ];
  return known.map((address) => ({ address, comment: undefined, isDisabled: false }));
}

function newList(model: Model, core: string): string {
  return uniqueName(`via-${core}`, (name) => model.names("address-list").includes(name));
}

/** A selection by sources alone; undefined when a rule asks for more than that. */
function sourceSelection(
  draft: PlanDraft,
  rules: readonly Item[],
  core: string,
): Pick<Extract<Selection, { kind: "list" }>, "kind" | "list" | "entries"> | undefined {
  const { model } = draft.context;
  const sources = rules.map(sourceOf);
  const enabled = rules.filter((rule) => rule.isDisabled !== true);
  const lists = [...new Set(sources.flatMap((source) => (source?.list === undefined ? [] : [source.list])))];
  const addresses = sources.flatMap((source) => (source?.entry === undefined ? [] : [source.entry]));
  if (sources.some((source) => source === undefined)) return undefined;
  const [list] = lists;
  if (list !== undefined && lists.length === 1 && addresses.length === 0)
    return enabled.length === 0 ? undefined : { kind: "list", list, entries: [] };
  if (lists.length === 0) return { kind: "list", list: newList(model, core), entries: addresses };
  if (isVersion(model, ">=7") !== false) return undefined;
  const members = lists.flatMap((name) => membersOf(model, name));
  return { kind: "list", list: newList(model, core), entries: [...members, ...addresses] };
}

/** Entries of an address list, written ones. */
export function membersOf(model: Model, list: string): readonly ListEntry[] {
  return model
    .items("/ip/firewall/address-list")
    .filter((member) => member.text("list") === list && member.text("address") !== undefined)
    .map((member) => ({
      address: member.text("address") ?? "",
      comment: commentOf(member),
      isDisabled: member.isDisabled === true,
    }));
}

interface Source {
  readonly list?: string;
  readonly entry?: ListEntry;
}

/** `src-address=` or `src-address-list=` and nothing else that matters; undefined for any other rule. */
function sourceOf(rule: Item): Source | undefined {
  const matchers = rule.menu.endsWith("/rule") ? ruleMatchers(rule) : mangleMatchers(rule);
  if (matchers === undefined) return undefined;
  const entries = Object.entries(matchers);
  const [first] = entries;
  if (first === undefined || entries.length !== 1 || first[1].startsWith("!")) return undefined;
  if (first[0] === "src-address-list") return { list: first[1] };
  if (first[0] !== "src-address") return undefined;
  const entry = { address: first[1], comment: commentOf(rule), isDisabled: rule.isDisabled === true };
  return { entry };
}

/** The rule that the mode-config makes spares local addresses anyway. */
function mangleMatchers(rule: Item): Record<string, string> | undefined {
  if (rule.text("chain") !== "prerouting") return undefined;
  const matchers = matchersOf(rule);
  if (matchers?.["dst-address-type"] !== "!local") return matchers;
  const { "dst-address-type": _local, ...rest } = matchers;
  return rest;
}

/** What a routing rule asks of a packet. */
export function ruleMatchers(rule: Item): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const { name, text, isUnset } of rule.properties) {
    if (isUnset || /^(?:action|table|comment|disabled|place-before)$/.test(name)) continue;
    if (text === undefined) return undefined;
    found[name] = text;
  }
  return found;
}

/** Networks that a routing rule ahead of this one sends by table main, whoever asks for them. */
export function sparedBefore(model: Model, rule: Item): readonly string[] {
  const rules = model.items(rule.menu);
  return rules
    .slice(0, rules.indexOf(rule))
    .filter((each) => each.isDisabled === false && each.text("table") === "main")
    .filter((each) => ["lookup", "lookup-only-in-table"].includes(each.text("action") ?? "lookup"))
    .flatMap((each) => {
      const matchers = ruleMatchers(each) ?? {};
      const [network] = Object.keys(matchers).length === 1 ? [matchers["dst-address"]] : [];
      return network === undefined || network.startsWith("!") ? [] : [network];
    });
}

/** One connection mark that all mark rules wait for, so that earlier rules have chosen already. */
function commonMark(marks: readonly Item[], steering: Steering): string | undefined {
  const enabled = marks.filter((rule) => rule.isDisabled === false);
  const waits = /^(?:connection-mark|in-interface|in-interface-list|dst-address-type|routing-mark)$/;
  const isPlain = (rule: Item) => {
    const matchers = matchersOf(rule);
    return (
      matchers !== undefined && asksForMark(rule) && Object.keys(matchers).every((name) => waits.test(name))
    );
  };
  const names = [...new Set(enabled.map((rule) => rule.property("connection-mark")?.text))];
  const isPlainMain = steering.routes.every(
    (route) => tableOf(route) !== "main" || route.isDisabled === true,
  );
  const [only] = names;
  return names.length === 1 && enabled.every(isPlain) && steering.rules.length === 0 && isPlainMain
    ? only
    : undefined;
}

function freshMark(model: Model, wanted: string): string {
  const known = connectionMarks(model);
  return uniqueName(wanted, (name) => known.has(name));
}
