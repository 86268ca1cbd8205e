import type { Chunk, Command, SyntaxTree } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";
import type { ExportInfo, ModelFile } from "./model.ts";

/** What the comments at the head of a file say. */
export interface ExportHeader {
  /** The version as written after `by RouterOS`, or by what keeps exports; undefined when there is none. */
  readonly versionText: string | undefined;
  readonly boardModel: string | undefined;
}

const BY_ROUTEROS = /^(?:(?<date>.*?)\s)?\s*by RouterOS\s+v?(?<version>[\w.*]+)/;

/**
 * What RANCID (`# RouterOS 6.48.3`) and Oxidized (`#   installed-version: 7.15.2`) leave of it: both drop the line
 * with the date, so that two exports without a change are alike.
 */
const KEPT_VERSION = /^\s*(?:RouterOS\s+v?|installed-version:\s*)(?<version>\d[\w.*]*)\s*$/;

/** The comment that /export writes next, which tells an export that was kept from a script with a remark. */
const EXPORT_ID = /^\s*(?:software|system) id =/;

/**
 * Reads the comments before the first statement: `# jan/02/1970 00:00:00 by RouterOS 6.45.X`,
 * `# 2024-01-02 03:04:05 by RouterOS 7.22rc1`, `# model = RB4011`. A BOM, blank lines or other comments may
 * stand before them.
 */
export function readExportHeader(tree: SyntaxTree): ExportHeader {
  let versionText: string | undefined;
  let keptText: string | undefined;
  let hasId = false;
  let boardModel: string | undefined;
  for (const chunk of tree.chunks) {
    const [statement] = chunk.statements;
    for (const comment of chunk.comments) {
      if (statement !== undefined && comment.from > statement.from) break;
      versionText ??= BY_ROUTEROS.exec(comment.text)?.groups?.["version"];
      keptText ??= KEPT_VERSION.exec(comment.text)?.groups?.["version"];
      hasId ||= EXPORT_ID.test(comment.text);
      boardModel ??= /^\s*model\s*=\s*(\S.*?)\s*$/.exec(comment.text)?.[1];
    }
    if (statement !== undefined) break;
  }
  return { versionText: versionText ?? (hasId ? keptText : undefined), boardModel };
}

/** The comment ahead of the first statement that names the version; else the file's first line. */
export function headerRange(tree: SyntaxTree): Range {
  const text = headText(tree);
  const [head] = /^\uFEFF?(?:[ \t]*(?:#.*)?\r?\n)*/.exec(text) ?? [""];
  const place =
    /^[ \t]*#.*\bby RouterOS[ \t]+v?[\w.*]+/m.exec(head)?.index ??
    /^[ \t]*#[ \t]*(?:RouterOS[ \t]+v?|installed-version:[ \t]*)\d/m.exec(head)?.index;
  const start = place ?? (text.startsWith("\uFEFF") ? 1 : 0);
  const end = text.slice(start).search(/[\r\n]/);
  return { start, end: end < 0 ? text.length : start + end };
}

/** Where the version that the header names is written. */
export function versionRange(tree: SyntaxTree, versionText: string): Range {
  const start = Math.max(0, headText(tree).indexOf(versionText));
  return { start, end: start + versionText.length };
}

/** The lines up to the end of the first statement's: where a header is looked for, not in all of a big file. */
function headText({ chunks }: SyntaxTree): string {
  let text = "";
  let hasStatement = false;
  for (const chunk of chunks) {
    text += chunk.text;
    hasStatement ||= chunk.statements.length > 0;
    if (hasStatement && /[\r\n]$/.test(chunk.text)) break;
  }
  return text;
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
  /** Whether a file stops in the middle of a command, so that more stood behind it. */
  readonly isCut: boolean;
}

/**
 * Whether an export stops before its end: within a command, or without the line end that `/export` writes behind every
 * statement and without the menus it ends with. The last value may be half a word then, though it looks whole.
 */
export function endsEarly(tree: SyntaxTree): boolean {
  if (endsInCommand(tree) || isInterrupted(tree)) return true;
  const isEnded = /(^|[\n;])\s*$/.test(tree.chunks.at(-1)?.text ?? "");
  return !isEnded && !tree.chunks.some(hasLastMenu);
}

/** Whether more stood behind what the file holds, as far as its end tells. */
export function isCutFile({ tree, wasWhole }: ModelFile): boolean {
  return wasWhole !== true && endsEarly(tree);
}

/** Whether there is something in it, and its end is no break: what an editor remembers before the file is edited. */
export function isWholeText(tree: SyntaxTree): boolean {
  return tree.chunks.some(({ statements }) => statements.length > 0) && !endsEarly(tree);
}

/** `/export` that was stopped (Ctrl-C, a session that closed) writes `#interrupted` in place of what it still had to say. */
function isInterrupted(tree: SyntaxTree): boolean {
  const chunk = tree.chunks.findLast(({ statements, comments }) => statements.length + comments.length > 0);
  const last = chunk?.comments.at(-1);
  return last?.text.trim() === "interrupted" && last.from >= (chunk?.statements.at(-1)?.from ?? 0);
}

/** Exports end with these; who copies one by hand may lose the last line end. */
function hasLastMenu({ statements }: Chunk): boolean {
  return statements.some(
    (one) =>
      one.kind === "command" && one.lead === "/" && /^\/?(system|tool|user)/.test(one.words[0]?.text ?? ""),
  );
}

/**
 * Whether the text ends within a command: with a problem, a line to be continued, a menu path that nothing follows,
 * half a property's name, or without a line end behind a command that lacks its last value.
 */
function endsInCommand(tree: SyntaxTree): boolean {
  const chunk = tree.chunks.findLast(({ statements, problems }) => statements.length + problems.length > 0);
  if (chunk === undefined) return false;
  if (chunk.problems.some(({ severity }) => severity !== "warning")) return true;
  if (/\\\s*$/.test(chunk.text)) return true;
  const statement = chunk.statements.at(-1);
  if (statement?.kind !== "command") return false;
  const hasPathOnly = statement.lead === "/" && statement.args.length === 0;
  if (hasPathOnly && !statement.words.some(({ text }) => VERBS.test(text))) return true;
  if (endsInName(statement)) return true;
  const isEnded = chunk !== tree.chunks.at(-1) || /[\n;]\s*$/.test(chunk.text);
  return !isEnded && lacksValue(statement);
}

const VERBS = /(^|\/)(add|set|remove|enable|disable|print|export|import|reset-configuration|reboot)$/;

/** `add a`: what exports write behind `add` has a value, but for these. */
function endsInName({ words, args }: Command): boolean {
  const verb = words.findIndex(({ text }) => text === "add");
  if (verb < 0) return false;
  const last = args.at(-1);
  if (last === undefined) return verb < words.length - 1;
  return (
    !last.negated && last.name === undefined && last.value?.kind === "word" && !FLAGS.has(last.value.text)
  );
}

const FLAGS = new Set(["fib", "blackhole"]);

function lacksValue({ args }: Command): boolean {
  const last = args.at(-1);
  if (last === undefined) return true;
  if (last.negated) return false;
  return last.name === undefined ? last.value?.kind === "word" : last.value === undefined;
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
  if (written.isCut)
    return {
      kind: "partial",
      reason:
        "The file ends in the middle of a command, without its last line end, or says that it was interrupted.",
    };
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
