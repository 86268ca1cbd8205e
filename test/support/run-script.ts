import type { PropertyValue } from "../../server/src/edit/change.ts";
import { parse } from "../../server/src/syntax/parser.ts";
import type { Argument, Block, Command, Statement, Value } from "../../server/src/syntax/tree.ts";
import { type Router, type Row, rowsIn, settingsRow, shown } from "./router-state.ts";
import { type EarlyName, earlyNames } from "./script-names.ts";

export interface ScriptRun {
  /** The message of the `:error` that ended it. */
  readonly stopped: string | undefined;
  /** What a router would refuse, or what the script cannot have meant. */
  readonly faults: readonly string[];
  /** Rows that it took away or wrote to, with the verb. */
  readonly touched: readonly { readonly verb: string; readonly row: Row }[];
}

/**
 * Runs a script of a migration on the router, as `/import` would: the commands that the stages are made of, nothing
 * more. A command or an expression that is not known here throws, so that nothing is passed over.
 */
export function runScript(
  router: Router,
  text: string,
  options: { readonly isUp?: boolean } = {},
): ScriptRun {
  const run: Run = {
    router,
    isUp: options.isUp !== false,
    faults: [],
    touched: [],
    files: new Set(),
    early: [],
  };
  const done = (stopped?: string): ScriptRun => {
    const late = run.early.filter((each) => each.isThere()).map(({ words }) => words);
    return { stopped, faults: [...run.faults, ...new Set(late)], touched: run.touched };
  };
  try {
    for (const { statements, problems } of parse(text).chunks) {
      if (problems.length > 0) throw new Error(`cannot be read: ${problems[0]?.message}`);
      runAll(run, statements, new Map());
    }
    return done();
  } catch (error) {
    if (error instanceof ScriptStop) return done(error.message);
    throw error;
  }
}

class ScriptStop extends Error {}

interface Run {
  readonly router: Router;
  /** Whether the new tunnel has come up. */
  readonly isUp: boolean;
  readonly faults: string[];
  readonly touched: { verb: string; row: Row }[];
  /** Names of files that exports have written. */
  readonly files: Set<string>;
  /** Names of what is not there; those whose object comes later in the same script are faults. */
  readonly early: EarlyName[];
}

type Scope = Map<string, Result>;
type Result = string | number | boolean | Row | readonly Result[];

/** Items that come and go by themselves: none is there when a script runs, and taking them away changes nothing. */
const PASSING: ReadonlySet<string> = new Set([
  "/ip/firewall/connection",
  "/ppp/active",
  "/ip/ipsec/active-peers",
]);
const ENVIRONMENT = "/system/script/environment";

function runAll(run: Run, statements: readonly Statement[], scope: Scope): void {
  for (const statement of statements) {
    if (statement.kind === "error") throw new Error("cannot be read");
    runCommand(run, statement, scope);
  }
}

function runCommand(run: Run, command: Command, scope: Scope, context = "/"): Result {
  const words = command.words.flatMap(({ text }) => text.split("/")).filter((word) => word !== "");
  if (command.lead === ":" || (command.lead === "" && context === "/"))
    return runGlobal(run, words, command, scope);
  const at = words.findIndex((word) => VERBS.has(word));
  const verb = words[at];
  if (verb === undefined) throw new Error(`no command known here: /${words.join(" ")}`);
  const own = words.slice(0, at).join("/");
  const menu = command.lead === "/" ? `/${own}` : context;
  return runVerb(run, { menu, verb, flags: words.slice(at + 1), args: command.args }, scope);
}

const VERBS: ReadonlySet<string> = new Set([
  ...["add", "set", "remove", "enable", "disable", "find", "get", "unset"],
  ...["sign", "import", "export-certificate", "ping"],
]);

interface Call {
  readonly menu: string;
  readonly verb: string;
  /** Bare words behind the command. */
  readonly flags: readonly string[];
  readonly args: readonly Argument[];
}

function runVerb(run: Run, call: Call, scope: Scope): Result {
  switch (call.verb) {
    case "find":
      return find(run, call, scope);
    case "get":
      return get(run, call, scope);
    case "add":
      return add(run, call, scope);
    case "set":
      return set(run, call, scope);
    case "remove":
      return remove(run, call, scope);
    case "enable":
    case "disable":
      for (const row of selected(run, call, scope)) {
        row.values.set("disabled", call.verb === "disable" ? "yes" : "no");
        run.touched.push({ verb: call.verb, row });
      }
      return "";
    case "sign":
      for (const row of rowsIn(run.router, call.menu))
        if (
          row.values.get("name") === call.flags[0] ||
          row.values.get("name") === firstText(run, call, scope)
        )
          row.values.set("fingerprint", "made");
      return "";
    case "export-certificate":
      run.files.add(textOf(argument(run, call, "file-name", scope) ?? ""));
      return "";
    case "import":
    case "ping":
      return "";
    default:
      throw new Error(`no command known here: ${call.menu} ${call.verb}`);
  }
}

