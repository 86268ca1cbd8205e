import type { Mention } from "./bound.ts";
import { absoluteOffset } from "./embedded.ts";
import { mentionsIn } from "./mentions.ts";
import type { BoundCommand, Model, ModelFile } from "./model.ts";
import { isPlain } from "./nested.ts";

/** A variable of the scripts: a local has one declaration, a global one in every scope that uses it. */
export interface ScriptVariable {
  readonly name: string;
  readonly kind: "local" | "global" | "counter" | "error";
  readonly declarations: readonly VariableMention[];
  readonly uses: readonly VariableUse[];
}

export interface VariableMention {
  readonly name: string;
  /** Absolute offsets of the bare name, without `$` and quotes. */
  readonly range: { readonly start: number; readonly end: number };
  readonly file: ModelFile;
  readonly command: BoundCommand;
}

export interface VariableDeclaration extends VariableMention {
  readonly variable: ScriptVariable;
  /** A variable of an outer scope (or a global) with the same name that this one hides. */
  readonly hides: ScriptVariable | undefined;
  /** `do={…}` or a block as value: it is a function. */
  readonly isFunction: boolean;
}

export interface VariableUse extends VariableMention {
  readonly kind: "read" | "write" | "call";
  /** Undefined where no declaration is in reach. */
  readonly variable: ScriptVariable | undefined;
  /** `$name`, which `:set` takes as well as `name`. */
  readonly hasDollar: boolean;
  /**
   * The local it means was declared by an earlier top-level line. In a script's source that is right; where the
   * lines are run one by one, each is a scope of its own, and the variable is gone.
   */
  readonly crossesLines: boolean;
  /** Without a declaration it may be handed in from outside: a function's argument, `$1`, or a variable of the event that runs the script. */
  readonly mayBeArgument: boolean;
  /** In a function's body, or in a block that a tool runs with its results: whoever calls it hands in what it likes. */
  readonly isInFunction: boolean;
}

export interface Variables {
  readonly variables: readonly ScriptVariable[];
  readonly declarations: readonly VariableDeclaration[];
  readonly uses: readonly VariableUse[];
}

/**
 * The variables of a model by RouterOS's rules: a block is a scope, `:global` makes a global visible in the
 * scope it stands in, loops and `:onerror` declare for their blocks, embedded scripts see nothing outside.
 */
export function variablesOf(model: Model): Variables {
  const reading = createReading();
  const globals = new Set(model.gather(globalNames));
  for (const commands of byScript(model.gather(scoped))) {
    const alone = readAlone(commands, globals);
    if (alone === undefined) for (const command of commands) readCommand(reading, command);
    else take(reading.found, alone);
  }
  return reading.found;
}

function globalNames(command: BoundCommand): readonly string[] {
  return mentionsIn(command).flatMap(({ kind, name }) => (kind === "global" ? [name] : []));
}

/** Neighbours that stand in the scripts of one and the same statement; statements that stand in none are each alone. */
function byScript(commands: readonly BoundCommand[]): readonly (readonly BoundCommand[])[] {
  const groups: BoundCommand[][] = [];
  let holder: BoundCommand | undefined;
  for (const command of commands) {
    const own = holderOf(command);
    if (own === undefined || own !== holder) groups.push([command]);
    else groups.at(-1)?.push(command);
    holder = own;
  }
  return groups;
}

function holderOf({ embeddedIn }: BoundCommand): BoundCommand | undefined {
  return embeddedIn === undefined ? undefined : (holderOf(embeddedIn.command) ?? embeddedIn.command);
}

/** What scripts say that have nothing to do with globals: kept with their first command, as a file may hold thousands. */
const readings = new WeakMap<BoundCommand, Found>();

/** Undefined for commands that have to be read among the others. */
function readAlone(commands: readonly BoundCommand[], globals: ReadonlySet<string>): Found | undefined {
  const [first] = commands;
  if (first === undefined || holderOf(first) === undefined) return undefined;
  const found = readings.get(first) ?? readScript(commands);
  readings.set(first, found);
  return found.declarations.some(({ name }) => globals.has(name)) ? undefined : found;
}

function readScript(commands: readonly BoundCommand[]): Found {
  const reading = createReading();
  for (const command of commands) readCommand(reading, command);
  return reading.found;
}

function take(found: Found, more: Found): void {
  for (const one of more.variables) found.variables.push(one);
  for (const one of more.declarations) found.declarations.push(one);
  for (const one of more.uses) found.uses.push(one);
}

