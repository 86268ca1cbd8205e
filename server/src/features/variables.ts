import { mentionsIn } from "../model/mentions.ts";
import type { BoundCommand, ModelFile } from "../model/model.ts";
import { type Block, constantText, type Node, rangeOf, type Value } from "../syntax/tree.ts";
import { childrenOf } from "../syntax/walk.ts";
import type { Range } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { touches } from "./at-cursor.ts";
import type { Occurrence } from "./occurrence.ts";

/** A script variable with all its places in the file. */
export interface VariableSubject {
  readonly kind: "variable";
  readonly name: string;
  /** `unknown`: read but declared nowhere here; it may come from a lease, hotspot or event script. */
  readonly scope: "local" | "global" | "loop" | "unknown";
  readonly occurrences: readonly Occurrence[];
  /** The word under the cursor. */
  readonly range: Range;
}

/** A variable of a file; `range` of the subject is that of its first place. */
export type FileVariable = Omit<VariableSubject, "range" | "kind"> & { readonly visibleIn: Range };

export function variableAt(
  analysis: Analysis,
  file: AnalysedFile,
  offset: number,
): VariableSubject | undefined {
  for (const variable of variablesOf(analysis, file)) {
    const here = variable.occurrences.find(({ range }) => touches(range, offset));
    if (here) return { ...withOtherFiles(analysis, file, variable), kind: "variable", range: here.range };
  }
  return undefined;
}

/** A global is one in all files of the router, also where a file only reads it. */
function withOtherFiles(analysis: Analysis, file: AnalysedFile, variable: FileVariable): FileVariable {
  if (analysis.files.length < 2 || !isOpenScope(variable)) return variable;
  const others = analysis.files
    .filter((other) => other !== file)
    .flatMap((other) => variablesOf(analysis, other))
    .filter((other) => other.name === variable.name && isOpenScope(other));
  if (![variable, ...others].some(({ scope }) => scope === "global")) return variable;
  return {
    ...variable,
    scope: "global",
    occurrences: [variable, ...others].flatMap(({ occurrences }) => occurrences),
  };
}

function isOpenScope({ scope }: FileVariable): boolean {
  return scope === "global" || scope === "unknown";
}

/** All variables of the file. A top-level `:local` is taken to be seen in the whole file, so that navigation works in pasted scripts. */
export function variablesOf(analysis: Analysis, file: AnalysedFile): readonly FileVariable[] {
  const found = new Map<string, { variable: FileVariable; occurrences: Occurrence[] }>();
  const scopes = new ScopeNames();
  const commands = analysis.model.commands.filter(
    (command) => command.file.path === file.path && mayHold(command),
  );
  for (const command of commands) for (const name of declaredNames(command)) scopes.declare(command, name);
  for (const command of commands) {
    for (const place of placesIn(command)) {
      const { scope, key, visibleIn } = scopes.resolve(command, place.name);
      if (place.isWord && scope === "unknown") continue;
      const known = found.get(key) ?? {
        variable: { name: place.name, scope, occurrences: [], visibleIn: visibleIn ?? wholeOf(file) },
        occurrences: [],
      };
      known.occurrences.push(occurrenceAt(command.file, place));
      found.set(key, known);
    }
  }
  return [...found.values()].map(({ variable, occurrences }) => ({ ...variable, occurrences }));
}

interface NamePlace {
  readonly name: string;
  readonly range: Range;
  readonly isDeclaration: boolean;
  /** Read without `$`: a text where no such variable is declared. */
  readonly isWord?: boolean;
}

const DECLARING: ReadonlyMap<string, "local" | "global" | "loop"> = new Map([
  ["local", "local"],
  ["global", "global"],
  ["for", "loop"],
  ["foreach", "loop"],
  ["onerror", "loop"],
]);