function firstText(run: Run, { args }: Call, scope: Scope): string {
  const unnamed = args.find(({ name }) => name === undefined);
  return unnamed?.value === undefined ? "" : textOf(evaluate(run, unnamed.value, scope));
}

function argument(run: Run, { args, menu }: Call, wanted: string, scope: Scope): Result | undefined {
  const found = args.find(({ name }) => name?.text === wanted);
  return found?.value === undefined ? undefined : evaluate(run, found.value, scope, menu);
}

/** The properties that a command writes; `undefined` takes one back to its default. */
function properties(
  run: Run,
  { args, flags, menu }: Call,
  scope: Scope,
): [string, PropertyValue | undefined][] {
  const named = args.flatMap(({ name, value, negated }): [string, PropertyValue | undefined][] => {
    if (name === undefined) return value?.kind === "word" ? [[value.text, true]] : [];
    if (name.text === "place-before") return [];
    if (negated) return [[name.text, undefined]];
    return [[name.text, value === undefined ? "" : textOf(evaluate(run, value, scope, menu))]];
  });
  return [...flags.map((flag): [string, PropertyValue] => [flag, true]), ...named];
}

function add(run: Run, call: Call, scope: Scope): Result {
  const rows = rowsIn(run.router, call.menu);
  const written = properties(run, call, scope).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const row: Row = { menu: call.menu, item: undefined, values: new Map(written) };
  const name = row.values.get("name");
  if (name !== undefined && rows.some((each) => each.values.get("name") === name))
    run.faults.push(`${call.menu}: adds a second item named ${textOf(String(name))}`);
  const place = argument(run, call, "place-before", scope);
  const anchors = Array.isArray(place) ? place : place === undefined || !isRow(place) ? [] : [place];
  if (place !== undefined && anchors.length !== 1)
    run.faults.push(`${call.menu}: place-before finds ${anchors.length} items`);
  const [anchor] = anchors.filter(isRow);
  const index = anchor === undefined ? -1 : rows.indexOf(anchor);
  rows.splice(index < 0 ? rows.length : index, 0, row);
  run.touched.push({ verb: "add", row });
  run.early.push(...earlyNames(run.router, row));
  return row;
}

function set(run: Run, call: Call, scope: Scope): Result {
  const hasItems = call.args.some(({ name, value }) => name === undefined && value?.kind === "substitution");
  const rows = hasItems ? selected(run, call, scope) : [settingsRow(run.router, call.menu)];
  if (rows.length > 1) run.faults.push(`${call.menu}: writes to ${rows.length} items at once`);
  for (const row of rows) {
    for (const [name, value] of properties(run, call, scope))
      if (value === undefined) row.values.delete(name);
      else row.values.set(name, value);
    run.touched.push({ verb: "set", row });
    run.early.push(...earlyNames(run.router, row));
  }
  return "";
}

function remove(run: Run, call: Call, scope: Scope): Result {
  const rows = rowsIn(run.router, call.menu);
  for (const row of selected(run, call, scope)) {
    rows.splice(rows.indexOf(row), 1);
    run.touched.push({ verb: "remove", row });
  }
  return "";
}

function get(run: Run, call: Call, scope: Scope): Result {
  const [row] = selected(run, call, scope);
  const last = call.args.at(-1)?.value;
  const name = last?.kind === "word" ? last.text : (call.flags.at(-1) ?? "");
  return row === undefined ? "" : (shown(run.router, row, name) ?? "");
}

/** The items that an unnamed `[find …]` or `$each` stands for. */
function selected(run: Run, { menu, args }: Call, scope: Scope): readonly Row[] {
  const unnamed = args.find(({ name, value }) => name === undefined && value !== undefined);
  const found = unnamed?.value === undefined ? [] : evaluate(run, unnamed.value, scope, menu);
  return (Array.isArray(found) ? found : [found]).filter(isRow);
}

function isRow(value: Result): value is Row {
  return typeof value === "object" && "values" in value && "menu" in value;
}

/** States that no export holds; they tell whether the new tunnel has come up. */
const RUNTIME: ReadonlySet<string> = new Set(["running", "ph2-state", "rx"]);

function find(run: Run, call: Call, scope: Scope): readonly Row[] {
  const { menu, args } = call;
  if (PASSING.has(menu)) return [];
  const flags = call.flags.filter((flag) => flag !== "where");
  const terms = [
    ...flags.map((flag) => ({ name: flag, operator: "=", wanted: "yes" })),
    ...args.map((arg) => term(run, arg, scope)),
  ];
  if (menu === "/file") {
    const pattern = new RegExp(terms[0]?.wanted ?? "");
    return [...run.files].filter((name) => pattern.test(name)).map((name) => fileRow(name));
  }
  if (terms.some(({ name }) => RUNTIME.has(name))) return run.isUp ? [fileRow("up")] : [];
  return rowsIn(run.router, menu).filter((row) => terms.every((each) => holds(run.router, row, each)));
}

