import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { AnalysedFile, Analysis } from "../server/src/features/analysis.ts";
import { createAnalyser } from "../server/src/features/analysis.ts";
import { completion } from "../server/src/features/completion.ts";
import { toPosition } from "../server/src/features/place.ts";
import { variablesOf } from "../server/src/features/variables.ts";
import type { Item, Model, Reference } from "../server/src/model/model.ts";
import { scopeOf } from "../server/src/model/resolve-name.ts";
import { decode } from "../server/src/project/decode.ts";

/**
 * `tsx scripts/measure-completion.ts FOLDER [--each N] [--list]`: are names completed everywhere a reference is
 * expected? Every name in the files below the folder is taken out of its place, and must be offered there; N places
 * (default 3) of each menu, property and kind of place in a file. Prints a table namespace × where; with --list
 * each (menu, property) and what was not offered.
 */
const [folder = ".", ...flags] = process.argv.slice(2);
const eachAt = flags.indexOf("--each");
const EACH = eachAt < 0 ? 3 : Number(flags[eachAt + 1]);

const WHERE = [
  ...["value", "quoted", "list", "negated", "after /", "after %", "after @"],
  ...["set NAME", "find", "script"],
] as const;
type Where = (typeof WHERE)[number];

interface Cell {
  tried: number;
  offered: number;
}

/** A name in a file, and how completion should say it. */
interface Place {
  readonly namespace: string;
  readonly name: string;
  readonly where: Where;
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

const traits = { supportsSnippets: false, canRetrigger: false };
const analyser = createAnalyser({ rules: [] });
const table = new Map<string, Map<Where, Cell>>();
const byPair = new Map<string, Cell>();
const missed: string[] = [];

for (const path of filesBelow(folder)) {
  const { text } = decode(readFileSync(path));
  if (text !== undefined) measure(path, text);
}

function measure(path: string, text: string): void {
  let analysis = analyser.analyse([{ path, text }], {});
  for (const place of placesOf(analysis, path)) {
    // Without the name, as it is while it is being typed, and back.
    const { start, end } = place;
    analysis = analyser.update(analysis, path, [{ range: { start, end }, newText: "" }]);
    const isOffered = offers(analysis, path, place);
    const newText = text.slice(start, end);
    analysis = analyser.update(analysis, path, [{ range: { start, end: start }, newText }]);
    const isOfferedBefore = offers(analysis, path, place);
    count(place, isOffered && isOfferedBefore, path, text);
  }
}

function placesOf(analysis: Analysis, path: string): Place[] {
  const file = analysis.file(path);
  if (!file) return [];
  const taken = new Map<string, number>();
  const all = [...referencePlaces(analysis, file), ...variablePlaces(analysis, file)];
  return all.filter(({ label, where }) => {
    const key = `${label} ${where}`;
    taken.set(key, (taken.get(key) ?? 0) + 1);
    return (taken.get(key) ?? 0) <= EACH;
  });
}

function referencePlaces(analysis: Analysis, file: AnalysedFile): Place[] {
  const { model } = analysis;
  return model.references.flatMap((reference): Place[] => {
    const { namespace, name, range } = reference;
    const isThere = ["item", "builtin", "declared-by-use"].includes(reference.target.kind);
    const isElsewhere = !isMadeHere(reference) || othersOf(model, reference).length > 0;
    if (!isThere || !isElsewhere) return [];
    const label = `${reference.command.menu} ${reference.property}`;
    return [{ namespace, name, where: whereOf(reference, file.text), label, ...range }];
  });
}

/** A name that this very place makes is gone when it is taken out. */
function isMadeHere({ isDeclaration, target, command, property }: Reference): boolean {
  if (isDeclaration || target.kind === "declared-by-use") return true;
  if (target.kind !== "item") return false;
  const isOfCommand = (item: Item) => item.command === command || item.changes.includes(command);
  return target.items.every((item) => isOfCommand(item) && (item.origin === "set" || property !== "numbers"));
}

function othersOf(model: Model, { namespace, name, command, range }: Reference): readonly Reference[] {
  const scope = scopeOf(namespace, command.menu);
  return model
    .occurrences(namespace, name)
    .filter(
      (other) => other.range.start !== range.start && (scope === undefined || other.command.menu === scope),
    );
}

function whereOf({ command, property, range, isNegated }: Reference, text: string): Where {
  if (command.embeddedIn !== undefined) return "script";
  if (command.command === "find" || command.command === "print") return "find";
  if (property === "numbers") return "set NAME";
  if (isNegated) return "negated";
  const before = text[range.start - 1];
  if (before === "," || before === "/") return before === "," ? "list" : "after /";
  if (before === "%" || before === "@") return `after ${before}`;
  return before === '"' ? "quoted" : "value";
}

function variablePlaces(analysis: Analysis, file: AnalysedFile): Place[] {
  return variablesOf(analysis, file).flatMap(({ name, scope, occurrences }) =>
    scope === "unknown"
      ? []
      : occurrences.flatMap(({ range, role }): Place[] => {
          const isRead = role === "use" && file.text[range.start - 1] === "$" && /^\w+$/.test(name);
          const place = { namespace: "variable", name, where: "script", label: `variable ${scope}` } as const;
          return isRead ? [{ ...place, ...range }] : [];
        }),
  );
}

function offers(analysis: Analysis, path: string, { name, start }: Place): boolean {
  const file = analysis.file(path);
  if (!file) return false;
  const items = completion(analysis, file, toPosition(file, start), traits);
  return items.some(({ label }) => label === name);
}

function count(place: Place, isOffered: boolean, path: string, text: string): void {
  const row = table.get(place.namespace) ?? new Map<Where, Cell>();
  table.set(place.namespace, row);
  const pair = `${place.namespace.padEnd(16)} ${place.label} (${place.where})`;
  const cells: [Map<string, Cell>, string][] = [
    [row, place.where],
    [byPair, pair],
  ];
  for (const [cellsOf, key] of cells) {
    const cell = cellsOf.get(key) ?? { tried: 0, offered: 0 };
    cell.tried++;
    if (isOffered) cell.offered++;
    cellsOf.set(key, cell);
  }
  if (isOffered) return;
  const line = text.slice(0, place.start).split("\n").length;
  missed.push(`${pair}: ${relative(folder, path)}:${line} ${place.name}`);
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((entry) => filesBelow(join(path, entry)));
}

function cellText(cell: Cell | undefined): string {
  return cell === undefined ? "" : `${cell.offered}/${cell.tried}`;
}

function print(): void {
  const widths = WHERE.map((where) => Math.max(where.length, 9));
  const line = (head: string, cells: readonly string[]) =>
    console.log(
      `${head.padEnd(17)}${cells.map((cell, at) => cell.padStart((widths[at] ?? 9) + 1)).join("")}`,
    );
  line("", WHERE);
  for (const [namespace, row] of [...table].sort(([a], [b]) => (a < b ? -1 : 1)))
    line(
      namespace,
      WHERE.map((where) => cellText(row.get(where))),
    );
  const cells = [...table.values()].flatMap((row) => [...row.values()]);
  const tried = cells.reduce((sum, cell) => sum + cell.tried, 0);
  const offered = cells.reduce((sum, cell) => sum + cell.offered, 0);
  console.log(
    `offered ${offered} of ${tried} names, at ${byPair.size} kinds of place in ${table.size} namespaces`,
  );
  if (!flags.includes("--list")) return;
  for (const [pair, cell] of [...byPair].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${pair.padEnd(80)} ${cellText(cell)}`);
  console.log(`not offered\n${missed.join("\n")}`);
}

print();
