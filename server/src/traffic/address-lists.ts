import { type Keep, type Readings, readItems, sameListOrNew, sameOrNew } from "../model/keep.ts";
import type { Item, Model } from "../model/model.ts";
import type { Interval } from "../values/interval-set.ts";
import { type IpFamily, parseIpRange } from "../values/ip.ts";
import { joinSpans, type PrefixSet, spanOf } from "../values/prefix-set.ts";

/** What a firewall address list holds. */
export interface AddressList {
  /** Written addresses, prefixes and ranges that do not run out. */
  readonly certain: PrefixSet;
  /** True when it may hold more: names resolved by DNS, entries with a timeout, rules or profiles that add to it. */
  readonly mayHoldMore: boolean;
  /** False when the files say nothing of it and are no whole export. */
  readonly isKnown: boolean;
}

/** Looks lists up by name. */
export function createAddressLists(
  model: Model,
  family: IpFamily,
  keep: Keep,
): (name: string) => AddressList {
  const menu = `/${family}/firewall/address-list`;
  const read = keep.one<Readings<Entry | undefined>>((earlier) =>
    readItems(model.items(menu), readEntry, earlier),
  );
  const byList = keep.one(() => group(read().read));
  const filled = keep.one<Filled>((earlier) => sameOrNew(earlier, readFilled(model, family)));
  const lists = keep.each((name: string, earlier: ReadList | undefined): ReadList => {
    const entries = sameListOrNew(earlier?.entries, byList().get(name) ?? []);
    const spans = earlier?.entries === entries ? earlier.spans : spansOf(entries);
    const mayBeFilled = filled().anyList || filled().lists.includes(name) || isSpokenOf(model, name);
    const isWritten = mayBeFilled || entries.length > 0;
    const isKnown = isWritten || model.absenceMeansDefault(menu);
    const mayHoldMore = mayBeFilled || !isKnown || byList().has(undefined) || spans.length < entries.length;
    const isSame =
      earlier?.entries === entries &&
      earlier.list.mayHoldMore === mayHoldMore &&
      earlier.list.isKnown === isKnown;
    if (isSame) return earlier;
    return { entries, spans, list: { certain: joinSpans(spans), mayHoldMore, isKnown } };
  });
  return (name) => lists(name).list;
}

/** A line of an address list that is not disabled. */
interface Entry {
  /** Undefined where it is computed. */
  readonly list: string | undefined;
  /** Undefined unless the line holds for sure and for good. */
  readonly span: Interval | undefined;
}

interface ReadList {
  readonly entries: readonly Entry[];
  readonly spans: readonly Interval[];
  readonly list: AddressList;
}

function readEntry(item: Item): Entry | undefined {
  if (item.isDisabled === true) return undefined;
  const isLasting = (item.text("timeout") ?? "none") === "none" && item.text("dynamic") !== "yes";
  const isSure = isLasting && item.isCertain && item.isDisabled === false;
  const range = isSure ? parseIpRange(item.text("address") ?? "") : undefined;
  return { list: item.text("list"), span: range && spanOf(range) };
}

/** A plain loop: a list may be long, and an address of it is edited key by key. */
function spansOf(entries: readonly Entry[]): readonly Interval[] {
  const spans: Interval[] = [];
  for (const { span } of entries) if (span !== undefined) spans.push(span);
  return spans;
}

function group(entries: readonly (Entry | undefined)[]): ReadonlyMap<string | undefined, readonly Entry[]> {
  const groups = new Map<string | undefined, Entry[]>();
  for (const entry of entries) {
    if (entry === undefined) continue;
    const same = groups.get(entry.list);
    if (same === undefined) groups.set(entry.list, [entry]);
    else same.push(entry);
  }
  return groups;
}

/** Names of all lists that are filled or matched somewhere, sorted. */
export function addressListNames(model: Model, family: IpFamily): readonly string[] {
  const names = model.items(`/${family}/firewall/address-list`).flatMap((i) => i.text("list") ?? []);
  return [...new Set(names)].sort();
}

/** Lists that something other than their own lines adds to. */
interface Filled {
  readonly lists: readonly string[];
  /** A rule adds to a list that is not known. */
  readonly anyList: boolean;
}

const FILLING_MENUS = [
  ["/ppp/profile", listsIn("address-list")],
  ["/ip/dns/static", listsIn("address-list")],
  ["/ip/dhcp-server", listsIn("address-lists")],
  ["/ip/dhcp-server/lease", listsIn("address-lists")],
  ["/ip/hotspot/user/profile", listsIn("address-list")],
  ["/ipv6/dhcp-server", listsIn("address-lists")],
] as const;

function listsIn(property: string): (item: Item) => readonly string[] {
  return (item) => item.text(property)?.split(",") ?? [];
}

const ANY_LIST = Symbol("any list");

/** What a firewall rule adds to. */
function filledBy(rule: Item): readonly (string | typeof ANY_LIST)[] {
  return rule.text("action")?.startsWith("add-") === true ? [rule.text("address-list") ?? ANY_LIST] : [];
}

function readFilled(model: Model, family: IpFamily): Filled {
  const byRules = ["filter", "nat", "mangle", "raw"].flatMap((table) =>
    model.gatherItems(`/${family}/firewall/${table}`, filledBy),
  );
  const others = FILLING_MENUS.flatMap(([menu, lists]) => model.gatherItems(menu, lists));
  const named = byRules.filter((list) => list !== ANY_LIST);
  return {
    lists: [...new Set([...named, ...others])].sort(),
    anyList: named.length < byRules.length,
  };
}

/** Scripts and conditions that name it may fill it. */
function isSpokenOf(model: Model, name: string): boolean {
  return NAMESPACES.some((space) => model.isNamedInScripts(space, name));
}

const NAMESPACES = ["addr-list4", "addr-list6"] as const;
