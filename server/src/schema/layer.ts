/**
 * One layer of schema facts as text. Format, one record a line:
 * ```
 * #axis 7.9 7.10.2 …        the versions the spans speak of
 * #version 7.15.3           the RouterOS that a user's layer was taken from
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
  /** Told by a user's layer and by no other. */
  readonly user?: boolean;
}

export interface MenuSource {
  readonly path: string;
  readonly head: string;
  /** The lines of its commands, still one text. */
  readonly body: string;
  readonly layer: Layer;
}

export interface Layer {
  readonly kind: "dumps" | "hardware" | "v6" | "extension";
  readonly axis: readonly string[];
  /** Of a user's layer, as written. */
  readonly version: string | undefined;
  /** Indexes of the dumps' axis that a user's layer speaks for. */
  readonly seen: readonly AxisRange[];
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
export function indexLayer(
  kind: Layer["kind"],
  text: string,
  seenIn: (version: string | undefined) => readonly AxisRange[] = () => [],
): Layer {
  const menus = new Map<string, MenuSource>();
  const first = text.startsWith("/") ? 0 : text.indexOf("\n/") + 1;
  const preamble = readPreamble(first === 0 && !text.startsWith("/") ? text : text.slice(0, first));
  const layer = { kind, ...preamble, seen: seenIn(preamble.version), menus };
  for (let at = first; at < text.length && text[at] === "/"; ) {
    const next = text.indexOf("\n/", at);
    const end = next < 0 ? text.length : next;
    const newline = text.indexOf("\n", at);
    const lineEnd = newline < 0 || newline > end ? end : newline;
    const line = text.slice(at, lineEnd);
    const space = line.search(/[ @]/);
    const path = space < 0 ? line : line.slice(0, space);
    menus.set(path, {
      path,
      head: space < 0 ? "" : line.slice(space),
      body: text.slice(lineEnd, end),
      layer,
    });
    at = end + 1;
  }
  return layer;
}

/** Why a text is no schema layer, for the user who named the file; undefined when it is one. */
export function layerProblem(text: string): string | undefined {
  if (/^\uFEFF?#.*\bby RouterOS \d/.test(text) || /^\/[a-z][a-z /-]*\r?\n(?:add|set) /m.test(text))
    return "is an export; `rsclint schema import` makes a schema file of it";
  if (!/^\/[a-z]/m.test(text)) return "holds no line that starts with a menu such as `/ip/address`";
  const lines = text.split("\n");
  const odd = lines.findIndex(
    (line) => line.trim() !== "" && !/^(?:[#=]|\/[a-z0-9/-]*(?:[ @].*)?$| [^\s])/.test(line),
  );
  return odd < 0 ? undefined : `has a line that is no menu, command or comment: line ${odd + 1}`;
}

function readPreamble(text: string): Pick<Layer, "axis" | "version" | "shapes"> {
  const shapes = new Map<string, string>();
  let axis: readonly string[] = [];
  let version: string | undefined;
  for (const line of text.split("\n")) {
    const space = line.indexOf(" ");
    if (line.startsWith("#axis ")) axis = line.slice(6).trim().split(" ");
    else if (line.startsWith("#version ")) version = line.slice(9).trim();
    else if (line.startsWith("=") && space > 0) shapes.set(line.slice(1, space), line.slice(space + 1));
  }
  return { axis, version, shapes };
}

const HEAD = /^ ([^\s^@]+)(\^)?(?:@(\S+))?(?: (.*))?$/;

/** The commands of a menu as one layer tells them; arguments stay text. */
export function readCommands(source: MenuSource, within: Facts): CommandRecord[] {
  const records: CommandRecord[] = [];
  for (const line of source.body.split("\n")) {
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
  const isOfV6 = layer.kind === "v6" || /^v?6\./.test(layer.version ?? "");
  if (layer.kind === "extension") return { ranges: layer.seen, loose: !isOfV6, v6: isOfV6, user: true };
  if (isOfV6) return { ranges: [], loose: false, v6: true };
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
