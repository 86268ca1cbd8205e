import type { PropertyInfo, Schema } from "../schema/lookup.ts";

/** Arguments of `add` and `set` that say where an item stands or which is meant, not what it has. */
const NO_PROPERTY: ReadonlySet<string> = new Set(["numbers", "copy-from", "place-before"]);

/** What `set` writes of a menu's items, and conditions ask for. */
export function writtenProperties(schema: Schema, menu: string): readonly PropertyInfo[] {
  const written = schema.properties(menu, "set");
  return (written.length > 0 ? written : schema.properties(menu, "add")).filter(
    ({ name }) => !NO_PROPERTY.has(name),
  );
}

/** What a command's `value-name` or `proplist` may be: `get` and `print` know the read-only properties too. */
export function valueNames(schema: Schema, menu: string, command: string): readonly string[] {
  const written = writtenProperties(schema, menu).map(({ name }) => name);
  return command === "get" || command === "print" ? [...written, ...schema.readOnly(menu)] : written;
}

/** Whether an argument names properties instead of having a value of its own. */
export function namesProperties(argument: string): boolean {
  return argument === "value-name" || argument === "proplist";
}