/** Commands that name variables, or may hold commands that do. */
function scoped(command: BoundCommand): readonly BoundCommand[] {
  const opensBlocks = command.node.args.some(({ value }) => value !== undefined && !isPlain(value));
  return opensBlocks || mentionsIn(command).length > 0 ? [command] : [];
}

interface MutableVariable extends ScriptVariable {
  readonly declarations: VariableMention[];
  readonly uses: VariableUse[];
}

interface Scope {
  readonly outer: Scope | undefined;
  readonly names: Map<string, MutableVariable>;
  /** One top-level line of a file; its locals are handed to the file's scope too. */
  readonly isLine: boolean;
  /** Where arguments may come from outside: a function's body, a script run by an event. */
  readonly takesArguments: "function" | "script" | undefined;
}

interface Found extends Variables {
  readonly variables: MutableVariable[];
  readonly declarations: VariableDeclaration[];
  readonly uses: VariableUse[];
}

interface Reading {
  readonly found: Found;
  readonly globals: Map<string, MutableVariable>;
  /** Scopes by what opens them: a block, a substitution, an embedded script, a top-level line, a file. */
  readonly scopes: Map<object, Scope>;
  readonly scopeOf: Map<BoundCommand, Scope>;
}

function createReading(): Reading {
  return {
    found: { variables: [], declarations: [], uses: [] },
    globals: new Map(),
    scopes: new Map(),
    scopeOf: new Map(),
  };
}

function readCommand(reading: Reading, command: BoundCommand): void {
  const mentions = mentionsIn(command);
  const scope = scopeFor(reading, command);
  reading.scopeOf.set(command, scope);
  for (const mention of mentions) {
    if (mention.kind === "read" || mention.kind === "call" || mention.kind === "write")
      use(reading, command, scope, mention, mention.kind);
    else declare(reading, command, scope, mention, mention.kind);
  }
}

function scopeFor(reading: Reading, command: BoundCommand): Scope {
  const { container, parent } = command;
  if (parent === undefined || container === undefined) return lineScope(reading, command);
  const known = reading.scopes.get(container);
  if (known !== undefined) return known;
  const isScript = container.kind === "string" || isEmbeddedBlock(command);
  const outer = isScript ? undefined : reading.scopeOf.get(parent);
  const takesArguments = isScript ? "script" : isFunctionBody(parent, container) ? "function" : undefined;
  const scope: Scope = { outer, names: new Map(), isLine: false, takesArguments };
  reading.scopes.set(container, scope);
  return scope;
}

function isEmbeddedBlock(command: BoundCommand): boolean {
  return command.embeddedIn !== undefined && command.embeddedIn.command === command.parent;
}

function lineScope(reading: Reading, command: BoundCommand): Scope {
  const { chunk } = command.node;
  const known = reading.scopes.get(chunk);
  if (known !== undefined) return known;
  const file = reading.scopes.get(command.file) ?? emptyScope(undefined, false);
  reading.scopes.set(command.file, file);
  const line = emptyScope(file, true);
  reading.scopes.set(chunk, line);
  return line;
}

function emptyScope(outer: Scope | undefined, isLine: boolean): Scope {
  return { outer, names: new Map(), isLine, takesArguments: undefined };
}

function isFunctionBody(parent: BoundCommand, container: object): boolean {
  const { menu, command, node } = parent;
  const value = node.args.find((arg) => arg.value === container)?.value;
  if (value === undefined) return false;
  if (menu === "/" && command !== undefined) return FUNCTION_MAKERS.has(command);
  // `/tool bandwidth-test … do={…}` tells the block its results; `$each list do={…}` hands it to a function.
  return value.kind === "block" && (command !== undefined || node.args[0]?.value?.kind === "variable");
}

/** `/ping` is a command of the root menu, and like other tools it tells its block its results. */
const FUNCTION_MAKERS = new Set(["local", "global", "set", "ping"]);

function declare(
  reading: Reading,
  command: BoundCommand,
  scope: Scope,
  mention: Mention,
  kind: ScriptVariable["kind"],
): void {
  const hidden =
    kind === "global"
      ? undefined
      : (lookUp(scope, mention.name)?.variable ?? reading.globals.get(mention.name));
  const variable =
    kind === "global" ? globalOf(reading, mention.name) : newVariable(reading, mention.name, kind);
  const isFunction = command.node.args.some(
    ({ value }) => value?.kind === "block" && isFunctionBody(command, value),
  );
  const declaration = new Declaration(command, mention, variable, hidden, isFunction);
  variable.declarations.push(declaration);
  reading.found.declarations.push(declaration);
  for (const target of declaringScopes(reading, command, scope, kind))
    target.names.set(mention.name, variable);
}

