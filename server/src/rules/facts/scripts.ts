import type { BoundCommand, Model } from "../../model/model.ts";
import { constantText, type Node, type Value, type Word } from "../../syntax/tree.ts";
import { childrenOf } from "../../syntax/walk.ts";

/** Commands that run together: what one string property holds, or what a file itself says. */
export interface Script {
  /** The command whose property holds it; undefined for the file's own lines. */
  readonly holder: BoundCommand | undefined;
  readonly property: string | undefined;
  readonly commands: readonly BoundCommand[];
}

/** The scripts of a model in text order, the files' own lines first; those that only make and set items are left out. */
export function scriptsOf(model: Model): Script[] {
  const own: BoundCommand[] = [];
  const held = new Map<BoundCommand, Map<string, BoundCommand[]>>();
  for (const command of model.gather(scripted)) {
    const { embeddedIn } = command;
    if (embeddedIn === undefined) own.push(command);
    else {
      const properties = held.get(embeddedIn.command) ?? new Map<string, BoundCommand[]>();
      held.set(embeddedIn.command, properties);
      const commands = properties.get(embeddedIn.property);
      if (commands === undefined) properties.set(embeddedIn.property, [command]);
      else commands.push(command);
    }
  }
  const inside = [...held].flatMap(([holder, properties]) =>
    [...properties].map(([property, commands]) => ({ holder, property, commands })),
  );
  return own.length === 0 ? inside : [{ holder: undefined, property: undefined, commands: own }, ...inside];
}

function scripted(command: BoundCommand): readonly BoundCommand[] {
  const isPlain =
    command.parent === undefined &&
    command.menu !== "/" &&
    (command.command === "add" || command.command === "set");
  return isPlain ? [] : [command];
}

/** What `/tool fetch` gets from where, as far as the text tells. */
export interface Download {
  readonly command: BoundCommand;
  /** "https", "http", "ftp" …; undefined when computed. */
  readonly scheme: string | undefined;
  /** Undefined when computed. */
  readonly host: string | undefined;
  /** The beginning of the address that stands in the text. */
  readonly url: string | undefined;
  /** The name of the file that it writes, without folders; undefined when computed. */
  readonly file: string | undefined;
  readonly checksCertificate: boolean;
}

export function downloadOf(command: BoundCommand): Download | undefined {
  if (command.menu !== "/tool" || command.command !== "fetch") return undefined;
  if (textOf(command, "upload") === "yes") return undefined;
  const address = argumentValue(command, "url") ?? command.unnamed[0];
  const url = leadingText(address);
  const parts = /^(?:([a-z]+):\/\/)?(?:[^/@]*@)?([^/:?]+)(.*)$/i.exec(url ?? "");
  const isWhole = address !== undefined && constantText(asValue(address)) !== undefined;
  const target = argumentValue(command, "dst-path");
  const check = textOf(command, "check-certificate");
  return {
    command,
    scheme: (parts?.[1] ?? textOf(command, "mode"))?.toLowerCase(),
    host: textOf(command, "address") ?? (isWhole || (parts?.[3] ?? "") !== "" ? parts?.[2] : undefined),
    url,
    file:
      target !== undefined
        ? fileName(constantText(target))
        : isWhole
          ? fileName(url?.replace(/\?.*$/, ""))
          : undefined,
    checksCertificate: check?.startsWith("yes") === true,
  };
}

/** Picks what a command fetches. */
export function downloadsOf(command: BoundCommand): readonly Download[] {
  const download = downloadOf(command);
  return download === undefined ? [] : [download];
}

/** The file that `/import` reads; undefined for other commands; `file` undefined when computed. */
export function importOf(command: BoundCommand): { readonly file: string | undefined } | undefined {
  if (command.menu !== "/" || command.command !== "import") return undefined;
  const value = argumentValue(command, "file-name") ?? command.unnamed[0];
  return { file: fileName(value && constantText(asValue(value))) };
}

/** `:execute $x`, `[:parse ($result->"data")]`: text that is run. */
export function runsText(command: BoundCommand): boolean {
  if (command.menu !== "/" || (command.command !== "parse" && command.command !== "execute")) return false;
  const [first] = command.unnamed;
  const value = first ?? argumentValue(command, "script");
  return value !== undefined && constantText(asValue(value)) === undefined;
}

function fileName(path: string | undefined): string | undefined {
  const name = path?.split("/").at(-1);
  return name === "" ? undefined : name;
}

export function argumentValue(command: BoundCommand, name: string): Value | undefined {
  return command.args.find((argument) => argument.name === name)?.node.value;
}

export function textOf(command: BoundCommand, name: string): string | undefined {
  return constantText(argumentValue(command, name));
}

function asValue(node: Value | Word): Value {
  return node;
}

/** The text that a value begins with: of `("https://host/" . $x)` the address. */
function leadingText(value: Node | undefined): string | undefined {
  for (let node = value; node !== undefined; node = childrenOf(node)[0]) {
    if (node.kind === "word" || node.kind === "text") return node.text;
    if (node.kind === "substitution" || node.kind === "variable" || node.kind === "block") return undefined;
  }
  return undefined;
}
