import type { Item } from "../model/model.ts";
import type { ObjectIdentity } from "./finding.ts";

/** Never part of anything that leaves the file, not even as a hash that could be guessed at. */
const SECRET = /pass|secret|key|community|\bpin\b|token/i;

/** What suppressions name the object by. */
export function identityOf(item: Item): ObjectIdentity {
  return {
    menu: item.menu,
    ...(item.name !== undefined && item.name !== "" && { name: item.name }),
    ...(item.comment !== undefined && item.comment !== "" && { comment: item.comment }),
  };
}

/**
 * 16 hexadecimal digits over the rule and what it speaks of: menu and name, else menu and comment, else menu and
 * what is written of the item (without secrets); for findings without an item the flagged text itself.
 */
export function fingerprintOf(ruleId: string, item: Item | undefined, flagged: () => string): string {
  return hash([ruleId, ...(item ? itemParts(item) : ["text", flagged()])].join("\u0000"));
}

function itemParts(item: Item): string[] {
  if (item.name) return [item.menu, "name", item.name];
  if (item.comment) return [item.menu, "comment", item.comment];
  const written = item.properties
    .filter((property) => !SECRET.test(property.name))
    .map((property) => `${property.name}=${property.text ?? ""}`);
  return [item.menu, "item", ...written.sort()];
}

/** Two FNV-1a runs of 32 bits with different starts: enough to tell the findings of one repository apart. */
function hash(text: string): string {
  return fnv(text, 0x811c9dc5) + fnv(text, 0x01000193);
}

function fnv(text: string, start: number): string {
  let value = start;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return (value >>> 0).toString(16).padStart(8, "0");
}
