import type { Item } from "../model/model.ts";
import type { ObjectIdentity } from "./finding.ts";

/** Never part of anything that leaves the file, not even as a hash that could be guessed at. */
const SECRET = /pass|secret|key|community|\bpin\b|token/i;

/** What suppressions name the object by. */
export function identityOf(item: Item): ObjectIdentity {
  const { menu, name, comment } = item;
  const isNamed = name !== undefined && name !== "";
  const isCommented = comment !== undefined && comment !== "";
  if (isNamed) return isCommented ? { menu, name, comment } : { menu, name };
  return isCommented ? { menu, comment } : { menu };
}

/** 16 hexadecimal digits over the rule and the parts of what it speaks of: `itemParts`, else the flagged text. */
export function fingerprintOf(ruleId: string, parts: readonly string[]): string {
  return hash([ruleId, ...parts].join("\u0000"));
}

/** Menu and name, else menu and comment, else menu and what is written of the item, without secrets. */
export function itemParts(item: Item, { menu, name, comment }: ObjectIdentity): readonly string[] {
  if (name !== undefined) return [menu, "name", name];
  if (comment !== undefined) return [menu, "comment", comment];
  const written = item.properties
    .filter((property) => !SECRET.test(property.name))
    .map((property) => `${property.name}=${property.text ?? ""}`);
  return [menu, "item", ...written.sort()];
}

/** Two FNV-1a runs of 32 bits with different starts: enough to tell the findings of one repository apart. */
function hash(text: string): string {
  let high = 0x811c9dc5;
  let low = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x01000193);
  }
  return digits(high) + digits(low);
}

function digits(value: number): string {
  return byteDigits(value >>> 24) + byteDigits(value >>> 16) + byteDigits(value >>> 8) + byteDigits(value);
}

/** Twice as quick as what numbers have for it; thousands of findings may come at a key. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function byteDigits(value: number): string {
  return HEX[value & 0xff] ?? "";
}
