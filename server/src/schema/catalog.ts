import type { Version } from "../values/version.ts";
import { parseVersion } from "../values/version.ts";
import { MENUS } from "./data/menus.ts";
import { REFERENCES } from "./data/references.ts";
import { REQUIRED } from "./data/required.ts";
import { TYPES } from "./data/types.ts";
import { V6 } from "./data/v6.ts";
import { VALUE_NAMES } from "./data/value-names.ts";
import { HARDWARE } from "./hardware.ts";
import type { ArgumentRecord, AxisRange, CommandRecord, Facts, Layer, MenuSource } from "./layer.ts";
import { indexLayer, readArguments, readCommands, readMenuHead } from "./layer.ts";
import { memo, memo2 } from "./memo.ts";
import { MORE_REFERENCES } from "./more-references.ts";
import { mergeFacts, readAxis, standpointOf } from "./presence.ts";
import { V6_MORE } from "./v6-more.ts";
import type { ValueType } from "./value-type.ts";
import { readType } from "./value-type.ts";

/** A menu as all layers together tell it. */
export interface MenuRecord {
  readonly path: string;
  readonly facts: Facts;
  /** What the dumps alone say; what they tell of its contents is bounded by this. */
  readonly dumpFacts: Facts;
  /** Axis ranges in which it comes with an extra package. */
  readonly extra: readonly AxisRange[];
  readonly hardware: boolean;
}

/** All versions' facts, read as far as they were asked for. Independent of the version looked at. */
export interface Catalog {
  readonly axis: readonly Version[];
  menu(path: string): MenuRecord | undefined;
  childMenus(path: string): readonly string[];
  commands(path: string): ReadonlyMap<string, { readonly facts: Facts; readonly hardware: boolean }>;
  arguments(path: string, command: string): ReadonlyMap<string, ArgumentRecord>;
  /** The user's own layers show something in this menu that the others do not know. */
  isWidened(path: string): boolean;
  type(word: string): ValueType;
  /** "ns,ns*" by property. */
  references(path: string): ReadonlyMap<string, string>;
  /** The rest of the lines of data/required.ts for a menu. */
  required(path: string): readonly string[];
  /** What its items have besides what is written, "running dynamic …"; empty where it was not measured. */
  readOnly(path: string): readonly string[];
}

/** Facts of the user's own: the text of a schema layer (format: layer.ts), named for messages. */
export interface SchemaExtension {
  readonly name: string;
  readonly text: string;
}

const NO_FACTS: Facts = { ranges: [], loose: false, v6: false };

export function createCatalog(extra: readonly SchemaExtension[]): Catalog {
  const dumps = indexLayer("dumps", MENUS);
  const axis = readAxis(dumps.axis);
  const layers = [
    dumps,
    indexLayer("hardware", HARDWARE),
    indexLayer("v6", V6),
    indexLayer("v6", V6_MORE),
    ...extra.map(({ text }) => indexLayer("extension", text, (version) => measuredRanges(version, axis))),
  ];
  let children: Map<string, string[]> | undefined;
  const childMenus = (path: string): readonly string[] => {
    children ??= indexChildren(layers);
    return children.get(path) ?? [];
  };
  const menu: (path: string) => MenuRecord | undefined = memo((path) =>
    readMenu(path, layers, axis.length, menu),
  );
  const commandRecords = memo((path: string) => readAllCommands(path, layers, menu(path)));
  const commands = memo((path: string) => mergeCommands(commandRecords(path)));
  const args = memo2((path, command) => argumentsOf(path, command, commandRecords));
  return {
    axis,
    menu,
    childMenus,
    commands,
    arguments: args,
    isWidened: memo(
      (path) =>
        extra.length > 0 &&
        [...commands(path)].some(
          ([name, { facts }]) =>
            isUsersAlone(facts) || [...args(path, name).values()].some((arg) => isUsersAlone(arg.facts)),
        ),
    ),
    type: createTypes(),
    references: createTable(`${REFERENCES}${MORE_REFERENCES}`, readReferences),
    required: createTable(REQUIRED, (lines) => lines),
    readOnly: createTable(VALUE_NAMES, (lines) => lines.flatMap((line) => line.split(" "))),
  };
}

function isUsersAlone({ user, loose }: Facts): boolean {
  return user === true && loose;
}

/** The dumps of the version that a user's layer was taken from; none for 6.x and versions without dumps. */
function measuredRanges(version: string | undefined, axis: readonly Version[]): AxisRange[] {
  const { kind, dumps } = standpointOf(parseVersion(version ?? ""), axis);
  return kind === "measured" || kind === "future" ? dumps.map((dump) => [dump, dump]) : [];
}

