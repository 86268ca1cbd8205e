import type { Version } from "../values/version.ts";
import { satisfies } from "../values/version.ts";
import { DEFAULT_ROWS } from "./default-rows.ts";

interface Row {
  readonly range: string;
  readonly value: string;
}

/**
 * The value that counts where a property is not written. Rows hold "property=value" under a menu, in a range of
 * versions; where the version is not known, only what holds in all of them is told.
 */
export function defaultFor(menu: string, property: string, version: Version | undefined): string | undefined {
  const rows = rowsOf(menu, property);
  if (version) return rows.find((row) => row.range === "" || satisfies(version, row.range))?.value;
  const [first] = rows;
  return first && rows.every((row) => row.value === first.value) ? first.value : undefined;
}

function rowsOf(menu: string, property: string): Row[] {
  const found: Row[] = [];
  for (const [menus, range, text] of DEFAULT_ROWS) {
    if (!menus.split(" ").includes(menu)) continue;
    const value = valueIn(text, property);
    if (value !== undefined) found.push({ range, value });
  }
  return found;
}

function valueIn(text: string, property: string): string | undefined {
  const start = ` ${text} `.indexOf(` ${property}=`);
  if (start < 0) return undefined;
  const rest = text.slice(start + property.length + 1);
  const end = rest.indexOf(" ");
  return end < 0 ? rest : rest.slice(0, end);
}
