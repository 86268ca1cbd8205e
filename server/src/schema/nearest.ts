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

/** Optimal string alignment distance; `limit` cuts the work short, any larger number is as good as it. */
function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    if (Math.min(...row) > limit) return limit + 1;
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? limit + 1;
}
