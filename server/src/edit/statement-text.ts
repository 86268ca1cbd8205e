import { wrapCommand } from "../text/wrap.ts";
import type { PropertyValue } from "./change.ts";
import { quoteValue } from "./quote.ts";
import type { FileStyle } from "./style.ts";

/** `name=value`, quoted as the style asks; a flag is its name alone. */
export function propertyText(style: FileStyle, name: string, value: PropertyValue): string {
  return value === true ? name : `${name}=${quoteValue(value, style.quoting)}`;
}

/** `add a=1 b=2` with the properties by name, as RouterOS sorts them, on as many lines as the style asks for. */
export function commandText(
  style: FileStyle,
  head: string,
  properties: Readonly<Record<string, PropertyValue>>,
): string {
  const words = Object.keys(properties)
    .sort(compareNames)
    .flatMap((name) => {
      const value = properties[name];
      return value === undefined ? [] : [propertyText(style, name, value)];
    });
  return layOut(style, [head, ...words].join(" "));
}

/** Breaks a one-line command where the style does. */
export function layOut(style: FileStyle, command: string): string {
  if (style.width === Number.POSITIVE_INFINITY && !style.breaksAtLineFeeds) return command;
  return wrapCommand(command, style.width, style.eol);
}

export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
