import { parse } from "../syntax/parser.ts";
import { type Argument, type Command, constantText } from "../syntax/tree.ts";
import { readExportHeader } from "./export-header.ts";

/** What an `/export` shows of menus that no schema needs to know. */
export interface ReadExport {
  /** As in the header, "6.49.7". */
  readonly version: string | undefined;
  readonly commands: readonly ExportCommand[];
}

export interface ExportCommand {
  /** "/ip/firewall/filter" */
  readonly menu: string;
  readonly command: string;
  readonly properties: readonly ExportProperty[];
  /** Where the command starts in the text. */
  readonly offset: number;
}

export interface ExportProperty {
  /** In full, also where the export goes on with a dot only. */
  readonly name: string;
  /** Undefined for `!name`, and for what is computed when it runs. */
  readonly value: string | undefined;
}

/** The verbs that tell where a menu's path ends. */
const VERBS = new Set(["add", "set", "remove", "enable", "disable", "move", "print", "unset", "reset"]);

/** Reads what routers print: sections, and commands with their properties. Made for exports, not for scripts. */
export function readExport(text: string): ReadExport {
  const tree = parse(text);
  const commands: ExportCommand[] = [];
  let section = "/";
  for (const { start, statements } of tree.chunks) {
    for (const statement of statements) {
      if (statement.kind !== "command") continue;
      const words = statement.words.flatMap((word) => word.text.split("/")).filter((word) => word !== "");
      const verb = words.findIndex((word) => VERBS.has(word));
      const menu = menuOf(statement, verb < 0 ? words : words.slice(0, verb), section);
      const command = words[verb];
      if (command === undefined) {
        if (statement.args.length === 0) section = menu;
      } else
        commands.push({
          menu,
          command,
          properties: readProperties(statement),
          offset: start + statement.from,
        });
    }
  }
  return { version: readExportHeader(tree).versionText, commands };
}

function menuOf({ lead }: Command, path: readonly string[], section: string): string {
  if (lead === "/") return `/${path.join("/")}`;
  return path.length === 0 ? section : `${section === "/" ? "" : section}/${path.join("/")}`;
}

function readProperties({ args }: Command): ExportProperty[] {
  const properties: ExportProperty[] = [];
  let group = "";
  for (const argument of args) {
    const name = fullName(argument, group);
    if (name === undefined) continue;
    group = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : name;
    const value = argument.negated ? undefined : (constantText(argument.value) ?? emptyOf(argument));
    properties.push({ name, value });
  }
  return properties;
}

/** `name=` is an empty value. */
function emptyOf({ value }: Argument): string | undefined {
  return value === undefined ? "" : undefined;
}

/** `.width` after `channel.band` is `channel.width`. */
function fullName({ name, operator, negated }: Argument, group: string): string | undefined {
  if (name === undefined || !(negated || operator === "=")) return undefined;
  return name.text.startsWith(".") ? `${group}${name.text}` : name.text;
}
