import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { decode } from "../server/src/project/decode.ts";
import { createLanguageService, type Target, type TunnelView } from "../server/src/service.ts";
import { madeUpAnswers } from "../test/support/made-up-answers.ts";
import { type Proof, prove } from "../test/support/migration-proof.ts";
import { proveScripts } from "../test/support/stage-proof.ts";

/**
 * `tsx scripts/measure-migrations.ts FOLDER [--verbose]`: what has to hold for every PPTP and L2TP tunnel of every
 * `.rsc` file, moved to every target: nothing unknown is written, no name is left hanging, the old tunnel is gone,
 * other statements stay as they are, a second run finds nothing to do, packets go where they went, and the scripts of
 * the stages can be run twice, be taken back, and end in the finished export.
 * Counts what is done, done with open places and refused, by kind and target, and prints every problem.
 */
const TARGETS = ["wireguard", "ikev2", "openvpn"] as const satisfies readonly Target[];
const [folder = ".", ...flags] = process.argv.slice(2);
const service = createLanguageService();
const counts = new Map<string, number>();
const refusals = new Map<string, number>();
const problems = new Map<string, number>();
const found = new Map<string, number>();

for (const path of filesBelow(folder)) {
  const { text } = decode(readFileSync(path));
  if (text !== undefined && /pptp|l2tp/.test(text)) measureFile(path, text);
}
printTable();

type Analysis = ReturnType<typeof service.analyse>;

function measureFile(path: string, text: string): void {
  const analysis = service.analyse([{ path, text }]);
  for (const tunnel of service.tunnels(analysis)) {
    count(found, tunnel.isDisabled ? `${tunnel.kind} (off)` : tunnel.kind);
    for (const target of TARGETS) {
      const name = `${relative(folder, path)} ${tunnel.name} → ${target}`;
      try {
        measureMove(name, analysis, tunnel, target);
      } catch (error) {
        report(name, tunnel, target, `crash: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
  }
}

/** First as it is, then with every answer given. */
function measureMove(name: string, analysis: Analysis, tunnel: TunnelView, target: Target): void {
  const request = { kind: tunnel.kind, tunnel: tunnel.name, target };
  const plain = prove(service, analysis, request);
  if (plain === undefined) {
    report(name, tunnel, target, "is listed, and yet not found");
    return;
  }
  const key = `${tunnel.kind} ${target}`;
  const { outcome } = plain;
  if (outcome.refusal !== undefined) {
    count(counts, `${key} refused`);
    count(refusals, `${target}: ${outcome.refusal}`);
    if (flags.includes("--verbose")) console.log(`${name}: refused: ${outcome.refusal}`);
  } else count(counts, outcome.inputs.length > 0 ? `${key} open` : `${key} done`);
  const answered = prove(service, analysis, { ...request, answers: madeUpAnswers(outcome.asked) });
  const all = new Set([
    ...plain.problems,
    ...(answered?.problems ?? []).map((each) => `answered: ${each}`),
    ...[plain, answered].flatMap((each) => (each === undefined ? [] : scriptProblems(analysis, each))),
  ]);
  const alike = new Map<string, string[]>();
  for (const each of all) alike.set(gist(each), [...(alike.get(gist(each)) ?? []), each]);
  for (const [first = "", ...others] of alike.values())
    report(name, tunnel, target, others.length === 0 ? first : `${first} (and ${others.length} like it)`);
}

function scriptProblems(analysis: Analysis, { outcome, text }: Proof): readonly string[] {
  if (outcome.scripts === undefined) return [];
  return proveScripts(analysis.model, [outcome.scripts], text).map((each) => `script: ${each}`);
}

/** What is left of a problem without its names and numbers. */
function gist(problem: string): string {
  return problem
    .replace(/^answered: /, "")
    .replace(/[`"][^`"]*[`"]|\d+(\.\d+)*(\/\d+)?|tcp|udp|gre/g, "…")
    .slice(0, 90);
}

function report(name: string, tunnel: TunnelView, target: Target, problem: string): void {
  count(counts, `${tunnel.kind} ${target} problems`);
  count(problems, gist(problem));
  console.log(`${name}: ${problem}`);
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function printTable(): void {
  for (const [title, map] of [
    ["Refusals", refusals],
    ["Problems", problems],
    ["Tunnels", found],
  ] as const) {
    console.log(`\n${title}:`);
    for (const [key, value] of [...map].sort((a, b) => b[1] - a[1]))
      console.log(`${String(value).padStart(5)} ${key}`);
  }
  const columns = ["done", "open", "refused", "problems"];
  console.log(`\n${"".padEnd(24)}${columns.map((each) => each.padStart(9)).join("")}`);
  for (const kind of ["pptp-client", "l2tp-client", "pptp-server", "l2tp-server"])
    for (const target of TARGETS) {
      const cells = columns.map((each) => String(counts.get(`${kind} ${target} ${each}`) ?? 0).padStart(9));
      console.log(`${`${kind} ${target}`.padEnd(24)}${cells.join("")}`);
    }
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return path.endsWith(".rsc") ? [path] : [];
  return readdirSync(path)
    .sort()
    .flatMap((entry) => filesBelow(join(path, entry)));
}
