import type { Reference } from "../../model/model.ts";
import { editDistance } from "../../values/edit-distance.ts";
import type { Fix } from "../rule.ts";

/** The candidate that a misspelt word most likely meant; undefined when none is near, or two are as near. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  return nearest(word, candidates, areTwoNames);
}

/** The same of words that RouterOS knows: nobody named a property, so a letter more in a short part is a slip. */
export function didYouMeanWord(word: string, candidates: readonly string[]): string | undefined {
  return nearest(
    word,
    candidates,
    (ours, theirs) => areTwoNames(ours, theirs) && !hasOneLetterMore(ours, theirs),
  );
}

function nearest(
  word: string,
  candidates: readonly string[],
  areTwo: (ours: string, theirs: string) => boolean,
): string | undefined {
  const limit = slipsIn(word);
  let best: string | undefined;
  let bestDistance = limit + 1;
  let isTied = false;
  for (const candidate of new Set(candidates)) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(word, candidate, bestDistance);
    if (distance > Math.min(limit, bestDistance) || areTwo(word, candidate)) continue;
    isTied = distance === bestDistance;
    best = candidate;
    bestDistance = distance;
  }
  return isTied ? undefined : best;
}

/** How many slips a word of this length may hold. */
function slipsIn(word: string): number {
  return word.length <= 5 ? 1 : word.length <= 10 ? 2 : 3;
}

/**
 * The same, looked for once for each word and list of candidates: `model.derive(guesses)`. A name that went may be
 * missed in thousands of places.
 */
export function guesses(): typeof didYouMean {
  const known = new WeakMap<readonly string[], Map<string, { readonly guess: string | undefined }>>();
  return (word, candidates) => {
    const words = known.get(candidates) ?? new Map<string, { readonly guess: string | undefined }>();
    known.set(candidates, words);
    const found = words.get(word) ?? { guess: didYouMean(word, candidates.filter(isObject)) };
    words.set(word, found);
    return found.guess;
  };
}

/** Who wrote a name meant an object: `home` is no misspelt `none`, and `al` for `all` would open a rule to everything. */
function isObject(name: string): boolean {
  return !NO_OBJECTS.has(name);
}

/** What stands in the place of a name for no object, or for all of them. */
const NO_OBJECTS: ReadonlySet<string> = new Set(
  "all any auto disabled dynamic none no-mark self static static-only".split(" "),
);

/**
 * `wan1` and `wan2`, `backbone` and `backbone-v2`, `to-lan` and `from-lan` are two names, not one misspelt: people
 * tell names apart by a number, by a part more, or by one part that says the opposite.
 */
function areTwoNames(a: string, b: string): boolean {
  if (a.replace(SEPARATORS, "") === b.replace(SEPARATORS, "")) return false;
  const ours = a.match(PARTS) ?? [];
  const theirs = b.match(PARTS) ?? [];
  return ours.length !== theirs.length || ours.some((part, index) => areTwoParts(part, theirs[index] ?? ""));
}

/** `int-interface` for `in-interface`: all parts the same but for one letter that stands in only one of them. */
function hasOneLetterMore(ours: string, theirs: string): boolean {
  return (
    Math.abs(ours.length - theirs.length) === 1 &&
    ours.includes("-") &&
    !/\d/.test(ours + theirs) &&
    editDistance(ours, theirs, 1) <= 1
  );
}

const SEPARATORS = /[^\p{L}\d]/gu;
const PARTS = /\p{L}+|\d+/gu;

function areTwoParts(a: string, b: string): boolean {
  if (a === b) return false;
  if (/\d/.test(a) || /\d/.test(b)) return true;
  const [ours, theirs] = [a.toLowerCase(), b.toLowerCase()];
  if (FIELD_WORDS.has(ours) && FIELD_WORDS.has(theirs)) return true;
  // Of two letters, another one is another word; only two that are swapped are a slip.
  if (Math.min(a.length, b.length) <= 2) return [...ours].sort().join("") !== [...theirs].sort().join("");
  // `loc` for `local`: cut short.
  if (ours.startsWith(theirs) || theirs.startsWith(ours)) return false;
  return editDistance(ours, theirs, slipsIn(a) + 1) > slipsIn(a);
}

/** Words that people put into names on purpose, and that differ by no more than a slip would. */
const FIELD_WORDS = new Set(
  "lan wan wlan vlan src dst internal external ingress egress inside outside accept except".split(" "),
);

/** The name that was meant, in the place of a reference that leads nowhere. */
export function renameUse(reference: Reference, guess: string): Fix {
  return {
    id: "did-you-mean",
    title: `Write ${guess}`,
    changes: [
      {
        kind: "text",
        file: reference.file,
        get edit() {
          return { range: reference.range, newText: guess };
        },
        moves: true,
      },
    ],
  };
}

/** The same at a place that is no reference. */
export function writeInstead({ file, range }: Pick<Reference, "file" | "range">, guess: string): Fix {
  return {
    id: "did-you-mean",
    title: `Write ${guess}`,
    changes: [{ kind: "text", file, edit: { range, newText: guess } }],
  };
}
