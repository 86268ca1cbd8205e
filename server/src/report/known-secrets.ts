import type { Range } from "../text/range.ts";
import { isHiddenName, notedSecrets } from "../values/secret-name.ts";

/** The values of some files that are secret: what is found in their properties is hidden everywhere else too. */
export interface KnownSecrets {
  /** Where one of them stands in a text, broken over lines or not; in text order. */
  rangesIn(text: string): Range[];
}

export const NONE_KNOWN: KnownSecrets = { rangesIn: () => [] };

/** A shorter value stands in other words by chance. */
const SHORTEST = 6;

/**
 * `values` as they are written in files, quotes and line breaks included; `names` are shown all the same. The words
 * of `prose` are hidden only behind what calls them a secret there, since every sentence may hold them.
 */
export function createKnownSecrets(
  values: Iterable<string>,
  names: ReadonlySet<string>,
  prose: ReadonlySet<string> = new Set(),
): KnownSecrets {
  const byHead = new Map<string, Alike>();
  for (const value of new Set([...values].flatMap(spellings))) {
    if (value.length < SHORTEST || names.has(value) || isNoSecret(value)) continue;
    const head = value.slice(0, SHORTEST);
    const alike = byHead.get(head) ?? { values: new Set(), lengths: new Set() };
    byHead.set(head, alike);
    alike.values.add(value);
    alike.lengths.add(value.length);
  }
  if (byHead.size === 0 && prose.size === 0) return NONE_KNOWN;
  return {
    rangesIn: (text) => [...rangesOf(text, byHead), ...noted(text, prose)].sort((a, b) => a.start - b.start),
  };
}

function noted(text: string, prose: ReadonlySet<string>): Range[] {
  if (prose.size === 0) return [];
  return notedSecrets(text).flatMap(({ start, end }) => {
    // A sentence puts its own marks around it.
    const [word = ""] = /^\p{L}+/u.exec(text.slice(start, end)) ?? [];
    return prose.has(word) ? [{ start, end: start + word.length }] : [];
  });
}

/** Values that begin alike, as those of users often do. */
interface Alike {
  readonly values: Set<string>;
  readonly lengths: Set<number>;
}

/** As it is written, and what that means: in another place other characters may be escaped. */
function spellings(written: string): string[] {
  const whole = written.replace(CONTINUATION, "").replace(/^\\?"|\\?"$/g, "");
  return [whole, whole.replace(/\\(.)/g, "$1")];
}

const CONTINUATION = /\\\r?\n[ \t]*/g;

/**
 * Addresses and short numbers stand in many places, and a mask is none. Nor is `password` hidden: every message
 * about a password says that word, and its mask would tell that it is the secret.
 */
function isNoSecret(value: string): boolean {
  return (
    isHiddenName(value) ||
    /^\d{1,7}$|^\d+\.[\d.]+(?:\/\d+)?$/.test(value) ||
    /^(.)\1+$/.test(value) ||
    /^<.*>$/.test(value)
  );
}

function rangesOf(text: string, byHead: ReadonlyMap<string, Alike>): Range[] {
  const { joined, originalAt } = joinLines(text);
  const found: Range[] = [];
  for (let at = 0; at + SHORTEST <= joined.length; at++) {
    const alike = byHead.get(joined.slice(at, at + SHORTEST));
    const value = alike === undefined ? undefined : longestAt(joined, alike, at);
    if (value === undefined) continue;
    found.push({ start: originalAt(at), end: originalAt(at + value.length - 1) + 1 });
    at += value.length - 1;
  }
  return found;
}

function longestAt(text: string, { values, lengths }: Alike, at: number): string | undefined {
  let longest: string | undefined;
  for (const length of lengths) {
    const value = text.slice(at, at + length);
    if (length > (longest?.length ?? 0) && values.has(value) && standsAt(text, value, at)) longest = value;
  }
  return longest;
}

/** A value of letters alone may be a part of a longer word, which is none of its places. */
function standsAt(text: string, value: string, at: number): boolean {
  return !/^\p{L}+$/u.test(value) || !(isLetter(text[at - 1]) || isLetter(text[at + value.length]));
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /\p{L}/u.test(character);
}

/** The text without its line continuations, and where its characters stood. */
function joinLines(text: string): { readonly joined: string; originalAt(at: number): number } {
  const cuts: { readonly at: number; readonly shift: number }[] = [];
  let shift = 0;
  for (const { index, 0: cut } of text.matchAll(CONTINUATION)) {
    const at = index - shift;
    shift += cut.length;
    cuts.push({ at, shift });
  }
  if (cuts.length === 0) return { joined: text, originalAt: (at) => at };
  return {
    joined: text.replace(CONTINUATION, ""),
    originalAt: (at) => at + (cuts.findLast((cut) => cut.at <= at)?.shift ?? 0),
  };
}
