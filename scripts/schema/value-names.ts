/** What items of a menu have besides what `add` and `set` write: their read-only properties, as `get` offers them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type DumpNode, readJson, toNodes } from "./dump.ts";

/** "/menu name name …", sorted; from the deep dumps, which alone hold what a command's argument offers. */
export function valueNameLines(folder: string): string[] {
  const menus = new Map<string, Set<string>>();
  const deep = join(folder, "deep");
  for (const file of readdirSync(deep)) {
    if (file.endsWith(".deep-inspect.base.json.gz")) collect("", toNodes(readJson(join(deep, file))), menus);
  }
  return [...menus]
    .filter(([, names]) => names.size > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([menu, names]) => `${menu} ${[...names].sort().join(" ")}`);
}

function collect(path: string, nodes: readonly DumpNode[], menus: Map<string, Set<string>>): void {
  const offered = [...wordsOf(nodes, "get", "value-name"), ...wordsOf(nodes, "print", "proplist")];
  if (offered.length > 0) {
    const written = new Set([...argumentsOf(nodes, "add"), ...argumentsOf(nodes, "set")].map(nameOf));
    const names = menus.get(path) ?? new Set<string>();
    menus.set(path, names);
    for (const name of offered) if (!written.has(name)) names.add(name);
  }
  for (const node of nodes) if (node.kind === "menu") collect(`${path}/${node.name}`, node.children, menus);
}

function wordsOf(nodes: readonly DumpNode[], command: string, argument: string): string[] {
  const found = argumentsOf(nodes, command).find((node) => node.name === argument);
  return (found?.words ?? []).map(({ text }) => text);
}

function argumentsOf(nodes: readonly DumpNode[], command: string): readonly DumpNode[] {
  return nodes.find((node) => node.kind === "command" && node.name === command)?.children ?? [];
}

function nameOf({ name }: DumpNode): string {
  return name;
}
