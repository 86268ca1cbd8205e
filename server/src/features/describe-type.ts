import { namespaceWord } from "../rules/facts/namespace-words.ts";
import type { PropertyInfo } from "../schema/lookup.ts";
import type { ValueType } from "../schema/value-type.ts";

const WORDS_SHOWN = 12;

/** What a property takes, in a few words: "yes or no", "number 0..65535", "one of a, b, c", "list of a, b, c". */
export function describeProperty(property: PropertyInfo): string {
  const of = property.reference
    ? `name of ${property.reference.namespaces.map(namespaceWord).join(" or ")}`
    : describeType(property.type);
  const value = of === "" ? "value" : of;
  const list = property.list ? listOf(property, value) : value;
  return property.negatable ? `${list}; may be negated with !` : list;
}

function listOf({ reference, type }: PropertyInfo, value: string): string {
  const isOfWords = reference === undefined && type.kind === "enum" && !type.open;
  return isOfWords ? `list of ${listed(type.words)}` : `list of: ${value}`;
}

export function describeType(type: ValueType): string {
  switch (type.kind) {
    case "unknown":
      return "";
    case "boolean":
      return "yes or no";
    case "enum":
      return `${type.open ? "e.g." : "one of"} ${listed(type.words)}`;
    case "number":
      return withWords(
        `number${bounds(type.min, type.max)}${type.unit === "" ? "" : ` ${type.unit}`}`,
        type.words,
      );
    case "range":
      return withWords(`number or range${bounds(type.min, type.max)}`, type.words);
    case "time":
      return withWords(`time${bounds(type.min, type.max)}`, type.words);
    case "ip":
      return withWords("IPv4 address", type.words);
    case "ipv6":
      return withWords("IPv6 address", type.words);
    case "address":
      return withWords("address", type.words);
    case "ip-range":
      return withWords("address range", type.words);
    case "mac":
      return withWords("MAC address", type.words);
    case "string":
      return withWords(
        type.maxLength === undefined ? "text" : `text of at most ${type.maxLength} characters`,
        type.words,
      );
    case "form":
      return FORMS[type.form] ?? "";
    case "script":
      return "script";
  }
}

const FORMS: Readonly<Record<string, string>> = {
  "wireguard-key": "WireGuard key",
  icmp: "ICMP type and code, as 3:0-4",
  rate: "rate, as 10M or 10M/2M",
};

/** Words that a value can be completed with. */
export function wordsOf(type: ValueType): readonly string[] {
  switch (type.kind) {
    case "boolean":
      return ["yes", "no"];
    case "unknown":
    case "form":
    case "script":
      return [];
    default:
      return type.words;
  }
}

function bounds(min: bigint | string | undefined, max: bigint | string | undefined): string {
  const from = min === undefined ? "" : String(min);
  const to = max === undefined ? "" : String(max);
  return from === "" && to === "" ? "" : ` ${from}..${to}`;
}

function withWords(text: string, words: readonly string[]): string {
  return words.length === 0 ? text : `${text}, or ${listed(words)}`;
}

function listed(words: readonly string[]): string {
  const shown = words.slice(0, WORDS_SHOWN).join(", ");
  return words.length > WORDS_SHOWN ? `${shown} …` : shown;
}