/** Counters and error names live in the command's own blocks; others from here on in this scope. */
function declaringScopes(
  reading: Reading,
  command: BoundCommand,
  scope: Scope,
  kind: ScriptVariable["kind"],
): Scope[] {
  if (kind === "counter" || kind === "error") {
    return command.node.args.flatMap(({ value }) => {
      if (value?.kind !== "block") return [];
      const inner = reading.scopes.get(value) ?? emptyScope(scope, false);
      reading.scopes.set(value, inner);
      return [inner];
    });
  }
  return scope.isLine && scope.outer !== undefined ? [scope, scope.outer] : [scope];
}

function globalOf(reading: Reading, name: string): MutableVariable {
  const known = reading.globals.get(name) ?? newVariable(reading, name, "global");
  reading.globals.set(name, known);
  return known;
}

function newVariable(reading: Reading, name: string, kind: ScriptVariable["kind"]): MutableVariable {
  const variable: MutableVariable = { name, kind, declarations: [], uses: [] };
  reading.found.variables.push(variable);
  return variable;
}

function use(
  reading: Reading,
  command: BoundCommand,
  scope: Scope,
  mention: Mention,
  kind: VariableUse["kind"],
): void {
  const found = lookUp(scope, mention.name);
  // A word without `$` that names no variable in reach is a text or a property.
  if (found === undefined && kind === "read" && mention.node.kind === "word") return;
  const made = new Use(command, mention, kind, found?.variable, {
    crossesLines: found?.crossesLines === true && found.variable.kind !== "global",
    mayBeArgument:
      found === undefined && (/^\d+$/.test(mention.name) || isWithin(scope, "function", "script")),
    isInFunction: isWithin(scope, "function"),
  });
  reading.found.uses.push(made);
  found?.variable.uses.push(made);
}

function lookUp(
  scope: Scope,
  name: string,
): { readonly variable: MutableVariable; readonly crossesLines: boolean } | undefined {
  let crossesLines = false;
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const variable = at.names.get(name);
    if (variable !== undefined) return { variable, crossesLines };
    if (at.isLine) crossesLines = true;
  }
  return undefined;
}

function isWithin(scope: Scope, ...kinds: readonly Scope["takesArguments"][]): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.takesArguments !== undefined && kinds.includes(at.takesArguments)) return true;
  }
  return false;
}

/** A class as ReferenceState is one: there may be 100,000, and where they stand is worked out when asked, as text moves. */
class Place implements VariableMention {
  readonly command: BoundCommand;
  readonly #mention: Mention;

  constructor(command: BoundCommand, mention: Mention) {
    this.command = command;
    this.#mention = mention;
  }

  get name(): string {
    return this.#mention.name;
  }

  get file(): ModelFile {
    return this.command.file;
  }

  get range(): { readonly start: number; readonly end: number } {
    const { node, from, to } = this.#mention;
    return { start: absoluteOffset(node.chunk, from), end: absoluteOffset(node.chunk, to) };
  }
}

class Declaration extends Place implements VariableDeclaration {
  readonly variable: ScriptVariable;
  readonly hides: ScriptVariable | undefined;
  readonly isFunction: boolean;

  constructor(
    command: BoundCommand,
    mention: Mention,
    variable: ScriptVariable,
    hides: ScriptVariable | undefined,
    isFunction: boolean,
  ) {
    super(command, mention);
    this.variable = variable;
    this.hides = hides;
    this.isFunction = isFunction;
  }
}

class Use extends Place implements VariableUse {
  readonly kind: VariableUse["kind"];
  readonly variable: ScriptVariable | undefined;
  readonly hasDollar: boolean;
  readonly crossesLines: boolean;
  readonly mayBeArgument: boolean;
  readonly isInFunction: boolean;

  constructor(
    command: BoundCommand,
    mention: Mention,
    kind: VariableUse["kind"],
    variable: ScriptVariable | undefined,
    told: Pick<VariableUse, "crossesLines" | "mayBeArgument" | "isInFunction">,
  ) {
    super(command, mention);
    this.kind = kind;
    this.variable = variable;
    this.hasDollar = mention.node.kind === "variable";
    this.crossesLines = told.crossesLines;
    this.mayBeArgument = told.mayBeArgument;
    this.isInFunction = told.isInFunction;
  }
}
