import { isHiddenName } from "../values/secret-name.ts";
import { createKnownSecrets, type KnownSecrets } from "./known-secrets.ts";
import { secretRanges } from "./mask-secrets.ts";

/**
 * What the texts themselves say is secret. Names and words that a configuration is made of are not hidden, though
 * somebody may have taken one for a password: the text could not be read any more.
 */
export function secretsOf(texts: readonly string[]): KnownSecrets {
  const values = texts.flatMap((text) => secretRanges(text).map(({ start, end }) => text.slice(start, end)));
  const plain = new Set(values.filter(isWord).map(bare));
  const names = new Set(texts.flatMap((text) => [...namesIn(text), ...wordsIn(text, plain)]));
  return createKnownSecrets(values, names);
}

function bare(value: string): string {
  return value.replace(/^\\?"|\\?"$/g, "");
}

function isWord(value: string): boolean {
  return /^[\p{L}_-]+$/u.test(bare(value));
}

/** Objects are called so in every message about them. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/(?<![\w-])(?:default-)?name="?([^\s"]+)/g)].map(([, name = ""]) => name);
}

/** Those of the words that also stand as a menu's or property's name, or as the value of an open property. */
function wordsIn(text: string, words: ReadonlySet<string>): string[] {
  if (words.size === 0) return [];
  const free = text.replace(/"(?:[^"\\]|\\[\s\S])*"|^#.*$/gm, '""');
  const [...used] = free.matchAll(/(?<![\p{L}\d_-])(?:([\w.-]+)=)?([\p{L}_-]+)(?![\p{L}\d_-])/gu);
  return used
    .filter(([, property = ""]) => !isHiddenName(property) && !PROSE.has(property))
    .map(([, , word = ""]) => word)
    .filter((word) => words.has(word));
}

const PROSE = new Set(["comment", "note"]);
