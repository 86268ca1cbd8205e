/** Merges dumps of many versions into one tree that knows in which of them each node was seen. */
import type { Word } from "../../server/src/schema/value-specs.ts";
import type { Dump, DumpNode } from "./dump.ts";
import { byVersion } from "./dump.ts";

export interface Merged {
  readonly kind: DumpNode["kind"];
  /** By dump index on the axis: seen with the base packages, seen with all extra packages. */
  readonly base: boolean[];
  readonly extra: boolean[];
  /** Seen on other hardware only; its spans say nothing. */
  hardware: boolean;
  desc: string | undefined;
  words: readonly Word[];
  readonly children: Map<string, Merged>;
}

export interface MergedTree {
  /** The versions of the dumps, oldest first. */
  readonly axis: readonly string[];
  readonly root: Merged;
}

export function mergeDumps(dumps: readonly Dump[]): MergedTree {
  const axis = [...new Set(dumps.map((dump) => dump.version))].sort(byVersion);
  const root = emptyNode("menu");
  for (const dump of dumps) {
    const index = axis.indexOf(dump.version);
    addChildren(root, dump.root, index, dump.extra);
    mark(root, index, dump.extra);
  }
  closeHoles(root, axis.length);
  return { axis, root };
}

/** Adds paths that another architecture has and x86 lacks, e.g. "/system/routerboard/set/…". */
export function addHardwarePaths(tree: MergedTree, paths: readonly string[]): void {
  const known = new Set(paths);
  for (const path of [...paths].sort()) {
    const parts = path.split("/").slice(1);
    if (parts.at(-1) === "desc") continue;
    let node = tree.root;
    parts.forEach((part, at) => {
      const here = `/${parts.slice(0, at + 1).join("/")}`;
      const next = node.children.get(part) ?? emptyNode(kindOfPath(here, known, node));
      if (!node.children.has(part)) next.hardware = true;
      node.children.set(part, next);
      node = next;
    });
  }
}

const VERBS =
  /^(?:print|export|find|get|set|add|remove|enable|disable|comment|edit|move|reset|unset|monitor|upgrade|blink|hint|reset-counters|reset-counters-all|join|usb)$/;

/** Crawled path lists have no types: below a command all is an argument, a verb's name is a command. */
function kindOfPath(path: string, known: ReadonlySet<string>, parent: Merged): DumpNode["kind"] {
  if (parent.kind !== "menu") return "argument";
  const name = path.slice(path.lastIndexOf("/") + 1);
  const hasVerbs = ["print", "get", "export"].some((verb) => known.has(`${path}/${verb}`));
  return VERBS.test(name) && !hasVerbs ? "command" : hasVerbs ? "menu" : "command";
}

function emptyNode(kind: DumpNode["kind"]): Merged {
  return { kind, base: [], extra: [], hardware: false, desc: undefined, words: [], children: new Map() };
}

function addChildren(parent: Merged, nodes: readonly DumpNode[], index: number, extra: boolean): void {
  for (const node of nodes) {
    const merged = parent.children.get(node.name) ?? emptyNode(node.kind);
    parent.children.set(node.name, merged);
    mark(merged, index, extra);
    if (node.desc !== undefined) merged.desc = node.desc;
    if (node.words.length > 0) merged.words = node.words;
    addChildren(merged, node.children, index, extra);
  }
}

function mark(node: Merged, index: number, extra: boolean): void {
  (extra ? node.extra : node.base)[index] = true;
}

/** A node missing in at most two dumps between two that have it was missed by the crawl. */
function closeHoles(node: Merged, length: number): void {
  for (const seen of [node.base, node.extra]) {
    for (let at = 1; at < length; at++) {
      if (seen[at] || !seen[at - 1]) continue;
      const next = [at + 1, at + 2].find((index) => seen[index]);
      if (next !== undefined) seen.fill(true, at, next);
    }
  }
  for (const child of node.children.values()) closeHoles(child, length);
}

/** Presence with or without extra packages, clipped to that of the parent. */
export function presence(node: Merged, length: number): boolean[] {
  return Array.from({ length }, (_, at) => Boolean(node.base[at] || node.extra[at]));
}

/** "@7.13-", "@-7.12,7.15-", "" when present as long as `within`. */
export function spanText(
  seen: readonly boolean[],
  within: readonly boolean[],
  axis: readonly string[],
): string {
  if (seen.every((yes, at) => yes || !within[at])) return "";
  const parts: string[] = [];
  for (let at = 0; at < seen.length; at++) {
    if (!seen[at]) continue;
    const from = at;
    while (seen[at + 1]) at++;
    parts.push(rangeText(from, at, axis));
  }
  return `@${parts.join(",")}`;
}

/** A minor where the change came with it, a patch where it came between two; "" at the ends of the axis. */
function rangeText(from: number, to: number, axis: readonly string[]): string {
  const minor = (at: number): string => axis[at]?.split(".").slice(0, 2).join(".") ?? "";
  const since = from > 0 && minor(from - 1) === minor(from) ? axis[from] : minor(from);
  const open = to === axis.length - 1;
  // "7.22" names the whole minor; its first release alone is "7.22.0".
  const whole = open || minor(to + 1) !== minor(to);
  const until = whole ? minor(to) : axis[to] === minor(to) ? `${minor(to)}.0` : axis[to];
  if (since === until && !open && from > 0) return String(since);
  return `${from === 0 ? "" : since}-${open ? "" : until}`;
}