/** Statements of plain configuration are most of an export and hold no variable. */
function mayHold(command: BoundCommand): boolean {
  return command.menu === "/" || /[$(]/.test(command.node.chunk.text);
}

interface DeclaredName {
  readonly name: string;
  readonly scope: "local" | "global" | "loop";
}

function declaredNames(command: BoundCommand): DeclaredName[] {
  const scope = command.command === undefined ? undefined : DECLARING.get(command.command);
  if (scope === undefined || command.menu !== "/") return [];
  return namePlaces(command).map(({ name }) => ({ name, scope }));
}

/** The names a declaring command or `:set` writes as a bare word: `x`, `"my-var"`, `k,v`. */
function namePlaces(command: BoundCommand): NamePlace[] {
  const [first] = command.unnamed;
  const text = first && constantText(first);
  if (!first || text === undefined || text === "") return [];
  const range = rangeOf(first);
  const isDeclaration = command.command !== "set";
  if (first.kind === "string") {
    return [{ name: text, range: { start: range.start + 1, end: range.end - 1 }, isDeclaration }];
  }
  let at = range.start;
  return text.split(",").flatMap((name) => {
    const place = { name, range: { start: at, end: at + name.length }, isDeclaration };
    at += name.length + 1;
    return name === "" ? [] : [place];
  });
}

function placesIn(command: BoundCommand): NamePlace[] {
  const places: NamePlace[] = [];
  const namesVariable =
    command.command !== undefined && (DECLARING.has(command.command) || command.command === "set");
  if (command.menu === "/" && namesVariable) places.push(...namePlaces(command));
  const visit = (node: Node) => {
    if (node.kind === "variable") places.push(variablePlace(node.name, rangeOf(node)));
    else if (node.kind !== "block" && node.kind !== "substitution") childrenOf(node).forEach(visit);
  };
  childrenOf(command.node).forEach(visit);
  for (const { kind, name, node } of mentionsIn(command)) {
    if (kind !== "read" || node.kind !== "word") continue;
    places.push({ name, range: rangeOf(node), isDeclaration: false, isWord: true });
  }
  return places;
}

/** `$name` and `$"name"`: the name alone. */
function variablePlace(name: string, range: Range): NamePlace {
  const isQuoted = range.end - range.start > name.length + 1;
  const start = range.start + (isQuoted ? 2 : 1);
  return { name, range: { start, end: start + name.length }, isDeclaration: false };
}

/** Which scope declares which names; a block or an embedded script is a scope. */
class ScopeNames {
  readonly #names = new Map<object | undefined, Map<string, "local" | "loop">>();
  readonly #globals = new Set<string>();
  readonly #ids = new Map<object | undefined, number>();

  declare(command: BoundCommand, { name, scope }: DeclaredName): void {
    if (scope === "global") {
      this.#globals.add(name);
      return;
    }
    const holder = scopeOf(command);
    const names = this.#names.get(holder) ?? new Map<string, "local" | "loop">();
    names.set(name, scope);
    this.#names.set(holder, names);
  }

  resolve(
    command: BoundCommand,
    name: string,
  ): { scope: FileVariable["scope"]; key: string; visibleIn?: Range } {
    for (let at: BoundCommand | undefined = command; ; at = outerOf(at)) {
      const holder = at && scopeOf(at);
      const scope = this.#names.get(holder)?.get(name);
      if (scope) {
        const visible = holder ? { visibleIn: rangeOf(holder) } : {};
        return { scope, key: `${this.#idOf(holder)} ${name}`, ...visible };
      }
      if (!at || holder === undefined) break;
    }
    const isGlobal = this.#globals.has(name);
    return { scope: isGlobal ? "global" : "unknown", key: `${isGlobal ? "global" : "unknown"} ${name}` };
  }

  #idOf(holder: object | undefined): number {
    const known = this.#ids.get(holder);
    if (known !== undefined) return known;
    this.#ids.set(holder, this.#ids.size);
    return this.#ids.size - 1;
  }
}

/** The innermost block or script around a command; `[…]` is no scope of its own. */
function scopeOf(command: BoundCommand): Block | Value | undefined {
  for (let at: BoundCommand | undefined = command; at; at = at.parent) {
    if (at.container && at.container.kind !== "substitution") return at.container;
  }
  return undefined;
}

function outerOf(command: BoundCommand): BoundCommand | undefined {
  for (let at: BoundCommand | undefined = command; at; at = at.parent) {
    if (at.container && at.container.kind !== "substitution") return at.parent;
  }
  return undefined;
}

function occurrenceAt(file: ModelFile, place: NamePlace): Occurrence {
  return { file, range: place.range, role: place.isDeclaration ? "declaration" : "use", strength: "strong" };
}

function wholeOf(file: AnalysedFile): Range {
  return { start: 0, end: file.text.length };
}
