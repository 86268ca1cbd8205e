/** Writes the merged tree as sorted text: one line a menu, one line a command (format: server/src/schema/data-format.ts). */

import type { ValueSpec } from "../../server/src/schema/value-specs.ts";
import type { Merged, MergedTree } from "./merge.ts";
import { presence, spanText } from "./merge.ts";
import type { TypePool } from "./type-pool.ts";

export type SpecLookup = (
  menu: string,
  command: string,
  argument: string,
  node: Merged,
) => ValueSpec | undefined;

interface Argument {
  readonly name: string;
  /** Name with its type, without the span. */
  readonly token: string;
  readonly seen: readonly boolean[];
}

interface Command {
  readonly menu: string;
  readonly name: string;
  readonly hardware: boolean;
  readonly seen: readonly boolean[];
  readonly within: readonly boolean[];
  readonly args: readonly Argument[];
}

interface Menu {
  readonly path: string;
  readonly line: string;
  readonly commands: readonly Command[];
}

/** Commands whose arguments are the same nearly everywhere: written as a difference to the usual list. */
const SHAPED = new Set(
  "print get export find edit remove disable enable comment unset move monitor reset-counters".split(" "),
);

export function writeTree(tree: MergedTree, pool: TypePool, specs: SpecLookup): string {
  const menus = collect(tree, pool, specs);
  const shapes = findShapes(menus);
  const lines = [`#axis ${tree.axis.join(" ")}`];
  for (const [name, args] of [...shapes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`=${name} ${args.map((arg) => argumentText(arg, alwaysSeen(tree), tree.axis)).join(" ")}`);
  }
  for (const menu of menus) {
    lines.push(menu.line);
    for (const command of menu.commands) lines.push(commandLine(command, menu, shapes, tree));
  }
  return `${lines.join("\n")}\n`;
}

function alwaysSeen(tree: MergedTree): boolean[] {
  return tree.axis.map(() => true);
}

function collect(tree: MergedTree, pool: TypePool, specs: SpecLookup): Menu[] {
  const menus: Menu[] = [];
  const visit = (path: string, node: Merged, within: readonly boolean[]): void => {
    const seen = node.hardware ? alwaysSeen(tree) : presence(node, tree.axis.length);
    const line = menuLine(path || "/", node, seen, within, tree.axis);
    const entries = [...node.children].sort(([a], [b]) => (a < b ? -1 : 1));
    const commands = entries
      .filter(([, child]) => child.kind === "command")
      .map(([name, child]) => toCommand(path || "/", name, child, node, seen, tree, pool, specs));
    menus.push({ path: path || "/", line, commands });
    for (const [name, child] of entries) if (child.kind === "menu") visit(`${path}/${name}`, child, seen);
  };
  visit("", tree.root, alwaysSeen(tree));
  return menus.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function menuLine(
  path: string,
  node: Merged,
  seen: readonly boolean[],
  within: readonly boolean[],
  axis: readonly string[],
): string {
  const extraOnly = axis.map((_, at) => Boolean(node.extra[at] && !node.base[at]));
  const flags = [
    node.hardware ? " h" : "",
    extraOnly.some(Boolean) ? ` x${spanText(extraOnly, seen, axis)}` : "",
  ];
  return `${path}${spanText(seen, within, axis)}${flags.join("")}`;
}

function toCommand(
  menu: string,
  name: string,
  node: Merged,
  parent: Merged,
  within: readonly boolean[],
  tree: MergedTree,
  pool: TypePool,
  specs: SpecLookup,
): Command {
  const seen = node.hardware ? [...within] : presence(node, tree.axis.length);
  const args = [...node.children]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([arg, child]) => {
      const spec = specs(menu, name, arg, child);
      const flags = spec ? `${spec.negatable ? "!" : ""}${spec.list ? "*" : ""}` : "";
      const type = `${flags}${spec ? pool.name(spec.type, arg) : ""}`;
      const mark = child.hardware && !parent.hardware ? "^" : "";
      return {
        name: arg,
        token: `${arg}${mark}${type ? `:${type}` : ""}`,
        seen: child.hardware ? seen : presence(child, tree.axis.length),
      };
    });
  return { menu, name, hardware: node.hardware && !parent.hardware, seen, within, args };
}

function shapeName(command: Command, menu: Menu): string | undefined {
  if (!SHAPED.has(command.name)) return undefined;
  return menu.commands.some((other) => other.name === "find") ? command.name : `${command.name}.settings`;
}

/** The most frequent argument list of each verb. */
function findShapes(menus: readonly Menu[]): Map<string, readonly Argument[]> {
  const counts = new Map<string, Map<string, { count: number; args: readonly Argument[] }>>();
  for (const menu of menus) {
    for (const command of menu.commands) {
      const name = shapeName(command, menu);
      if (!name || !command.seen[0] || !command.seen.at(-1)) continue;
      const key = command.args.map((arg) => `${arg.token} ${arg.seen.map(Number).join("")}`).join();
      const forms = counts.get(name) ?? new Map();
      counts.set(name, forms);
      const form = forms.get(key) ?? { count: 0, args: command.args };
      form.count++;
      forms.set(key, form);
    }
  }
  const shapes = new Map<string, readonly Argument[]>();
  for (const [name, forms] of counts) {
    const best = [...forms.values()].sort((a, b) => b.count - a.count)[0];
    if (best && best.count > 1 && best.args.length > 0) shapes.set(name, best.args);
  }
  return shapes;
}

function commandLine(
  command: Command,
  menu: Menu,
  shapes: ReadonlyMap<string, readonly Argument[]>,
  tree: MergedTree,
): string {
  const head = ` ${command.name}${command.hardware ? "^" : ""}${spanText(command.seen, command.within, tree.axis)}`;
  const full = command.args.map((arg) => argumentText(arg, command.seen, tree.axis)).join(" ");
  const choices = [full];
  const shape = shapes.get(shapeName(command, menu) ?? "");
  if (shape) choices.unshift(delta("=", shape, command, tree));
  for (const other of menu.commands) {
    if (other.name >= command.name || !["add", "set", "reset"].includes(other.name)) continue;
    choices.push(delta(`=${other.name}`, other.args, command, tree));
  }
  const best = choices.reduce((a, b) => (b.length < a.length ? b : a));
  return best ? `${head} ${best}` : head;
}

/** `=` or `=add`, then what this command has besides (`+`) and what it lacks (`-`). */
function delta(from: string, base: readonly Argument[], command: Command, tree: MergedTree): string {
  const clip = (seen: readonly boolean[]): string =>
    seen.map((yes, at) => Number(yes && Boolean(command.seen[at]))).join("");
  const ours = new Map(command.args.map((arg) => [arg.name, arg]));
  const parts = [from];
  for (const arg of base) {
    const mine = ours.get(arg.name);
    if (mine && mine.token === arg.token && clip(mine.seen) === clip(arg.seen)) ours.delete(arg.name);
    else if (!mine) parts.push(`-${arg.name}`);
  }
  for (const arg of ours.values()) parts.push(`+${argumentText(arg, command.seen, tree.axis)}`);
  return parts.join(" ");
}

function argumentText(arg: Argument, within: readonly boolean[], axis: readonly string[]): string {
  return `${arg.token}${spanText(arg.seen, within, axis)}`;
}
