import type { Chunk, SyntaxTree } from "../syntax/tree.ts";
import type { ExportInfo } from "./model.ts";

/** What the comments at the head of a file say. */
export interface ExportHeader {
  /** The version as written after `by RouterOS`; undefined when there is no such comment. */
  readonly versionText: string | undefined;
  readonly boardModel: string | undefined;
}

const BY_ROUTEROS = /^(?:(?<date>.*?)\s)?\s*by RouterOS\s+v?(?<version>[\w.*]+)/;

/**
 * Reads the comments before the first statement: `# jan/02/1970 00:00:00 by RouterOS 6.45.X`,
 * `# 2024-01-02 03:04:05 by RouterOS 7.22rc1`, `# model = RB4011`. A BOM, blank lines or other comments may
 * stand before them.
 */
export function readExportHeader(tree: SyntaxTree): ExportHeader {
  let versionText: string | undefined;
  let boardModel: string | undefined;
  for (const chunk of tree.chunks) {
    const [statement] = chunk.statements;
    for (const comment of chunk.comments) {
      if (statement !== undefined && comment.from > statement.from) break;
      versionText ??= BY_ROUTEROS.exec(comment.text)?.groups?.["version"];
      boardModel ??= /^\s*model\s*=\s*(\S.*?)\s*$/.exec(comment.text)?.[1];
    }
    if (statement !== undefined) break;
  }
  return { versionText, boardModel };
}

/** Menus named by `#error exporting /ip/ssh` lines (`"/ip/ssh" (timeout)` in later versions), as full paths. */
export function readFailedMenus(chunks: readonly Chunk[]): string[] {
  const failed = new Set<string>();
  for (const chunk of chunks) {
    for (const comment of chunk.comments) {
      const path = /^\s*error exporting "?(\/[a-z0-9 /-]+)/.exec(comment.text)?.[1];
      if (path !== undefined) failed.add(`/${path.split(/[ /]+/).filter(Boolean).join("/")}`);
    }
  }
  return [...failed];
}

/** What telling a whole export from a part of one needs to know. */
export interface WrittenMenus {
  /** Full paths of the menus written at root level, each once. */
  readonly menus: readonly string[];
  /** Whether something beside `add` and `set` lines is there: a script, not an export. */
  readonly hasLogic: boolean;
}

/**
 * `/ip firewall export` prints menus below `/ip firewall` only, so sections from several top-level menus come
 * from `/export` as a whole, or from someone who cut pieces out of one. A whole one of a configured router
 * names the router or holds most of interfaces, addresses and system; less is taken for a part.
 */
export function judgeExtent(
  header: ExportHeader,
  written: WrittenMenus,
): Pick<ExportInfo, "kind" | "reason"> {
  if (header.versionText === undefined) {
    return {
      kind: "script",
      reason: "There is no `by RouterOS` comment at its head, so it is read as a script.",
    };
  }
  if (written.hasLogic) {
    return { kind: "script", reason: "It has script commands at root level, which /export never prints." };
  }
  const roots = new Set(written.menus.map((menu) => menu.split("/")[1] ?? ""));
  const has = (menu: string): boolean => written.menus.includes(menu);
  if (roots.size < 2) {
    return {
      kind: "partial",
      reason: "It holds a single branch of the menus, as an export of that branch does.",
    };
  }
  if (has("/system/identity") && (roots.has("interface") || roots.has("ip"))) {
    return {
      kind: "full",
      reason: "It has the export header, the router's identity and sections of several branches.",
    };
  }
  if (
    roots.has("interface") &&
    roots.has("ip") &&
    (roots.has("system") || roots.size >= 4 || written.menus.length >= 6)
  ) {
    return {
      kind: "full",
      reason: "It has the export header and sections of interfaces, IP and other branches.",
    };
  }
  return { kind: "partial", reason: "It has the export header, but too few sections for a whole export." };
}
