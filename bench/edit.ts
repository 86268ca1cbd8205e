/**
 * Keystroke → diagnostics in exports of 10,000 and 100,000 lines: `tsx bench/edit.ts [lines[,lines…]] [rounds]`.
 * Wall time, and the CPU time of this process, which other work on the machine does not inflate; and the memory that
 * the document takes, which typing must not add to.
 */
import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Analysis, createLanguageService, type TextEdit } from "../server/src/service.ts";
import { runBundled } from "./bundled.ts";
import { generateRouter } from "./router.ts";

await runBundled(import.meta.url);

const PATH = "file:///bench.rsc";
const sizes = (process.argv[2] ?? "10000,100000").split(",").map(Number);
/** Some 600 keys, as in half an hour of editing. */
const rounds = Number(process.argv[3] ?? 20);
/** Behind the timed ones, since a full collection would flatter what comes after it. */
const ROUNDS_HELD = 10;
const service = createLanguageService();

const STAGES = ["text and tree", "model", "lint", "diagnostics"] as const;
const WHOLE = "keystroke to diagnostics";
/** By code that the engine has not compiled yet. */
const FIRST = "of these, the first round";

interface Spent {
  readonly wall: number;
  /** Of whole keystrokes only: to ask for it takes a tenth of a millisecond. */
  readonly cpu?: number;
}

/** What people type; `|` stands for the cursor, which is put behind the text found and types one key after the other. */
const TYPED: readonly (readonly [string, string, string])[] = [
  ["a value of a firewall rule", "dst-port=|", "8"],
  ["an address of a firewall rule", "src-address=10.|", "1"],
  ["a comment of a firewall rule", 'chain=forward comment="|', "ab"],
  ["a new firewall rule", "\n|add action=accept chain=forward comment", "add chain=input protocol=gre\n"],
  ["an opened quote", "action=accept chain=|", '"'],
  ["an address in a long list", "add address=100.|", "1"],
  ["another list's name", "list=block|", "s"],
  ["a comment of a lease", 'comment="host|', "x"],
  ["a gateway", "gateway=10.0.0.|", "1"],
  ["a script's name", "name=job|", "x"],
  ["a line of a script", 'source=":local x |', "1"],
  ["an interface's name", "/interface bridge\nadd name=bridge|", "x"],
];

for (const lines of sizes) measure(lines);
console.log("aim at 100000 lines: keystroke to diagnostics p95 <= 60 ms");

function measure(lines: number): void {
  const text = generateRouter(lines);
  const started = clock();
  let analysis = service.analyse([{ path: PATH, text }]);
  service.diagnostics(analysis, PATH, { maxFindings: 1000 });
  const opened = since(started);
  console.log(
    `export: ${lines} lines, ${(text.length / 1e6).toFixed(1)} MB; ${analysis.findings.length} findings`,
  );
  console.log(`open to diagnostics: ${opened.wall.toFixed(0)} ms, cpu ${opened.cpu.toFixed(0)} ms`);
  const times = new Map<string, Spent[]>();
  for (let round = 0; round < rounds; round++) analysis = typeOnce(analysis, text, round, times);
  for (const name of [...TYPED.map(([what]) => what), ...STAGES, WHOLE, FIRST])
    print(name, times.get(name) ?? []);
  const before = heapInUse();
  for (let round = 0; round < ROUNDS_HELD; round++) analysis = typeOnce(analysis, text, round, new Map());
  console.log(`memory in use: ${inMB(before)}; after ${ROUNDS_HELD} more rounds: ${inMB(heapInUse())}`);
}

/** Types everything once, further on in the text from round to round. */
function typeOnce(opened: Analysis, text: string, round: number, times: Map<string, Spent[]>): Analysis {
  let analysis = opened;
  for (const [what, place, keys] of TYPED) {
    for (const edit of keystrokes(text, place, keys, ((round % rounds) + 1) / (rounds + 1))) {
      const begin = clock();
      analysis = press(analysis, edit, times);
      const spent = since(begin);
      for (const name of [WHOLE, what, ...(round === 0 ? [FIRST] : [])]) note(times, name, spent);
    }
  }
  return analysis;
}

function press(analysis: Analysis, edit: TextEdit, times: Map<string, Spent[]>): Analysis {
  const next = stage(times, "text and tree", () => {
    const updated = service.update(analysis, PATH, [edit]);
    return updated.file(PATH)?.tree ? updated : updated;
  });
  stage(times, "model", () => next.model.references.length);
  stage(times, "lint", () => service.lint(next));
  stage(times, "diagnostics", () => service.diagnostics(next, PATH, { maxFindings: 1000 }));
  return next;
}

/** Each key by itself, then all of them taken back at once, so that the text is what it was. A line comes as a whole, as by pasting. */
function keystrokes(text: string, place: string, keys: string, share: number): readonly TextEdit[] {
  const at = positionIn(text, place, share);
  const typed = keys.includes("\n") ? [keys] : [...keys];
  const edits = typed.map((newText, i) => ({ range: { start: at + i, end: at + i }, newText }));
  return [...edits, { range: { start: at, end: at + keys.length }, newText: "" }];
}

/** Of the places that the text is found at, the one so far on. */
function positionIn(text: string, place: string, share: number): number {
  const wanted = place.replace("|", "");
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) found.push(at);
  return (found[Math.floor(found.length * share)] ?? 0) + place.indexOf("|");
}

function print(name: string, spent: readonly Spent[]): void {
  const cpu = spent.flatMap((one) => one.cpu ?? []);
  const walls = quantiles(spent.map(({ wall }) => wall));
  console.log(`${name.padEnd(30)} ${walls}${cpu.length === 0 ? "" : `   cpu ${quantiles(cpu)}`}`);
}

function stage<T>(times: Map<string, Spent[]>, name: string, run: () => T): T {
  const begin = performance.now();
  const result = run();
  note(times, name, { wall: performance.now() - begin });
  return result;
}

function note(times: Map<string, Spent[]>, name: string, spent: Spent): void {
  const same = times.get(name);
  if (same === undefined) times.set(name, [spent]);
  else same.push(spent);
}

/** Bytes that are still held after a full collection, which Node offers only when asked. */
function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

function inMB(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function clock(): Required<Spent> {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1000 };
}

function since(begin: Required<Spent>): Required<Spent> {
  const now = clock();
  return { wall: now.wall - begin.wall, cpu: now.cpu - begin.cpu };
}

function quantiles(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return [0.5, 0.95].map((share) => `p${share * 100} ${at(share).toFixed(1).padStart(6)} ms`).join("   ");
}
