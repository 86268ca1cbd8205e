/** A word that the console offers for an argument. */
export interface Word {
  readonly text: string;
  /** "none" and "arg" are literal words, "obj-*" and "dir" live objects, "syntax-meta" grammar. */
  readonly style: string;
  readonly desc: string;
}

export interface ValueFacts {
  /** The first syntax row, e.g. "auto | Num" or "1s..1h (time interval)". */
  readonly spec: string | undefined;
  readonly min: string | undefined;
  readonly max: string | undefined;
  readonly desc: string | undefined;
  readonly words: readonly Word[];
  /** Words of newer versions or extra packages, without their style. */
  readonly choices: readonly string[];
  readonly isReference: boolean;
}

export interface ValueSpec {
  readonly type: string;
  readonly list: boolean;
  readonly negatable: boolean;
}

/** Names that a crawl sees because the crawled router has them. */
const OBJECT_NAME =
  /^(?:ether\d|lo$|main$|admin$|sfp|wlan|skins|default-encryption$|ethernet-default$|0000:|switch1$|\*|\w*\/)/;

/** Turns what the router says about an argument's values into one type word of data/types.ts. */
export function specOf(facts: ValueFacts): ValueSpec {
  const metas = new Set(facts.words.filter((word) => word.style === "syntax-meta").map((word) => word.text));
  const row = facts.spec ?? facts.desc ?? "";
  const enumeration = enumRow(facts.desc ?? "") ?? enumRow(facts.spec ?? "");
  return {
    type: typeOf(facts, row, enumeration),
    list: metas.has(",") || (enumeration?.list ?? false) || /^Start\[-End\]/.test(row),
    negatable: metas.has("!"),
  };
}

function typeOf(facts: ValueFacts, row: string, enumeration: { words: string[] } | undefined): string {
  const words = literalWords(facts);
  if (enumeration) return `enum|${unique([...enumeration.words, ...words]).join("|")}`;
  const suffix = words.length > 0 ? `|${words.join("|")}` : "";
  if (facts.isReference) return words.length > 0 ? `open${suffix}` : "";
  if (/time interval/.test(row)) return `time${timeRange(row)}${suffix}`;
  if (row === "script") return "script";
  const number = /^(?:[\w-]+ \| )?(\[-\])?Num(?:\[(.*?)\])?$/.exec(row);
  if (number) return `num${numberRange(facts)}${number[2] ?? ""}${suffix}`;
  if (/^\d+\.\.\d+$/.test(row)) return `num{${row}}${suffix}`;
  if (/^Start\[-End\]/.test(row)) return `range${numberRange(facts)}${suffix}`;
  if (/\(MAC address\)/.test(row)) return `mac${suffix}`;
  if (/\(IP address range\)/.test(row)) return `iprange${suffix}`;
  if (/\(IP prefix\)|\(IP address\)/.test(row)) return `ip${suffix}`;
  if (/\(IPv6|IPv6/.test(row)) return `ip6${suffix}`;
  if (/^Address/.test(row)) return `addr${suffix}`;
  if (/^hexadecimal string value/.test(row)) return `hex${lengthRange(row)}${suffix}`;
  if (/^string value/.test(row)) return words.length > 0 ? `open${suffix}` : `str${lengthRange(row)}`;
  return wordsType(words, row);
}

function wordsType(words: readonly string[], row: string): string {
  const set = [...words].sort().join("|");
  if (set === "no|yes") return "bool";
  if (words.length === 0) return "";
  return words.length > 1 && row === "" ? `enum|${words.join("|")}` : `open|${words.join("|")}`;
}

function literalWords(facts: ValueFacts): string[] {
  const styled = facts.words.filter((word) => word.style === "none" || word.style === "arg");
  const live = facts.words.some((word) => word.style.startsWith("obj-") || word.style === "dir");
  const texts = live
    ? []
    : [
        ...styled.map((word) => word.text),
        ...(facts.words.length > 0 && styled.length === 0 ? [] : facts.choices),
      ];
  const hasObjects = texts.some((text) => OBJECT_NAME.test(text));
  const words = unique(texts.map((text) => text.replace(/^"(.*)"$/, "$1")))
    .filter((text) => /^[\w.+/:&-]+$/.test(text) && text !== ":" && !OBJECT_NAME.test(text))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  // One more name beside an object's is likely an object too, or open anyway.
  return hasObjects && words.length > 8 ? [] : words;
}

function enumRow(row: string): { words: string[]; list: boolean } | undefined {
  const match = /^([\w.+-]+(?:\|[\w.+-]+)+)\|?(\[,\w+\*\])?$/.exec(row);
  return match?.[1] ? { words: match[1].split("|"), list: match[2] !== undefined } : undefined;
}

function numberRange(facts: ValueFacts): string {
  return facts.min === undefined || facts.max === undefined ? "" : `{${facts.min}..${facts.max}}`;
}

function timeRange(row: string): string {
  const match = /^(\S*)\.\.(\S*)\s+\(time interval\)/.exec(row);
  return match ? `{${match[1]}..${match[2]}}` : "";
}

function lengthRange(row: string): string {
  const min = /min length (\d+)/.exec(row)?.[1] ?? "";
  const max = /max length (\d+)/.exec(row)?.[1] ?? "";
  return min || max ? `{${min}..${max}}` : "";
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
