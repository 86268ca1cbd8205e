/**
 * Keystroke → diagnostics in exports of 10,000 and 100,000 lines: `tsx bench/edit.ts [lines[,lines…]] [keystrokes]`.
 * Wall time, and the CPU time of this process, which other work on the machine does not inflate.
 */
import { performance } from "node:perf_hooks";
import { createLanguageService } from "../server/src/service.ts";
import { generateRouter } from "./router.ts";

const PATH = "file:///bench.rsc";
const sizes = (process.argv[2] ?? "10000,100000").split(",").map(Number);
const keystrokes = Number(process.argv[3] ?? 100);

const STAGES = ["text and tree", "model", "lint", "diagnostics"] as const;
type Stage = (typeof STAGES)[number] | "keystroke to diagnostics";

interface Spent {
  readonly wall: number;
  readonly cpu: number;
}

for (const lines of sizes) measure(lines);
console.log("aim at 100000 lines: keystroke to diagnostics p95 <= 60 ms");

function measure(lines: number): void {
  const service = createLanguageService();
  const times = new Map<Stage, Spent[]>();
  const text = generateRouter(lines);
  const started = clock();
  let analysis = service.analyse([{ path: PATH, text }]);
  service.diagnostics(analysis, PATH, { maxFindings: 1000 });
  const opened = since(started);
  console.log(
    `export: ${lines} lines, ${(text.length / 1e6).toFixed(1)} MB; ${analysis.findings.length} findings`,
  );
  console.log(`open to diagnostics: ${opened.wall.toFixed(0)} ms, cpu ${opened.cpu.toFixed(0)} ms`);

  for (let i = 0; i < keystrokes; i++) {
    const { start, newText } = keystroke(analysis.file(PATH)?.text ?? "", i);
    const begin = clock();
    analysis = stage(times, "text and tree", () => {
      const next = service.update(analysis, PATH, [{ range: { start, end: start }, newText }]);
      return next.file(PATH)?.tree ? next : next;
    });
    stage(times, "model", () => analysis.model.references.length);
    stage(times, "lint", () => service.lint(analysis));
    stage(times, "diagnostics", () => service.diagnostics(analysis, PATH, { maxFindings: 1000 }));
    note(times, "keystroke to diagnostics", since(begin));
  }
  for (const name of [...STAGES, "keystroke to diagnostics"] as const) print(name, times.get(name) ?? []);
}

function print(name: Stage, spent: readonly Spent[]): void {
  const wall = spent.map((one) => one.wall).sort((a, b) => a - b);
  const cpu = spent.map((one) => one.cpu).sort((a, b) => a - b);
  console.log(
    `${name.padEnd(26)} p50 ${quantile(wall, 0.5)} ms   p95 ${quantile(wall, 0.95)} ms   ` +
      `cpu p50 ${quantile(cpu, 0.5)} ms   p95 ${quantile(cpu, 0.95)} ms`,
  );
}

/** A letter into a comment or value somewhere, now and then a whole new line. */
function keystroke(current: string, i: number): { readonly start: number; readonly newText: string } {
  const near = Math.floor(((i * 7919) % 1000) * (current.length / 1000));
  const lineStart = current.indexOf("\nadd ", near) + 1;
  if (i % 5 === 0) return { start: lineStart, newText: "add comment=new\n" };
  const value = current.indexOf("=", lineStart) + 1;
  return { start: value, newText: "x" };
}

function stage<T>(times: Map<Stage, Spent[]>, name: Stage, run: () => T): T {
  const begin = clock();
  const result = run();
  note(times, name, since(begin));
  return result;
}

function note(times: Map<Stage, Spent[]>, name: Stage, spent: Spent): void {
  times.set(name, [...(times.get(name) ?? []), spent]);
}

function clock(): Spent {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1000 };
}

function since(begin: Spent): Spent {
  const now = clock();
  return { wall: now.wall - begin.wall, cpu: now.cpu - begin.cpu };
}

function quantile(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}