function fileRow(name: string): Row {
  return { menu: "/file", item: undefined, values: new Map([["name", name]]) };
}

interface Term {
  readonly name: string;
  readonly operator: string;
  readonly wanted: string;
}

function term(run: Run, { name, operator, value, negated }: Argument, scope: Scope): Term {
  if (name === undefined && value?.kind === "word") return { name: value.text, operator: "=", wanted: "yes" };
  if (name === undefined || negated || !["=", "~", ">"].includes(operator ?? ""))
    throw new Error("a condition that is not known here");
  return {
    name: name.text,
    operator: operator ?? "",
    wanted: value ? textOf(evaluate(run, value, scope)) : "",
  };
}

function holds(router: Router, row: Row, { name, operator, wanted }: Term): boolean {
  const text = shown(router, row, name) ?? "";
  return operator === "~" ? new RegExp(wanted).test(text) : text === wanted;
}

function runGlobal(run: Run, words: readonly string[], command: Command, scope: Scope): Result {
  const [name = "", ...others] = words;
  const named = (wanted: string) => command.args.find((arg) => arg.name?.text === wanted)?.value;
  const values = () =>
    command.args.flatMap((arg) =>
      arg.name === undefined && arg.value ? [evaluate(run, arg.value, scope)] : [],
    );
  switch (name) {
    case "if": {
      const [isTrue] = values();
      runBlock(run, named(isTrue === true ? "do" : "else"), scope);
      return "";
    }
    case "foreach":
    case "for":
      for (const each of rounds(run, command, scope))
        runBlock(run, named("do"), new Map([...scope, [others[0] ?? "", each]]));
      return "";
    case "local":
    case "set":
      scope.set(others[0] ?? "", values()[0] ?? "");
      return "";
    case "global":
      rowsIn(run.router, ENVIRONMENT).push({
        menu: ENVIRONMENT,
        item: undefined,
        values: new Map([
          ["name", others[0] ?? ""],
          ["value", textOf(values()[0] ?? "")],
        ]),
      });
      return "";
    case "error":
      throw new ScriptStop(textOf(values()[0] ?? ""));
    case "put":
    case "delay":
      return "";
    default:
      return calculate(name, values());
  }
}

function rounds(run: Run, { args }: Command, scope: Scope): readonly Result[] {
  const of = (wanted: string): Result => {
    const value = args.find(({ name }) => name?.text === wanted)?.value;
    return value === undefined ? "" : evaluate(run, value, scope);
  };
  const list = of("in");
  if (Array.isArray(list)) return list;
  const [from, to] = [Number(of("from")), Number(of("to"))];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function runBlock(run: Run, block: Value | undefined, scope: Scope): void {
  if (block === undefined) return;
  if (block.kind !== "block") throw new Error("no block where one belongs");
  runAll(run, (block satisfies Block).statements, new Map(scope));
}

function calculate(name: string, [first = "", second, third]: readonly Result[]): Result {
  switch (name) {
    case "len":
      return Array.isArray(first) ? first.length : textOf(first).length;
    case "pick":
      if (Array.isArray(first)) return first[Number(second)] ?? "";
      return textOf(first).slice(Number(second), third === undefined ? Number(second) + 1 : Number(third));
    case "find":
      return textOf(first).indexOf(textOf(second ?? ""));
    default:
      throw new Error(`no command known here: :${name}`);
  }
}

function evaluate(run: Run, value: Value, scope: Scope, menu = "/"): Result {
  switch (value.kind) {
    case "word":
      return value.text;
    case "string":
      return value.parts
        .map((part) => (part.kind === "text" ? part.text : textOf(evaluate(run, part.value, scope, menu))))
        .join("");
    case "variable":
      return scope.get(value.name) ?? "";
    case "group":
      return value.value === undefined ? "" : evaluate(run, value.value, scope, menu);
    case "array":
      return value.elements.flatMap((each) => (each.value ? [evaluate(run, each.value, scope, menu)] : []));
    case "substitution":
      return value.statements.reduce<Result>((_, each) => {
        if (each.kind === "error") throw new Error("cannot be read");
        return runCommand(run, each, scope, menu);
      }, "");
    case "binary":
      return compare(
        value.operator,
        evaluate(run, value.left, scope, menu),
        evaluate(run, value.right, scope, menu),
      );
    default:
      throw new Error(`no expression known here: ${value.kind}`);
  }
}

function compare(operator: string, left: Result, right: Result): boolean {
  if (operator === "=") return textOf(left) === textOf(right);
  if (operator === ">") return Number(left) > Number(right);
  throw new Error(`no operator known here: ${operator}`);
}

function textOf(value: Result): string {
  return typeof value === "object"
    ? Array.isArray(value)
      ? value.map(textOf).join(";")
      : ""
    : String(value);
}
