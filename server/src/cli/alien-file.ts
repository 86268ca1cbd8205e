import type { LintFinding } from "../service.ts";
import { createLineIndex } from "../text/line-index.ts";

/** How many lines have to be looked at, and how few are too few to judge by. */
const MOST_LINES = 30;
const LEAST_LINES = 3;
const UNREAD = new Set(["syntax-error", "unknown-command", "unknown-menu"]);
/** A header, or how a line of an export or a script begins; such a file is RouterOS, however broken. */
const FAMILIAR = /^\s*(?:\/[a-z]|:[a-z]|(?:add|set)\s|#.*\bby RouterOS\b)/m;

/**
 * The findings of one file; where it is something else altogether (a list of users, a page of text), one that says
 * so in place of one or two a line. What is not shown anyway, and terminal sessions, stay as they are.
 */
export function withoutAlienNoise(text: string, findings: readonly LintFinding[]): readonly LintFinding[] {
  const unread = findings.filter(({ ruleId, suppressed }) => suppressed === undefined && UNREAD.has(ruleId));
  const first = unread.find(({ ruleId }) => ruleId === "syntax-error");
  if (first === undefined || findings.some(({ ruleId }) => ruleId === "terminal-output")) return findings;
  if (!isAlien(text, unread)) return findings;
  const only: LintFinding = {
    ...first,
    message: "This does not look like a RouterOS configuration: none of its first lines is a command.",
    related: [],
    fixes: [],
  };
  const noise = new Set(unread);
  return findings.flatMap((finding) => (finding === first ? [only] : noise.has(finding) ? [] : [finding]));
}

function isAlien(text: string, unread: readonly LintFinding[]): boolean {
  const lines = createLineIndex(text);
  const unreadLines = new Set(unread.map(({ range }) => lines.positionAt(range.start).line));
  let seen = 0;
  for (let line = 0; line < lines.lineCount && seen < MOST_LINES; line++) {
    const content = lines.lineText(line);
    if (FAMILIAR.test(content)) return false;
    // Brackets alone tell nothing.
    if (/^\s*#/.test(content) || !/[\p{L}\d]/u.test(content)) continue;
    if (!unreadLines.has(line)) return false;
    seen++;
  }
  return seen >= LEAST_LINES;
}
