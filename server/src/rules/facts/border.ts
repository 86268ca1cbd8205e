import type { Item } from "../../model/model.ts";
import type { IpFamily } from "../../values/ip.ts";
import { containsSet, isEmpty, type PrefixSet, parseAddressSet } from "../../values/prefix-set.ts";
import type { RuleContext } from "../rule.ts";
import { listOf } from "./label.ts";

export type Match = Readonly<Record<string, string>>;

/** Where a drop is about to stand: what comes in by `interfaces` is of concern, what comes from inside is not. */
export interface Border {
  readonly context: RuleContext;
  readonly interfaces: readonly string[];
  readonly family: IpFamily;
}

/** Items of a menu that are not switched off. */
export function live({ context }: Border, menu: string): readonly Item[] {
  return context.model.items(menu).filter(({ isDisabled }) => isDisabled !== true);
}

/**
 * One matcher for a far end across the border, none for one inside or of the other family; undefined for names and
 * what is not written.
 */
export function fromFarEnd(border: Border, text: string | undefined, match: Match): Match[] | undefined {
  const end = text === undefined ? undefined : parseAddressSet(text);
  if (text === undefined || end === undefined || isEmpty(end)) return undefined;
  if (text.includes(":") !== (border.family === "ipv6")) return [];
  if (/^(0\.0\.0\.0|::)$/.test(text)) return undefined;
  return isBehind(border, end) ? [] : [{ ...match, "src-address": text.replace(/\/(32|128)$/, "") }];
}

/** Whether the addresses are in a network of the router's other side. */
function isBehind({ context, interfaces, family }: Border, end: PrefixSet): boolean {
  return context.traffic.network
    .connected(family)
    .some((one) => !interfaces.includes(one.interface) && containsSet(one.network, end));
}

/** Matchers for each item; undefined as soon as one is not certain. */
export function matchersFor(
  items: readonly Item[],
  match: (item: Item) => readonly Match[] | undefined,
): readonly Match[] | undefined {
  const parts = items.map(match);
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known.flat() : undefined;
}

/** Whether a comma list of interfaces and lists may mean one of the border's; without words it means all. */
export function mayMeanOuter({ context, interfaces }: Border, words: string | undefined): boolean {
  const named = listOf(words);
  const table = context.traffic.network.interfaces;
  if (named.length === 0) return true;
  return named.some((word) =>
    interfaces.some((name) => word === name || word === "all" || table.inList(name, word) === "yes"),
  );
}
