/**
 * Throughput of the parser against a byte scanner, and the latency of edits, in a 100,000-line export:
 * `tsx bench/parse.ts [lines]`. Times are CPU times of the whole process, the garbage collector's threads
 * included, so that a busy machine does not spoil them.
 */
import { parse, parseChunk } from "../server/src/syntax/parser.ts";
import { reparse } from "../server/src/syntax/reparse.ts";
import { creditAfter, FULL_CREDIT, scanStatement } from "../server/src/syntax/scan.ts";
import type { Chunk, SyntaxTree } from "../server/src/syntax/tree.ts";
import { runBundled } from "./bundled.ts";
import { generateExport } from "./export.ts";
import { scanBytes } from "./scanner.ts";

const RUNS = 8;
const EDITS = 300;

await runBundled(import.meta.url);

const plainStart = cpuTime(() =>
  parse('/ip address\nadd address=10.0.0.1/24 interface=ether1 comment="x"\n'),
);
const grammarStart = cpuTime(() => parse(':if ($a = 1) do={ :put "$b" }\n'));

const text = generateExport(Number(process.argv[2] ?? 100_000));
const bytes = new TextEncoder().encode(text);
const megabytes = bytes.length / 1e6;

const scanTime = best(() => scanBytes(bytes));
const parseTime = best(() => parse(text));
const grammarTime = best(() => parseByGrammar(text));

print("export", `${text.split("\n").length - 1} lines, ${megabytes.toFixed(1)} MB`);
print("start-up, plain export lines only", `${plainStart.toFixed(1)} ms`);
print("start-up, lexer and parser", `${(plainStart + grammarStart).toFixed(1)} ms (aim <= 40)`);
print("byte scanner", rate(scanTime));
print("full parse, every node", `${rate(parseTime)} (aim >= 6)`);
print("parse time / scanner time", `${(parseTime / scanTime).toFixed(1)} (aim <= 12)`);
print("the same by the grammar alone", `${rate(grammarTime)}, ${(grammarTime / scanTime).toFixed(1)}`);
print("edit", latencies(text, ["x", "", "\nadd list=a address=1.2.3.4\n", '"', ""]));
for (const opener of ['"', "{", "[", "("]) {
  for (const count of [1, 120]) {
    const damaged = withOpeners(text, opener, count);
    print(`edit, ${count} × ${opener} open`, latencies(damaged, ["x", opener, ""]));
  }
}

function print(what: string, figure: string): void {
  console.log(`${what.padEnd(36)} ${figure}`);
}

function rate(milliseconds: number): string {
  return `${((megabytes / milliseconds) * 1000).toFixed(1)} MB/s`;
}

/** Milliseconds. */
function cpuTime(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function best(run: () => unknown): number {
  return Math.min(...Array.from({ length: RUNS }, () => cpuTime(run)));
}

/** What scripts cost, where hardly a line is plain. */
function parseByGrammar(source: string): Chunk[] {
  const chunks: Chunk[] = [];
  let credit = FULL_CREDIT;
  for (let start = 0; start < source.length; ) {
    const extent = scanStatement(source, start, credit);
    chunks.push(parseChunk(source.slice(start, extent.end), start, extent, credit));
    credit = creditAfter(credit, start, extent);
    start = extent.end;
  }
  return chunks;
}

/** Single edits all over the text, in turn of `kinds`; an empty one deletes the char inserted before it. */
function latencies(source: string, kinds: readonly string[]): string {
  let tree: SyntaxTree = parse(source);
  const times: number[] = [];
  for (let i = 0; i < EDITS; i++) {
    const place = Math.floor(i / kinds.length) * 7919;
    const start = Math.floor((place % EDITS) * (source.length / EDITS));
    const newText = kinds[i % kinds.length] ?? "";
    const edit = { range: { start, end: start + (newText === "" ? 1 : 0) }, newText };
    times.push(
      cpuTime(() => {
        tree = reparse(tree, edit);
      }),
    );
  }
  times.sort((a, b) => a - b);
  return `p50 ${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)} ms, most ${quantile(times, 1)} ms (aim p95 <= 10)`;
}

function quantile(sorted: readonly number[], q: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(2);
}

/** The text with `count` statements in which `opener` is never closed. */
function withOpeners(source: string, opener: string, count: number): string {
  const lines = source.split("\n");
  const step = Math.floor(lines.length / (count + 1));
  for (let i = count; i > 0; i--) lines.splice(i * step, 0, `add name=${opener}x`);
  return lines.join("\n");
}
