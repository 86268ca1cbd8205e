import type { Range } from "../text/range.ts";
import { isHiddenName } from "../values/secret-name.ts";
import { createKnownSecrets, type KnownSecrets } from "./known-secrets.ts";
import { notedRanges, writtenRanges } from "./mask-secrets.ts";

/**
 * What the texts themselves say is secret. Names and words that a configuration is made of are not hidden, though
 * somebody may have taken one for a password: the text could not be read any more.
 */
export function secretsOf(texts: readonly string[]): KnownSecrets {
  const noted = valuesOf(texts, notedRanges);
  const values = [...valuesOf(texts, writtenRanges), ...noted.filter((value) => !isProse(value))];
  const plain = new Set(values.filter(isWord).map(bare));
  const names = new Set(texts.flatMap((text) => [...namesIn(text), ...wordsIn(text, plain)]));
  const prose = noted.filter(isProse).map((value) => value.replace(/[^\p{L}]+$/u, ""));
  return createKnownSecrets(values, names, new Set(prose));
}

function valuesOf(texts: readonly string[], rangesIn: (text: string) => readonly Range[]): string[] {
  return texts.flatMap((text) => rangesIn(text).map(({ start, end }) => text.slice(start, end)));
}

/** `$SECRET: cannot find it` keeps no secret, `password: winter` may: both read alike. */
function isProse(noted: string): boolean {
  return /^(?:\p{Lu}?\p{Ll}+|\p{Lu}+)[^\p{L}\d]*$/u.test(noted);
}

function bare(value: string): string {
  return value.replace(/^\\?"|\\?"$/g, "");
}

function isWord(value: string): boolean {
  return /^[\p{L}_-]+$/u.test(bare(value));
}

/** Objects are called so in every message about them; `/container envs` calls the name of an entry its key. */
function namesIn(text: string): string[] {
  return [NAME, ENTRY].flatMap((shape) => [...text.matchAll(shape)].map(([, name = ""]) => name));
}

const NAME = /(?<![\w-])(?:default-)?name="?([^\s"]+)/g;
/** As environments call their entries; a key of other letters may be one that opens something. */
const ENTRY = /(?<![\w.-])key="?([A-Z][A-Z\d]*(?:_[A-Z\d]+)+)"?[ \t][^\n]*?(?<=[ \t])value=/g;

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
