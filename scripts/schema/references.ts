/** The cross-reference graph: which property names an object of which namespace. */
import { join } from "node:path";
import { readJson, record, strings } from "./dump.ts";

/** "/menu property:namespace,namespace* property:…", sorted; a pair only inferred from completions ends in "?". */
export function referenceLines(folder: string): string[] {
  const facts = record(readJson(join(folder, "refs.json")));
  const menus = new Map<string, Map<string, string>>();
  const add = (pair: string, text: string): void => {
    const [menu = "", property = ""] = pair.split(" ");
    const properties = menus.get(menu) ?? new Map<string, string>();
    menus.set(menu, properties);
    if (!properties.has(property)) properties.set(property, text);
  };
  for (const [pair, value] of Object.entries(record(facts["refs"]))) {
    add(pair, `${strings(record(value)["ns"]).join(",")}${record(value)["list"] === true ? "*" : ""}`);
  }
  for (const [pair, value] of Object.entries(record(facts["inferredOnly"]))) {
    add(pair, `${String(value).split("|").join(",")}?`);
  }
  return [...menus]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([menu, properties]) => {
      const tokens = [...properties]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, text]) => `${name}:${text}`);
      return `${menu} ${tokens.join(" ")}`;
    });
}
