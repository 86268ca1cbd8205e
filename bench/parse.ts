import { performance } from "node:perf_hooks";
import { parse } from "../server/src/syntax/parser.ts";
import { reparse } from "../server/src/syntax/reparse.ts";
import type { SyntaxTree } from "../server/src/syntax/tree.ts";
import { generateExport } from "./export.ts";
import { scanBytes } from "./scanner.ts";

const started = performance.now();
parse('/ip address\nadd address=10.0.0.1/24 interface=ether1 comment="x"\n:if ($a = 1) do={ :put "$b" }\n');
const startUp = performance.now() - started;

const text = generateExport(100_000);
const bytes = new TextEncoder().encode(text);
const megabytes = bytes.length / 1e6;

const scanTime = best(7, () => scanBytes(bytes));
const parseTime = best(5, () => parse(text));
const latencies = editLatencies(300);

console.log(`export: ${text.split("\n").length - 1} lines, ${megabytes.toFixed(1)} MB`);
console.log(`start-up (lexer, parser, first lines): ${startUp.toFixed(1)} ms (aim <= 40)`);
console.log(`byte scanner: ${(megabytes / scanTime).toFixed(1)} MB/s`);
console.log(`full parse: ${(megabytes / parseTime).toFixed(1)} MB/s (aim >= 6)`);
console.log(`parse time / scanner time: ${(parseTime / scanTime).toFixed(1)} (aim <= 12)`);
console.log(`edit: p50 ${quantile(latencies, 0.5)} ms, p95 ${quantile(latencies, 0.95)} ms (aim <= 10)`);

/** Seconds of the quickest of `runs`. */
function best(runs: number, run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return least / 1000;
}

/** Milliseconds of single edits all over the text: letters typed, lines added, quotes opened and closed again. */
function editLatencies(count: number): number[] {
  let tree: SyntaxTree = parse(text);
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = Math.floor(((Math.floor(i / 5) * 7919) % count) * (text.length / count));
    const kind = i % 5;
    const newText = ["x", "", "\nadd list=a address=1.2.3.4\n", '"', ""][kind] ?? "";
    const edit = { range: { start, end: start + (newText === "" ? 1 : 0) }, newText };
    const before = performance.now();
    tree = reparse(tree, edit);
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b);
}

function quantile(sorted: readonly number[], q: number): string {
  return (sorted[Math.floor(sorted.length * q)] ?? 0).toFixed(2);
}
