import type { BoundCommand, Model } from "../../model/model.ts";
import { walk } from "../../syntax/walk.ts";
import {
  type Download,
  downloadOf,
  downloadsOf,
  importOf,
  runsText,
  type Script,
  scriptsOf,
  textOf,
} from "./scripts.ts";

/** Something fetched that is run afterwards. */
export interface RemoteCode {
  readonly download: Download;
  readonly script: Script;
  /** The command that runs it. */
  readonly runner: BoundCommand;
}

/** Downloads whose file is imported, by name in any script, else in the same script where both names are computed. */
export function fetchedCode(model: Model): RemoteCode[] {
  if (model.gather(downloadsOf).length === 0) return [];
  const scripts = model.derive(scriptsOf);
  const imports = scripts.flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const read = importOf(command);
      return read === undefined ? [] : [{ command, file: read.file }];
    }),
  );
  return scripts.flatMap((script) =>
    script.commands.flatMap((command, index) => {
      const download = downloadOf(command);
      if (download === undefined) return [];
      const after = script.commands.slice(index + 1);
      const isRead = ({ file, command: reader }: (typeof imports)[number]) =>
        file === undefined || download.file === undefined
          ? file === download.file && after.includes(reader)
          : file === download.file;
      const runner = isReturned(command)
        ? textRunner(command, script.commands)
        : imports.find(isRead)?.command;
      return runner === undefined ? [] : [{ download, script, runner }];
    }),
  );
}

/** `output=user` and `as-value` give the text back and write no file. */
function isReturned(command: BoundCommand): boolean {
  const output = textOf(command, "output");
  return output !== undefined ? output.startsWith("user") || output === "none" : false;
}

/** `:local x [/tool fetch … output=user]` and then `[:parse ($x->"data")]`, also by way of a second variable. */
function textRunner(fetch: BoundCommand, commands: readonly BoundCommand[]): BoundCommand | undefined {
  const names = new Set<string>();
  for (let at = fetch.parent; at !== undefined && !names.size; at = at.parent) {
    const name = assignedName(at);
    if (name !== undefined) names.add(name);
    else if (runsText(at)) return at;
    else if (at.embeddedIn !== fetch.embeddedIn || at.command === "if") break;
  }
  for (const command of commands.slice(commands.indexOf(fetch))) {
    const mentions = mentionsAny(command, names);
    if (mentions && runsText(command)) return command;
    const name = assignedName(command);
    if (mentions && name !== undefined) names.add(name);
  }
  return undefined;
}

/** The variable that `:local`, `:global` or `:set` gives a value. */
function assignedName(command: BoundCommand): string | undefined {
  if (command.menu !== "/" || !["local", "global", "set"].includes(command.command ?? "")) return undefined;
  const [first] = command.unnamed;
  return first?.kind === "word" ? first.text : first?.kind === "variable" ? first.name : undefined;
}

function mentionsAny(command: BoundCommand, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  let isFound = false;
  for (const argument of command.node.args) {
    walk(argument, (node) => {
      if (node.kind === "variable" && names.has(node.name)) isFound = true;
      return node.kind !== "block" && !isFound;
    });
  }
  return isFound;
}
