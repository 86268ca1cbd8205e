/** Keystroke → diagnostics in a 100,000-line export: `tsx bench/edit.ts [lines] [keystrokes]`. */
import { performance } from "node:perf_hooks";
import { createLanguageService } from "../server/src/service.ts";
import { generateRouter } from "./router.ts";

const PATH = "file:///bench.rsc";
const lines = Number(process.argv[2] ?? 100_000);
const keystrokes = Number(process.argv[3] ?? 60);

const STAGES = ["text and tree", "model", "lint", "diagnostics"] as const;
type Stage = (typeof STAGES)[number] | "keystroke to diagnostics";

const service = createLanguageService();
const times = new Map<Stage, number[]>();
const text = generateRouter(lines);

const started = performance.now();
let analysis = service.analyse([{ path: PATH, text }]);
service.diagnostics(analysis, PATH, { maxFindings: 1000 });
console.log(
  `export: ${lines} lines, ${(text.length / 1e6).toFixed(1)} MB; ${analysis.findings.length} findings`,
);
console.log(`open to diagnostics: ${(performance.now() - started).toFixed(0)} ms`);

for (let i = 0; i < keystrokes; i++) {
  const { start, newText } = keystroke(analysis.file(PATH)?.text ?? "", i);
  const begin = performance.now();
  analysis = stage("text and tree", () => {
    const next = service.update(analysis, PATH, [{ range: { start, end: start }, newText }]);
    return next.file(PATH)?.tree ? next : next;
  });
  stage("model", () => analysis.model.references.length);
  stage("lint", () => service.lint(analysis));
  stage("diagnostics", () => service.diagnostics(analysis, PATH, { maxFindings: 1000 }));
  note("keystroke to diagnostics", performance.now() - begin);
}

for (const name of [...STAGES, "keystroke to diagnostics"] as const) {
  const sorted = [...(times.get(name) ?? [])].sort((a, b) => a - b);
  console.log(`${name.padEnd(26)} p50 ${quantile(sorted, 0.5)} ms   p95 ${quantile(sorted, 0.95)} ms`);
}
console.log("aim: keystroke to diagnostics p95 <= 60 ms");

/** A letter into a comment or value somewhere, now and then a whole new line. */
function keystroke(current: string, i: number): { readonly start: number; readonly newText: string } {
  const near = Math.floor(((i * 7919) % 1000) * (current.length / 1000));
  const lineStart = current.indexOf("\nadd ", near) + 1;
  if (i % 5 === 0) return { start: lineStart, newText: "add comment=new\n" };
  const value = current.indexOf("=", lineStart) + 1;
  return { start: value, newText: "x" };
}

function stage<T>(name: Stage, run: () => T): T {
  const begin = performance.now();
  const result = run();
  note(name, performance.now() - begin);
  return result;
}

function note(name: Stage, ms: number): void {
  times.set(name, [...(times.get(name) ?? []), ms]);
}

function quantile(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}
