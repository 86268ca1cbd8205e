import { parse } from "../syntax/parser.ts";
import { type Chunk, constantText, type Statement, type StringNode, type Value } from "../syntax/tree.ts";
import type { BoundNode } from "./bound.ts";
import type { BoundCommand } from "./model.ts";
import { sourceOffsets } from "./source-offsets.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** RouterOS code inside a property. */
export interface EmbeddedScript {
  readonly statements: readonly Statement[];
  readonly container: Value;
  readonly property: string;
}

/** Scripts inside scripts lose a layer of escapes each time; deeper ones than this are left as text. */
const DEEPEST = 6;

/** The scripts that a command's string properties hold, parsed; positions in them are positions in the file. */
export function embeddedScripts(command: BoundNode, vocabulary: Vocabulary): EmbeddedScript[] {
  const found: EmbeddedScript[] = [];
  for (const { node, name } of command.args) {
    if (name === undefined || node.value?.kind !== "string") continue;
    if (holdsScript(command, name, vocabulary)) found.push(...parseScript(command, node.value, name));
  }
  if (command.menu === "/" && (command.command === "execute" || command.command === "parse")) {
    const [first] = command.unnamed;
    if (first?.kind === "string") found.push(...parseScript(command, first, "script"));
  }
  return found;
}

/**
 * Names of script properties in menus the schema knows no types for (6.x, hardware). `script` is one in the
 * DHCP clients alone; elsewhere it may be a name.
 */
const SCRIPT_PROPERTIES = new Set(
  (
    "on-event on-up on-down up-script down-script test-script lease-script on-login on-logout on-alert on-error " +
    "on-master on-backup on-message on-match on-sms on-connect on-disconnect on-fail binding-script"
  ).split(" "),
);

export function holdsScript(
  command: Pick<BoundNode, "menu" | "command">,
  property: string,
  vocabulary: Pick<Vocabulary, "property">,
): boolean {
  if (command.command !== "add" && command.command !== "set") {
    return command.menu === "/" && command.command === "execute" && property === "script";
  }
  if (SCRIPT_PROPERTIES.has(property)) return true;
  if (property === "source") return command.menu === "/system/script";
  if (property === "script" && command.menu.endsWith("/dhcp-client")) return true;
  const known = vocabulary.property(command.menu, command.command, property);
  return known.kind === "known" && known.value.type.kind === "script";
}

/** A single word is the name of a script, not code. */
const SCRIPT_NAME = /^[\w.@-]*$/;

function parseScript(command: BoundNode, value: StringNode, property: string): EmbeddedScript[] {
  const text = constantText(value);
  if (text === undefined || SCRIPT_NAME.test(text.trim()) || depthOf(command) >= DEEPEST) return [];
  const tree = parse(text, { toOuter: outerOffsets(value) });
  return [{ statements: tree.chunks.flatMap((chunk) => chunk.statements), container: value, property }];
}

/** How many scripts, one in the other, hold a command. */
export function depthOf(command: BoundCommand): number {
  let depth = 0;
  for (let outer = command.embeddedIn; outer !== undefined; outer = outer.command.embeddedIn) depth++;
  return depth;
}

/** Asks the chunk for its place each time, since edits before it move it; the table is made at first need. */
function outerOffsets(value: StringNode): (offset: number) => number {
  let offsets: readonly number[] | undefined;
  return (offset) => {
    offsets ??= sourceOffsets(value);
    const within = offsets[Math.min(Math.max(offset, 0), offsets.length - 1)] ?? value.to;
    return absoluteOffset(value.chunk, within);
  };
}

export function absoluteOffset(chunk: Chunk, offset: number): number {
  const start = chunk.start + offset;
  return chunk.toOuter === undefined ? start : chunk.toOuter(start);
}
