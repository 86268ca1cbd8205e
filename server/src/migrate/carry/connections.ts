import { escapeString } from "../../edit/quote.ts";
import type { Item } from "../../model/model.ts";
import { addressPattern } from "../../values/address-pattern.ts";
import { formatIpPrefix, networkOf, parseIpPrefix } from "../../values/ip.ts";
import {
  isEmpty,
  NO_ADDRESSES,
  type PrefixSet,
  parseAddressSet,
  subtract,
  unite,
} from "../../values/prefix-set.ts";
import type { PlanDraft } from "../draft.ts";
import type { ScriptStep } from "../plan.ts";
import { asksForMark, isDefaultRoute, matchersOf, type Steering, tableOf } from "./steering.ts";

/** More would make a line that nobody reads. */
const LONGEST = 1500;

/** What stands for the tunnel once the traffic has moved. */
export interface NewWay {
  /** The new interface, where there is one. */
  readonly interfaceName?: string;
  /** The connection mark that chooses, where one does. */
  readonly mark?: string;
}

/**
 * Connections that are open keep the source address they were given, and FastTrack their way: those of the tunnel are
 * cut, so that they start anew, on the way back too.
 */
export function cutOldConnections(draft: PlanDraft, steering: Steering, to: NewWay): void {
  if (draft.tunnel.isDisabled) return;
  const { addresses, marks, isWhole } = sourcesOf(draft, steering);
  const hosts = byAddresses("src-address", addresses, "Only those of the hosts that use the tunnel");
  const isKnown = isWhole && (isEmpty(addresses) || hosts.length > 0);
  const far = byAddresses(
    "dst-address",
    farNetworks(draft, steering),
    "Those to the networks behind the tunnel",
  );
  const own = [...hosts, ...marks.map(byMark)];
  const old = isKnown ? [] : [byTranslation(draft.tunnel.item.name ?? "")];
  const now = isKnown || to.interfaceName === undefined ? [] : [byTranslation(to.interfaceName)];
  const marked = to.mark === undefined || marks.includes(to.mark) ? [] : [byMark(to.mark)];
  draft.step({
    title: "Open connections start anew",
    reason: "Connections that are open would stay on the old tunnel.",
    stage: "cutover",
    turn: "last",
    changes: [],
    script: [...own, ...far, ...old],
    rollback: [...own, ...marked, ...far, ...now],
  });
}

/** Text is all that addresses of connections can be found by. */
function byAddresses(property: string, addresses: PrefixSet, comment: string): readonly ScriptStep[] {
  const pattern = addressPattern(addresses, "(:|\\$)");
  if (isEmpty(addresses) || pattern.length > LONGEST) return [];
  return [
    {
      kind: "command",
      text: `/ip firewall connection remove [find where ${property}~"^${pattern}"]`,
      comment,
    },
  ];
}

function byMark(mark: string): ScriptStep {
  return {
    kind: "command",
    text: `/ip firewall connection remove [find where connection-mark="${escapeString(mark)}"]`,
    comment: "Those that bear the mark",
  };
}

/** Answers go to the address that the source was translated to: one of the tunnel's interface. */
function byTranslation(interfaceName: string): ScriptStep {
  const name = escapeString(interfaceName);
  return {
    kind: "command",
    text: `:foreach each in=[/ip address find where interface="${name}"] do={ :local own [/ip address get $each address]; :set own [:pick $own 0 [:find $own "/"]]; /ip firewall connection remove [find where reply-dst-address~"^$own(:|\\$)"] }`,
    comment: `Only those that were translated for ${interfaceName.replace(/[\r\n]/g, " ")}`,
  };
}

interface Sources {
  readonly addresses: PrefixSet;
  /** Connection marks that the marks for the tunnel's table wait for. */
  readonly marks: readonly string[];
  /** Nothing else is brought into the tunnel, whatever its source. */
  readonly isWhole: boolean;
}

/** Whom marks and routing rules brought into the tunnel. */
function sourcesOf(draft: PlanDraft, { marks, rules, routes }: Steering): Sources {
  const choosers = [...marks, ...rules].filter(
    ({ isDisabled, menu }) => isDisabled === false && isIpv4(menu),
  );
  const waited = choosers.flatMap((rule) => (asksForMark(rule) ? (rule.text("connection-mark") ?? []) : []));
  const sets = choosers.filter((rule) => !asksForMark(rule)).map((rule) => sourceOf(draft, rule));
  const addresses = sets.map((set) => set ?? NO_ADDRESSES).reduce(unite, NO_ADDRESSES);
  const isMain = routes.some(
    (route) =>
      isIpv4(route.menu) && tableOf(route) === "main" && isDefaultRoute(route) && route.isDisabled === false,
  );
  const isWhole = choosers.length > 0 && !isMain && !sets.includes(undefined);
  return { addresses, marks: [...new Set(waited)], isWhole };
}

function isIpv4(menu: string): boolean {
  return !menu.startsWith("/ipv6/");
}

/** Undefined where the file does not tell all of them. */
function sourceOf({ context }: PlanDraft, rule: Item): PrefixSet | undefined {
  const { "src-address": own, "src-address-list": list } = matchersOf(rule) ?? {};
  if (own !== undefined) return parseAddressSet(own);
  if (list === undefined || list.startsWith("!")) return undefined;
  const rows = context.model
    .items("/ip/firewall/address-list")
    .filter((item) => item.text("list") === list && item.isDisabled === false);
  const sets = rows.map((row) => parseAddressSet(row.text("address") ?? ""));
  return rows.length === 0 || sets.includes(undefined)
    ? undefined
    : sets.map((set) => set ?? NO_ADDRESSES).reduce(unite, NO_ADDRESSES);
}

/** Networks that table main sent into the tunnel, without those on the router's own interfaces. */
function farNetworks({ context, tunnel }: PlanDraft, { routes }: Steering): PrefixSet {
  const far = routes
    .filter((route) => route.isDisabled === false && !isDefaultRoute(route) && tableOf(route) === "main")
    .map((route) => parseAddressSet(route.property("dst-address")?.text ?? "") ?? NO_ADDRESSES)
    .reduce(unite, NO_ADDRESSES);
  const near = context.model
    .items("/ip/address")
    .filter((item) => item.isDisabled !== true && item.text("interface") !== tunnel.item.name)
    .flatMap((item) => parseIpPrefix(item.text("address") ?? "") ?? [])
    .map((prefix) => parseAddressSet(formatIpPrefix(networkOf(prefix))) ?? NO_ADDRESSES)
    .reduce(unite, NO_ADDRESSES);
  return subtract(far, near);
}
