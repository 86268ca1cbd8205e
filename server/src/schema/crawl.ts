import { TYPES } from "./data/types.ts";
import { LayerText } from "./layer-text.ts";
import { createSchema } from "./lookup.ts";
import { specOf, type Word } from "./value-specs.ts";

/** One question to `/console/inspect`; rows as the router gives them, none where it does not answer. */
export type Ask = (
  request: "child" | "syntax" | "completion",
  path: readonly string[],
) => Promise<readonly Readonly<Record<string, string>>[]>;

export interface Crawl {
  /** An extra schema file. */
  readonly text: string;
  readonly menus: number;
}

/** Asking what stands below these can hang or crash a router's REST service (seen on 7.20.8). */
const SKIPPED = new Set(["where", "do", "else", "rule", "command", "on-error"]);
/** Commands whose arguments are worth a question each. */
const TYPED = new Set(["add", "set"]);

/**
 * Reads the command tree of a router and writes it as an extra schema file. Only words of the command language
 * are kept: where the router offers names of its objects, files or devices, these are left out.
 */
export async function crawl(
  ask: Ask,
  version: string | undefined,
  note: (menu: string) => void = () => {},
): Promise<Crawl> {
  const layer = new LayerText();
  const schema = createSchema();
  const shared = sharedWords();
  const visitMenu = async (path: readonly string[]): Promise<void> => {
    const menu = `/${path.join("/")}`;
    note(menu);
    layer.menu(menu);
    for (const child of await ask("child", path)) {
      const name = child["name"] ?? "";
      const type = child["node-type"];
      if (type === "dir" || type === "path") await visitMenu([...path, name]);
      else if (type === "cmd") await visitCommand(path, name);
    }
  };
  const visitCommand = async (path: readonly string[], command: string): Promise<void> => {
    const menu = `/${path.join("/")}`;
    layer.command(menu, command);
    // A bare `do` at the root never answers.
    if (SKIPPED.has(command)) return;
    for (const child of await ask("child", [...path, command])) {
      const name = child["name"] ?? "";
      const isName = schema.reference(menu, name) !== undefined || name === "numbers" || name === "copy-from";
      const typed = TYPED.has(command) && !SKIPPED.has(name) && !isName;
      layer.property(menu, command, name, typed ? await typeOf(ask, [...path, command, name], shared) : "");
    }
  };
  await visitMenu([]);
  const title = version === undefined ? "crawled from a router" : `crawled from RouterOS ${version}`;
  return { text: layer.toString(title, version), menus: layer.menuCount };
}

/** All syntax rows count: a type is told only where one row, besides literal words, says what is taken. */
async function typeOf(ask: Ask, path: readonly string[], shared: ReadonlySet<string>): Promise<string> {
  const rows = (await ask("syntax", path)).map((row) => row["text"] ?? "").filter((text) => text !== "");
  const offered: Word[] = (await ask("completion", path)).map((row) => ({
    text: row["completion"] ?? "",
    style: row["style"] ?? "",
    desc: row["text"] ?? "",
  }));
  const words = offered.filter((word) => isOfLanguage(word, shared));
  const ranges = rows
    .map((row) => /^(-?\d+)\.\.(-?\d+)\s+\(integer number\)/.exec(row))
    .filter((match) => match !== null);
  const others = rows.filter((row) => !/\(integer number\)/.test(row));
  if (ranges.length > 1 || others.length > 1) return "";
  const [range] = ranges;
  const spec = specOf({
    spec: range ? "Num" : others[0],
    min: range?.[1],
    max: range?.[2],
    desc: undefined,
    words,
    choices: [],
    isReference: words.length < offered.length,
  });
  const flags = `${spec.negatable ? "!" : ""}${spec.list ? "*" : ""}`;
  return spec.type.includes("@") || /\s/.test(spec.type) ? flags : `${flags}${spec.type}`;
}

/** The style of a literal word is also that of some objects' names, so it has to be a word that routers share. */
function isOfLanguage({ text, style }: Word, shared: ReadonlySet<string>): boolean {
  return (style !== "none" && style !== "arg") || shared.has(text.replace(/^"(.*)"$/, "$1"));
}

/** Every literal value of the shipped schema. */
function sharedWords(): ReadonlySet<string> {
  return new Set(["yes", "no", ...TYPES.split("\n").flatMap((line) => line.split("|").slice(1))]);
}
