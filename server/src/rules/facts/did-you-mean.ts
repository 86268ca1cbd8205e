import type { Reference } from "../../model/model.ts";
import { editDistance } from "../../values/edit-distance.ts";
import type { Fix } from "../rule.ts";

/** The candidate that a misspelt word most likely meant; undefined when none is near. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const limit = word.length <= 5 ? 1 : word.length <= 10 ? 2 : 3;
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit || areNumbered(word, candidate)) continue;
    const distance = editDistance(word, candidate, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
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
    const found = words.get(word) ?? { guess: didYouMean(word, candidates) };
    words.set(word, found);
    return found.guess;
  };
}

/** `wan1` and `wan2` are two names, not one misspelt. */
function areNumbered(a: string, b: string): boolean {
  return a !== b && /\d/.test(a) && /\d/.test(b) && a.replace(/\d+/g, "#") === b.replace(/\d+/g, "#");
}

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
