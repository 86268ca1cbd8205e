import type { Model } from "../model/model.ts";
import { type IpFamily, parseIpRange } from "../values/ip.ts";
import { addressSet, type PrefixSet } from "../values/prefix-set.ts";

/** What a firewall address list holds. */
export interface AddressList {
  /** Written addresses, prefixes and ranges that do not run out. */
  readonly certain: PrefixSet;
  /** True when it may hold more: names resolved by DNS, entries with a timeout, rules or profiles that add to it. */
  readonly mayHoldMore: boolean;
  /** False when the files say nothing of it and are no whole export. */
  readonly isKnown: boolean;
}

/** Looks lists up by name, each read once. */
export function createAddressLists(model: Model, family: IpFamily): (name: string) => AddressList {
  const read = new Map<string, AddressList>();
  return (name) => {
    const known = read.get(name);
    if (known) return known;
    const list = readList(model, family, name);
    read.set(name, list);
    return list;
  };
}

/** Names of all lists that are filled or matched somewhere, sorted. */
export function addressListNames(model: Model, family: IpFamily): readonly string[] {
  const names = model.items(`/${family}/firewall/address-list`).flatMap((i) => i.text("list") ?? []);
  return [...new Set(names)].sort();
}

function readList(model: Model, family: IpFamily, name: string): AddressList {
  const menu = `/${family}/firewall/address-list`;
  const ranges = [];
  let mayHoldMore = isFilledElsewhere(model, family, name);
  let isWritten = mayHoldMore;
  for (const item of model.items(menu)) {
    const list = item.text("list");
    if (item.isDisabled === true || (list !== name && list !== undefined)) continue;
    const range = parseIpRange(item.text("address") ?? "");
    const isLasting = (item.text("timeout") ?? "none") === "none" && item.text("dynamic") !== "yes";
    if (list === name) isWritten = true;
    if (range && list === name && isLasting && item.isCertain && item.isDisabled === false)
      ranges.push(range);
    else mayHoldMore = true;
  }
  const isKnown = isWritten || model.absenceMeansDefault(menu);
  return { certain: addressSet(ranges), mayHoldMore: mayHoldMore || !isKnown, isKnown };
}

const FILLING_MENUS = [
  ["/ppp/profile", "address-list"],
  ["/ip/dns/static", "address-list"],
  ["/ip/dhcp-server", "address-lists"],
  ["/ip/dhcp-server/lease", "address-lists"],
  ["/ip/hotspot/user/profile", "address-list"],
  ["/ipv6/dhcp-server", "address-lists"],
] as const;

function isFilledElsewhere(model: Model, family: IpFamily, name: string): boolean {
  const byRule = ["filter", "nat", "mangle", "raw"].some((table) =>
    model
      .items(`/${family}/firewall/${table}`)
      .some(
        (rule) => /^add-/.test(rule.text("action") ?? "") && (rule.text("address-list") ?? name) === name,
      ),
  );
  const byMenu = FILLING_MENUS.some(([menu, property]) =>
    model.items(menu).some((item) => item.text(property)?.split(",").includes(name)),
  );
  return byRule || byMenu || isSpokenOf(model, name);
}

/** Scripts and conditions that name it may fill it. */
function isSpokenOf(model: Model, name: string): boolean {
  return NAMESPACES.some((space) => model.occurrences(space, name).some((r) => r.strength === "weak"));
}

const NAMESPACES = ["addr-list4", "addr-list6"] as const;
