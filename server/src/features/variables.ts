import { depthOf } from "../model/embedded.ts";
import type { BoundCommand, Model, ModelFile } from "../model/model.ts";
import {
  type ScriptVariable,
  variablesOf as scriptVariables,
  type VariableMention,
  type VariableUse,
} from "../model/scope.ts";
import { rangeOf } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { touches } from "./at-cursor.ts";
import type { Occurrence } from "./occurrence.ts";

/** A script variable with all its places: a global's in every file of the router. */
export interface Variable {
  readonly name: string;
  /** `unknown`: read but declared nowhere here; it may come from a lease, hotspot or event script. */
  readonly scope: "local" | "global" | "loop" | "unknown";
  /** In order of file and text. */
  readonly occurrences: readonly Occurrence[];
}

export interface VariableSubject extends Variable {
  readonly kind: "variable";
  /** The word under the cursor. */
  readonly range: Range;
}

/** A variable that a file mentions, and the part of it that can do so. */
export interface FileVariable extends Variable {
  readonly visibleIn: Range;
}

export function variableAt(
  analysis: Analysis,
  file: AnalysedFile,
  offset: number,
): VariableSubject | undefined {
  for (const variable of variablesOf(analysis, file)) {
    const { name, scope, occurrences } = variable;
    const here = occurrences.find((one) => one.file.path === file.path && touches(one.range, offset));
    if (here !== undefined) return { kind: "variable", name, scope, occurrences, range: here.range };
  }
  return undefined;
}

/** A top-level `:local` is taken to be seen in the whole file, so that navigation works in pasted scripts. */
export function variablesOf({ model }: Analysis, { path, text }: AnalysedFile): readonly FileVariable[] {
  const whole = { start: 0, end: text.length };
  const isHere = ({ file }: Occurrence) => file.path === path;
  return model.derive(allVariables).flatMap(({ variable, holder }) => {
    if (!variable.occurrences.some(isHere)) return [];
    const visibleIn = holder?.file.path === path ? rangeAround(holder) : undefined;
    return [{ ...variable, visibleIn: visibleIn ?? whole }];
  });
}

/** `holder`: the command that declares what is not seen everywhere. */
interface HeldVariable {
  readonly variable: Variable;
  readonly holder: BoundCommand | undefined;
}

function allVariables(model: Model): readonly HeldVariable[] {
  const { variables, uses } = model.derive(scriptVariables);
  const undeclared = groupBy(
    uses.filter(({ variable }) => variable === undefined),
    ({ name }) => name,
  );
  const globals = new Set(variables.flatMap(({ kind, name }) => (kind === "global" ? [name] : [])));
  const unknown = [...undeclared].flatMap(([name, all]) => (globals.has(name) ? [] : unknownVariables(all)));
  return [
    ...variables.map((variable) => declared(variable, undeclared.get(variable.name) ?? [])),
    ...unknown,
  ].map(({ variable, holder }) => ({ holder, variable: inTextOrder(variable, model.files) }));
}

/** `undeclared`: uses of the name that no declaration is in reach of. A global is meant by them all the same. */
function declared(
  { name, kind, declarations, uses }: ScriptVariable,
  undeclared: readonly VariableUse[],
): HeldVariable {
  const isGlobal = kind === "global";
  return {
    variable: {
      name,
      scope: kind === "counter" || kind === "error" ? "loop" : kind,
      occurrences: [
        ...declarations.map((place) => occurrence(place, "declaration")),
        ...[...uses, ...(isGlobal ? undeclared : [])].map((place) => occurrence(place, "use")),
      ],
    },
    holder: isGlobal ? undefined : declarations[0]?.command,
  };
}

/** Of one name that nothing declares: a variable in each file that reads it. */
function unknownVariables(uses: readonly VariableUse[]): readonly HeldVariable[] {
  return [...groupBy(uses, ({ file }) => file).values()].map((inFile) => ({
    variable: {
      name: inFile[0]?.name ?? "",
      scope: "unknown",
      occurrences: inFile.map((place) => occurrence(place, "use")),
    },
    holder: undefined,
  }));
}

function occurrence({ file, range, command }: VariableMention, role: Occurrence["role"]): Occurrence {
  return { file, range, role, strength: "strong", depth: depthOf(command) };
}

function inTextOrder(variable: Variable, files: readonly ModelFile[]): Variable {
  const occurrences = variable.occurrences.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.range.start - b.range.start,
  );
  return { ...variable, occurrences };
}

/** The innermost block or script around a command; undefined at the top of a file. */
function rangeAround(command: BoundCommand): Range | undefined {
  for (let at: BoundCommand | undefined = command; at !== undefined; at = at.parent) {
    if (at.container !== undefined) return rangeOf(at.container);
  }
  return undefined;
}

function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one)) ?? [];
    groups.set(keyOf(one), group);
    group.push(one);
  }
  return groups;
}
