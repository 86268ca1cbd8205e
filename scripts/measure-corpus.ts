import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { formatText } from "../server/src/format/format.ts";
import { decode } from "../server/src/project/decode.ts";
import { createLanguageService } from "../server/src/service.ts";
import { parse, printTree } from "../server/src/syntax/parser.ts";
import { tokensOf } from "../server/src/syntax/tokens.ts";

/**
 * `tsx scripts/measure-corpus.ts FOLDER [--fixes]`: what has to hold on every real file. Nothing crashes,
 * printing the tree gives the bytes back, what a router wrote has no syntax error, formatting keeps every
 * token and is idempotent; with --fixes, all fixes of a file leave it parseable and change nothing the
 * second time. Prints findings per rule at the end.
 */
const [folder = ".", ...flags] = process.argv.slice(2);
const service = createLanguageService();
const config = { extends: "all" } as const;
const counts = new Map<string, number>();
let files = 0;
let lossy = 0;
let exportsWithErrors = 0;
let formatChanged = 0;
let fixesBroken = 0;
let fixesApplied = 0;
const started = process.cpuUsage();

for (const path of filesBelow(folder)) {
  const { text } = decode(readFileSync(path));
  files++;
  if (text === undefined) continue;
  const name = relative(folder, path);
  if (printTree(parse(text)) !== text) say(name, "is not printed back", () => lossy++);
  const findings = lintText(path, text);
  for (const { ruleId } of findings) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  const isExport = /^\uFEFF?\s*# .*by RouterOS \d/.test(text);
  if (isExport && syntaxErrors(findings) > 0)
    say(name, "is an export with syntax errors", () => exportsWithErrors++);
  checkFormat(name, text);
  if (flags.includes("--fixes")) checkFixes(name, path, text, syntaxErrors(findings));
}

function lintText(path: string, text: string) {
  return service.lint(service.analyse([{ path, text }], { config }));
}

function syntaxErrors(findings: ReturnType<typeof lintText>): number {
  return findings.filter(({ ruleId, severity }) => ruleId === "syntax-error" && severity === "error").length;
}

function checkFormat(name: string, text: string): void {
  const once = formatText(text);
  if (formatText(once) !== once) say(name, "formats differently the second time", () => formatChanged++);
  else if (words(once) !== words(text))
    say(name, "loses or gains a token when formatted", () => formatChanged++);
}

/** All that is not white space or a line continuation. */
function words(text: string): string {
  return parse(text)
    .chunks.flatMap((chunk) =>
      tokensOf(chunk).flatMap(({ kind, from, to }) =>
        ["blank", "newline", "continuation"].includes(kind) ? [] : chunk.text.slice(from, to),
      ),
    )
    .join("\u0000");
}

function checkFixes(name: string, path: string, text: string, errorsBefore: number): void {
  const request = { safeties: ["safe", "suggestion"] } as const;
  const first = service.fixAll(service.analyse([{ path, text }], { config }), request);
  const fixed = first.files[0]?.text ?? text;
  fixesApplied += first.applied.length;
  if (syntaxErrors(lintText(path, fixed)) > errorsBefore)
    say(name, "does not parse after its fixes", () => fixesBroken++);
  const second = service.fixAll(service.analyse([{ path, text: fixed }], { config }), request);
  if ((second.files[0]?.text ?? fixed) !== fixed)
    say(name, "changes again when fixed twice", () => fixesBroken++);
}

function say(name: string, what: string, count: () => void): void {
  count();
  console.log(`${name} ${what}`);
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((entry) => filesBelow(join(path, entry)));
}

const { user, system } = process.cpuUsage(started);
for (const [rule, count] of [...counts].sort((a, b) => b[1] - a[1]))
  console.log(`${String(count).padStart(6)} ${rule}`);
console.log(
  `${files} files, ${lossy} lossy, ${exportsWithErrors} exports with syntax errors, ${formatChanged} format problems, ` +
    `${fixesApplied} fixes applied with ${fixesBroken} problems, ${((user + system) / 1e6).toFixed(1)} s of CPU`,
);
