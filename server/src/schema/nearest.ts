import { editDistance } from "../values/edit-distance.ts";

/**
 * The word that a misspelt one most likely means: one slip away (a letter more, less, other, or two swapped; two
 * slips in words of eight letters and more), and no other word as near. Undefined when nothing is that near.
 */
export function nearest(text: string, words: readonly string[]): string | undefined {
  if (text.length < 3) return undefined;
  const limit = text.length >= 8 ? 2 : 1;
  let best: string | undefined;
  let bestDistance = limit + 1;
  let tied = false;
  for (const word of words) {
    if (Math.abs(word.length - text.length) > limit || word === text) continue;
    const distance = editDistance(text, word, bestDistance);
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
      tied = false;
    } else if (distance === bestDistance && distance <= limit) tied = true;
  }
  return bestDistance <= limit && !tied ? best : undefined;
}
