import type { Item } from "../../model/model.ts";

/**
 * How messages name an item: its own name in backticks, be it a variable's, else its comment, else what it is and
 * its place, from 0 as `print` counts.
 */
export function label(item: Item): string {
  if (item.name !== undefined && item.name !== "") return `\`${item.name}\``;
  const name = item.property("name")?.argument.value;
  if (name?.kind === "variable") return `\`$${name.name}\``;
  if (item.comment !== undefined && item.comment !== "") return `\`${item.comment}\``;
  return numberOf(item);
}

/** The same beside an item that is named already: by its place where both carry one name or comment. */
export function labelBeside(item: Item, named: Item): string {
  return label(item) === label(named) ? numberOf(item) : label(item);
}

function numberOf(item: Item): string {
  return `number ${item.index} in \`${menuWords(item.menu)}\``;
}

/** `/ip/firewall/nat` as exports head it: `/ip firewall nat`. */
export function menuWords(menu: string): string {
  return `/${menu.slice(1).replaceAll("/", " ")}`;
}

/** The parts of a comma list, blanks and empty parts left out. */
export function listOf(text: string | undefined): string[] {
  return text === undefined
    ? []
    : text
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== "");
}

/** `a`, `a and b`, `a, b and c`, each in backticks. */
export function enumerate(words: readonly string[]): string {
  return inOneSentence(words.map((word) => `\`${word}\``));
}

/** "one", "one and two", "one, two and three". */
export function inOneSentence(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
}
