import type { Item } from "../model/model.ts";
import { escapeString, isBareValue, type QuoteOptions } from "./quote.ts";

/** What is known of an item, written or still to be added. */
export interface Described {
  readonly menu: string;
  readonly values: ReadonlyMap<string, string>;
}

export function describedItem(item: Item): Described {
  const values = new Map<string, string>();
  for (const property of item.properties) {
    if (!property.isUnset && property.text !== undefined) values.set(property.name, property.text);
  }
  const byName = item.name !== undefined && item.origin !== "add" && !values.has("name");
  if (byName && item.name !== undefined) values.set(nameKey(item), item.name);
  return { menu: item.menu, values };
}

/** An interface that the file does not rename is known by its default name. */
function nameKey(item: Item): string {
  return item.value("default-name").text === item.name ? "default-name" : "name";
}

/**
 * The condition of a `find where` that only this item meets among `others`: its name, else its comment (with as
 * much more as it takes), else everything that marks it, since other items may have come by the time the script
 * runs. Undefined when nothing tells it apart. Secrets are never used.
 */
export function conditionOf(
  own: Described,
  others: readonly Described[],
  quoting: QuoteOptions,
): string | undefined {
  const usable = KEYS.filter((name) => isUsable(own.values.get(name)));
  const isLabelled = LABELS.some((label) => usable.includes(label));
  const chosen: string[] = [];
  let rivals = others;
  for (const name of usable) {
    const left = rivals.filter((other) => other.values.get(name) === own.values.get(name));
    if (!isLabelled || chosen.length === 0 || left.length < rivals.length) chosen.push(name);
    rivals = left;
    if (isLabelled && rivals.length === 0) break;
  }
  // A comment may be given to other items as well by the time the script runs.
  if (chosen.length === 1 && chosen[0] === "comment")
    chosen.push(...BESIDE_COMMENT.filter((name) => usable.includes(name)));
  if (chosen.length === 0 || rivals.length > 0) return undefined;
  return inWords(own, chosen, quoting);
}

/** All that may be compared: what several items share that nothing tells apart. */
export function sharedCondition(
  own: Described,
  quoting: QuoteOptions,
): { readonly text: string; readonly names: readonly string[] } | undefined {
  const names = KEYS.filter((name) => isUsable(own.values.get(name)));
  return names.length === 0 ? undefined : { text: inWords(own, names, quoting), names };
}

function inWords(own: Described, names: readonly string[], quoting: QuoteOptions): string {
  return names
    .map((name) => `${name}=${conditionValue(name, own.values.get(name) ?? "", quoting)}`)
    .join(" ");
}

/** The first word of every condition on this item: rivals are those that share it. */
export function leadingWord({ values }: Described): readonly [name: string, value: string] | undefined {
  for (const name of KEYS) {
    const value = values.get(name);
    if (isUsable(value)) return [name, value];
  }
  return undefined;
}

const BESIDE_COMMENT: readonly string[] = ["list", "interface", "peer"];

const LABELS: readonly string[] = ["name", "default-name", "comment"];

/** Properties that may be compared in `find where`, best first. None of them is a list or a secret. */
const KEYS: readonly string[] = [
  ...["name", "default-name", "comment", "list", "public-key", "address", "interface", "chain", "action"],
  ...["out-interface", "in-interface", "out-interface-list", "in-interface-list", "gateway", "dst-address"],
  ...[
    "src-address",
    "dst-port",
    "src-port",
    "protocol",
    "new-routing-mark",
    "new-connection-mark",
    "routing-mark",
  ],
  ...[
    "routing-table",
    "connection-mark",
    "src-address-list",
    "dst-address-list",
    "peer",
    "group",
    "template",
  ],
  ...["user", "service", "port", "listen-port", "host", "target", "bridge", "topics"],
];

function isUsable(value: string | undefined): value is string {
  return value !== undefined && value !== "" && value.length <= 200 && !/[\r\n]|<[A-Z0-9-]+>/.test(value);
}

function conditionValue(name: string, value: string, quoting: QuoteOptions): string {
  const isText = name === "name" || name === "comment" || name === "default-name";
  if (!isText && isBareValue(value) && !/[<>!~]/.test(value)) return value;
  return `"${escapeString(value, quoting)}"`;
}
