import type { Item, Model } from "../../model/model.ts";
import { containsSet, parseAddressSet } from "../../values/prefix-set.ts";

/** Enabled rules of a mangle chain, in order. */
export function mangleChain(model: Model, menu: string, chain: string | undefined): readonly Item[] {
  return model.items(menu).filter((rule) => rule.isDisabled === false && rule.text("chain") === chain);
}

/** Chains from which a chain of the same table is reached by jumps, itself included. */
export function callersOf(model: Model, menu: string, chain: string): ReadonlySet<string> {
  const found = new Set([chain]);
  const jumps = model
    .items(menu)
    .filter((rule) => rule.text("action") === "jump" && rule.isDisabled !== true);
  for (let grew = true; grew; ) {
    grew = false;
    for (const jump of jumps) {
      const from = jump.text("chain");
      const to = jump.text("jump-target");
      // A computed target may be any chain, so that nothing is certain of where rules are called from.
      if (from === undefined || found.has(from) || (to !== undefined && !found.has(to))) continue;
      found.add(from);
      grew = true;
    }
  }
  return found;
}

/** What a rule matches, as `property=text`; marks and notes it writes left out. */
export function matchersOf(rule: Item): ReadonlyMap<string, string | undefined> {
  return new Map(
    rule.properties
      .filter(({ name, isUnset }) => !isUnset && !ACTION_PROPERTIES.has(name))
      .map(({ name, text }) => [name, text]),
  );
}

/** Whether every matcher of `wide` stands in `narrow` word for word: what `narrow` matches, `wide` matches. */
export function matchesAllOf(wide: Item, narrow: Item): boolean {
  const own = matchersOf(narrow);
  return [...matchersOf(wide)].every(([name, text]) => {
    const other = own.get(name);
    if (text === undefined || other === undefined) return false;
    return other === text || (ADDRESSES.has(name) && isWithin(other, text));
  });
}

const ADDRESSES: ReadonlySet<string> = new Set(["src-address", "dst-address"]);

/** Whether one address, network or range certainly lies in another. */
function isWithin(inner: string, outer: string): boolean {
  const [small, large] = [parseAddressSet(inner), parseAddressSet(outer)];
  return small !== undefined && large !== undefined && containsSet(large, small);
}

const ACTION_PROPERTIES = new Set([
  "action",
  "chain",
  "comment",
  "disabled",
  "log",
  "log-prefix",
  "passthrough",
  "new-connection-mark",
  "new-packet-mark",
  "new-routing-mark",
]);
