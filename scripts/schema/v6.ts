/** The v6 overlay: which menus and properties exports of 6.x show. */
import { join } from "node:path";
import { readJson, record, strings } from "./dump.ts";

/** "/ip/address" and " add address comment …" lines, sorted. */
export function v6Lines(folder: string): string[] {
  const menus = new Map<string, Map<string, Set<string>>>();
  const add = (menu: string, command: string, names: readonly string[]): void => {
    const path = `/${menu.replace(/^\//, "").trim().split(/\s+/).join("/")}`;
    const commands = menus.get(path) ?? new Map<string, Set<string>>();
    menus.set(path, commands);
    const known = commands.get(command) ?? new Set<string>();
    commands.set(command, known);
    for (const name of names) if (/^[a-z0-9][\w.-]*$/i.test(name)) known.add(name);
  };
  for (const [menu, facts] of Object.entries(record(readJson(join(folder, "v6-verbose-facts.json"))))) {
    for (const command of strings(record(facts)["cmds"]))
      add(menu, command, Object.keys(record(record(facts)["args"])));
  }
  for (const [menu, commands] of Object.entries(record(readJson(join(folder, "v6-seen-args.json"))))) {
    for (const [command, args] of Object.entries(record(commands)))
      add(menu, command, Object.keys(record(args)));
  }
  return [...menus]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, commands]) => [
      path,
      ...[...commands]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, args]) => ` ${name} ${[...args].sort().join(" ")}`),
    ]);
}
