import type { PropertyValue } from "../../edit/change.ts";
import type { Item } from "../../model/model.ts";
import { rangeOf } from "../../syntax/tree.ts";

/** What an item's statements write; undefined when a part of it is computed and cannot be written again. */
export function writtenProperties(item: Item): Record<string, PropertyValue> | undefined {
  const properties: Record<string, PropertyValue> = {};
  for (const { name, text, isUnset, argument } of item.properties) {
    if (isUnset) continue;
    if (text === undefined) return undefined;
    properties[name] = argument.operator === undefined ? true : text;
  }
  return properties;
}

/** `properties` without those that are undefined. */
export function given(
  properties: Readonly<Record<string, PropertyValue | undefined>>,
): Record<string, PropertyValue> {
  const kept: Record<string, PropertyValue> = {};
  for (const [name, value] of Object.entries(properties)) if (value !== undefined) kept[name] = value;
  return kept;
}

/** The comment of an item, for the one that takes its place. */
export function commentOf(item: Item): string | undefined {
  const text = item.property("comment")?.text;
  return text === "" ? undefined : text;
}

/**
 * A rule that says only chain and policy looks like many others: with a comment scripts find it again. The
 * tunnel or user in it keeps one migration's rules apart from those of the next.
 */
export function policyComment(rule: Item, owner: string): Record<string, string | undefined> {
  return commentOf(rule) === undefined ? { comment: `${owner}: by IPsec policy` } : {};
}

/** How messages name an item: its name, else its comment, else its place, from 0 as `print` counts. Never a secret. */
export function label(item: Item): string {
  const words = `/${item.menu.slice(1).replaceAll("/", " ")}`;
  const comment = commentOf(item);
  if (item.origin === "add" && item.menu.startsWith("/ip/firewall/") && comment === undefined)
    return `rule ${item.index} of \`${words}\``;
  if (comment !== undefined && item.property("name") === undefined) return `\`${comment}\` in \`${words}\``;
  return item.name === undefined || item.name === ""
    ? unnamed(item, words)
    : `\`${item.name}\` in \`${words}\``;
}

/** By its line, since RouterOS numbers items anew in every `print`. Counted in the whole file, from 1. */
function unnamed({ command, origin }: Item, words: string): string {
  if (origin === "settings") return `\`${words}\``;
  if (command === undefined || command.embeddedIn !== undefined) return `an item of \`${words}\``;
  const { path, text } = command.file;
  const line = text.slice(0, rangeOf(command.node).start).split("\n").length;
  return `\`${words}\` (${path.split(/[\\/]/).at(-1) ?? path}:${line})`;
}
