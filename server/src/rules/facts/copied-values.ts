import type { Item } from "../../model/model.ts";

/** The values of some properties, to be written into another item; undefined where one is only known when it runs. */
export function copiedValues(
  item: Item,
  names: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const written = names.flatMap((name) => {
    const property = item.property(name);
    return property === undefined || property.isUnset ? [] : [[name, property.text] as const];
  });
  const known = written.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
  return known.length === written.length ? Object.fromEntries(known) : undefined;
}
