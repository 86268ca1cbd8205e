import { createTwoFilesPatch } from "diff";
import { MASK, secretRanges } from "../report/mask-secrets.ts";

/**
 * What changes in a file, for people: passwords and keys are masked, in the lines around a change too. A change
 * of nothing but a secret shows no difference, since it would tell where.
 */
export function maskedDiff(name: string, before: string, after: string, title: string): string {
  return createTwoFilesPatch(name, name, masked(before), masked(after), "", title, { context: 3 });
}

/** Line breaks within a value are kept, so that line numbers stay those of the file. */
export function masked(text: string): string {
  let result = "";
  let at = 0;
  for (const { start, end } of secretRanges(text)) {
    const breaks = text.slice(start, end).match(/\\?\r?\n/g) ?? [];
    result += `${text.slice(at, start)}${MASK}${breaks.join("")}`;
    at = end;
  }
  return result + text.slice(at);
}