function indexChildren(layers: readonly Layer[]): Map<string, string[]> {
  const children = new Map<string, Set<string>>();
  for (const layer of layers) {
    for (const path of layer.menus.keys()) {
      // A layer may name a deep menu without naming what it stands in.
      for (let at = path.length; at > 0 && path !== "/"; ) {
        const slash = path.lastIndexOf("/", at - 1);
        const parent = slash <= 0 ? "/" : path.slice(0, slash);
        const names = children.get(parent) ?? new Set<string>();
        children.set(parent, names.add(path.slice(slash + 1, at)));
        at = slash;
      }
    }
  }
  return new Map([...children].map(([path, names]) => [path, [...names].sort()]));
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

function readMenu(
  path: string,
  layers: readonly Layer[],
  axisLength: number,
  menu: (path: string) => MenuRecord | undefined,
): MenuRecord | undefined {
  if (path === "/") {
    const ranges: AxisRange[] = [[0, axisLength - 1]];
    const facts: Facts = { ranges, loose: false, v6: true };
    return { path, facts, dumpFacts: withoutV6(facts), extra: [], hardware: false };
  }
  const within = menu(parentOf(path))?.dumpFacts ?? NO_FACTS;
  const sources = layers.flatMap((layer) => layer.menus.get(path) ?? []);
  if (sources.length === 0) return undefined;
  const heads = sources.map((source) => readMenuHead(source, within));
  const dumped = sources.findIndex((source) => source.layer.kind === "dumps");
  return {
    path,
    dumpFacts: heads[dumped]?.facts ?? NO_FACTS,
    facts: heads.map((head) => head.facts).reduce(mergeFacts),
    extra: heads.flatMap((head) => head.extra),
    hardware: heads.some((head) => head.hardware),
  };
}

function withoutV6(facts: Facts): Facts {
  return { ...facts, v6: false };
}

function readAllCommands(
  path: string,
  layers: readonly Layer[],
  menu: MenuRecord | undefined,
): CommandRecord[][] {
  const within = menu?.dumpFacts ?? NO_FACTS;
  return layers.flatMap((layer) => {
    const source: MenuSource | undefined = layer.menus.get(path);
    return source ? [readCommands(source, within)] : [];
  });
}

function mergeCommands(
  records: readonly (readonly CommandRecord[])[],
): Map<string, { readonly facts: Facts; readonly hardware: boolean }> {
  const merged = new Map<string, { readonly facts: Facts; readonly hardware: boolean }>();
  for (const command of records.flat()) {
    const known = merged.get(command.name);
    const hardware = command.facts.loose && (known?.hardware ?? true);
    merged.set(command.name, {
      facts: known ? mergeFacts(known.facts, command.facts) : command.facts,
      hardware,
    });
  }
  return merged;
}

function argumentsOf(
  path: string,
  command: string,
  records: (path: string) => CommandRecord[][],
): ReadonlyMap<string, ArgumentRecord> {
  const merged = new Map<string, ArgumentRecord>();
  for (const siblings of records(path)) {
    const record = siblings.find((other) => other.name === command);
    if (!record) continue;
    for (const [name, arg] of readArguments(record, siblings)) {
      const known = merged.get(name);
      merged.set(name, known ? mergeArguments(known, arg) : arg);
    }
  }
  return merged;
}

function mergeArguments(a: ArgumentRecord, b: ArgumentRecord): ArgumentRecord {
  return {
    name: a.name,
    negatable: a.negatable || b.negatable,
    list: a.list || b.list,
    type: a.type || b.type,
    facts: mergeFacts(a.facts, b.facts),
  };
}

function createTypes(): (word: string) => ValueType {
  let pool: Map<string, string> | undefined;
  return memo((word: string) => {
    pool ??= new Map(TYPES.split("\n").map((line) => splitOnce(line)));
    return readType(pool.get(word) ?? word);
  });
}

function createTable<T>(text: string, read: (lines: readonly string[]) => T): (path: string) => T {
  let lines: Map<string, string[]> | undefined;
  return memo((path: string) => {
    if (!lines) {
      lines = new Map();
      for (const [key, rest] of text.split("\n").map(splitOnce))
        lines.set(key, [...(lines.get(key) ?? []), rest]);
    }
    return read(lines.get(path) ?? []);
  });
}

function readReferences(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lines.flatMap((line) =>
      line.split(" ").map((token): [string, string] => {
        const colon = token.lastIndexOf(":");
        return [token.slice(0, colon), token.slice(colon + 1)];
      }),
    ),
  );
}

function splitOnce(line: string): [string, string] {
  const space = line.indexOf(" ");
  return space < 0 ? [line, ""] : [line.slice(0, space), line.slice(space + 1)];
}
