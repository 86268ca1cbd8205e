/**
 * One layer of schema facts as text. Format, one record a line:
 * ```
 * #axis 7.9 7.10.2 …        the versions the spans speak of
 * =print append as-value …  the usual arguments of a verb (`print.settings` where there are no items)
 * /ip/address x@7.13- h     a menu; x = comes with an extra package (in these versions), h = on some hardware only
 *  add^@7.17- name:type …   a command of it; ^ = on some hardware only
 *  print = +a -b            as the usual list, with a, without b; `=add` as the command `add` of this menu
 * ```
 * An argument is `name[^][:[!][*]type][@spans]`; ! = may be negated, * = comma list, type = a word or a name of
 * the pool in data/types.ts. A span is `since-until`, a single version, or several after commas; none = as long
 * as what it stands in.
 */
export type AxisRange = readonly [from: number, to: number];

/** What is known about when a menu, command or argument exists. */
export interface Facts {
  /** Inclusive ranges of axis indexes in which dumps show it. */
  readonly ranges: readonly AxisRange[];
  /** Told by a hardware or user's layer: exists, in versions not known. */
  readonly loose: boolean;
  /** Seen in exports of 6.x. */
  readonly v6: boolean;
}

export interface MenuSource {
  readonly path: string;
  readonly head: string;
  readonly lines: readonly string[];
  readonly layer: Layer;
}

export interface Layer {
  readonly kind: "dumps" | "hardware" | "v6" | "extension";
  readonly axis: readonly string[];
  readonly shapes: ReadonlyMap<string, string>;
  readonly menus: ReadonlyMap<string, MenuSource>;
}

export interface ArgumentRecord {
  readonly name: string;
  readonly negatable: boolean;
  readonly list: boolean;
  /** The type word as written, "" when nothing is known. */
  readonly type: string;
  readonly facts: Facts;
}

export interface CommandRecord {
  readonly name: string;
  readonly facts: Facts;
  readonly text: string;
  readonly source: MenuSource;
}

/** Splits a layer's text by menus; nothing else is read yet. Lines that fit nothing are passed over. */
export function indexLayer(kind: Layer["kind"], text: string): Layer {
  const menus = new Map<string, MenuSource>();
  const shapes = new Map<string, string>();
  const layer = { kind, axis: [] as readonly string[], shapes, menus };
  let lines: string[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith(" ")) lines.push(line);
    else if (line.startsWith("/")) {
      lines = [];
      const space = line.search(/[ @]/);
      const path = space < 0 ? line : line.slice(0, space);
      menus.set(path, { path, head: space < 0 ? "" : line.slice(space), lines, layer });
    } else if (line.startsWith("=")) {
      const space = line.indexOf(" ");
      shapes.set(line.slice(1, space), line.slice(space + 1));
    } else if (line.startsWith("#axis ")) layer.axis = line.slice(6).trim().split(" ");
  }
  return layer;
}

const HEAD = /^ ([^\s^@]+)(\^)?(?:@(\S+))?(?: (.*))?$/;

/** The commands of a menu as one layer tells them; arguments stay text. */
export function readCommands(source: MenuSource, within: Facts): CommandRecord[] {
  const records: CommandRecord[] = [];
  for (const line of source.lines) {
    const match = HEAD.exec(line);
    if (!match?.[1]) continue;
    const facts = factsOf(source.layer, match[2] === "^", match[3], within);
    records.push({ name: match[1], facts, text: match[4] ?? "", source });
  }
  return records;
}

const ARGUMENT = /^([^\s:@^]+)(\^)?(?::([!*]*)([^@]*))?(?:@(\S+))?$/;

/** The arguments of a command; `siblings` are the commands of its menu, for lines that start with `=add`. */
export function readArguments(
  command: CommandRecord,
  siblings: readonly CommandRecord[],
  depth = 0,
): Map<string, ArgumentRecord> {
  const found = new Map<string, ArgumentRecord>();
  for (const token of command.text.split(" ")) {
    if (token.startsWith("=")) inherit(found, token.slice(1), command, siblings, depth);
    else if (token.startsWith("-")) found.delete(token.slice(1));
    else {
      const match = ARGUMENT.exec(token.startsWith("+") ? token.slice(1) : token);
      if (!match?.[1]) continue;
      const facts = factsOf(command.source.layer, match[2] === "^", match[5], command.facts);
      const flags = match[3] ?? "";
      const [negatable, list] = [flags.includes("!"), flags.includes("*")];
      found.set(match[1], { name: match[1], negatable, list, type: match[4] ?? "", facts });
    }
  }
  return found;
}

function inherit(
  found: Map<string, ArgumentRecord>,
  from: string,
  command: CommandRecord,
  siblings: readonly CommandRecord[],
  depth: number,
): void {
  const base = from ? siblings.find((other) => other.name === from) : usualCommand(command, siblings);
  if (!base || depth > 4) return;
  for (const [name, arg] of readArguments(base, siblings, depth + 1)) {
    const ranges = intersect(arg.facts.ranges, command.facts.ranges);
    found.set(name, { ...arg, facts: { ...command.facts, ranges } });
  }
}

function usualCommand(command: CommandRecord, siblings: readonly CommandRecord[]): CommandRecord | undefined {
  const { shapes, axis } = command.source.layer;
  const settings = siblings.some((other) => other.name === "find") ? "" : ".settings";
  const text = shapes.get(`${command.name}${settings}`);
  const facts: Facts = { ranges: [[0, axis.length - 1]], loose: false, v6: false };
  return text === undefined ? undefined : { ...command, text, facts };
}

function factsOf(layer: Layer, marked: boolean, spans: string | undefined, within: Facts): Facts {
  if (layer.kind === "v6") return { ranges: [], loose: false, v6: true };
  const loose = marked || within.loose || layer.kind !== "dumps";
  return { ranges: spans ? readSpans(spans, layer.axis) : within.ranges, loose, v6: false };
}

/** The facts of a menu as its own line tells them. */
export function readMenuHead(
  source: MenuSource,
  within: Facts,
): { readonly facts: Facts; readonly extra: readonly AxisRange[]; readonly hardware: boolean } {
  const tokens = source.head.trim().split(" ");
  const spans = tokens.find((token) => token.startsWith("@"))?.slice(1);
  const x = tokens.find((token) => /^x(?:@|$)/.test(token));
  const hardware = tokens.includes("h");
  const facts = factsOf(source.layer, hardware, spans, within);
  const extra = x === undefined ? [] : x === "x" ? facts.ranges : readSpans(x.slice(2), source.layer.axis);
  return { facts, extra, hardware };
}

function readSpans(text: string, axis: readonly string[]): AxisRange[] {
  return text.split(",").flatMap((part) => {
    const [since = "", until = since] = part.split("-");
    const from = since === "" ? 0 : axis.findIndex((version) => isIn(version, since));
    const to = until === "" ? axis.length - 1 : axis.findLastIndex((version) => isIn(version, until));
    return from < 0 || to < from ? [] : [[from, to] satisfies AxisRange];
  });
}

/** Whether a version of the axis is the one named, or of the minor named. */
function isIn(version: string, name: string): boolean {
  return (
    version === name || `${version}.0` === name || (/^\d+\.\d+$/.test(name) && version.startsWith(`${name}.`))
  );
}

export function intersect(a: readonly AxisRange[], b: readonly AxisRange[]): AxisRange[] {
  return a.flatMap(([from, to]) =>
    b
      .map(([start, end]): AxisRange => [Math.max(from, start), Math.min(to, end)])
      .filter(([start, end]) => start <= end),
  );
}
