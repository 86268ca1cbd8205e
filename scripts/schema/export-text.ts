/** Reads the text of an `/export`: sections, commands and their properties. Made for what routers print, not for scripts. */
export interface ExportCommand {
  /** "/ip/firewall/filter" */
  readonly menu: string;
  readonly command: string;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
  readonly line: number;
}

const COMMANDS = /^(?:add|set|remove|enable|disable|move|print|unset|reset)$/;

export function readExport(text: string): ExportCommand[] {
  const commands: ExportCommand[] = [];
  let menu = "/";
  for (const { words, line } of readStatements(text)) {
    const [first = ""] = words;
    const path: string[] = [];
    let at = 0;
    while (at < words.length && /^\/?[\w/-]+$/.test(words[at] ?? "") && !COMMANDS.test(words[at] ?? "")) {
      path.push(...(words[at] ?? "").split("/").filter((part) => part !== ""));
      at++;
    }
    const here = first.startsWith("/")
      ? `/${path.join("/")}`
      : path.length > 0
        ? `${menu}/${path.join("/")}`
        : menu;
    const command = words[at];
    if (command === undefined) {
      if (first.startsWith("/")) menu = here;
      continue;
    }
    if (!COMMANDS.test(command)) continue;
    commands.push({ menu: here, command, properties: readProperties(words.slice(at + 1)), line });
  }
  return commands;
}

function readProperties(words: readonly string[]): { name: string; value: string }[] {
  const properties: { name: string; value: string }[] = [];
  let prefix = "";
  for (const word of words) {
    const match = /^(!)?(\.?[a-z0-9][\w./-]*)(?:=([\s\S]*))?$/i.exec(word);
    if (!match?.[2] || (match[3] === undefined && !match[1])) continue;
    const name = match[2].startsWith(".") ? `${prefix}${match[2]}` : match[2];
    if (!match[2].startsWith(".")) prefix = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : name;
    properties.push({ name, value: match[3] ?? "" });
  }
  return properties;
}

function readStatements(text: string): { words: string[]; line: number }[] {
  const statements: { words: string[]; line: number }[] = [];
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let whole = lines[index] ?? "";
    if (/^\s*#/.test(whole)) continue;
    while (/\\$/.test(whole) && index + 1 < lines.length) {
      index++;
      whole = whole.slice(0, -1) + (lines[index] ?? "").replace(/^ {4}/, "");
    }
    const words = splitWords(whole);
    if (words.length > 0) statements.push({ words, line });
  }
  return statements;
}

/** Splits at spaces outside quotes and brackets; quotes are taken off values that are wholly quoted. */
function splitWords(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let depth = 0;
  // A quoted string, with its escapes, is one piece; any other character is one of its own.
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[^"]/gs)) {
    if (/^[[({]$/.test(piece)) depth++;
    if (/^[\])}]$/.test(piece)) depth--;
    if (depth > 0 || !/^\s$/.test(piece)) word += piece;
    else if (word !== "") {
      words.push(word);
      word = "";
    }
  }
  if (word !== "") words.push(word);
  return words.map((part) => part.replace(/^([^"]*=)?"((?:[^"\\]|\\.)*)"$/s, "$1$2"));
}

/** The version of a `# … by RouterOS 7.15.3` line. */
export function exportVersion(text: string): string | undefined {
  return /^#.*\bby RouterOS (\S+)/m.exec(text.slice(0, 2000))?.[1];
}
