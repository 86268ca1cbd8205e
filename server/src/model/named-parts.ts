import { compositeNames } from "../schema/references.ts";
import {
  type Argument,
  constantText,
  type Group,
  type StringNode,
  type Value,
  type Word,
} from "../syntax/tree.ts";
import type { BoundNode, NamedPart } from "./bound.ts";
import { filterRuleNames, isFilterRule } from "./filter-rule.ts";
import { sourceOffsets } from "./source-offsets.ts";
import type { Naming, Vocabulary } from "./vocabulary.ts";

/**
 * The names in a command's properties: of `add` and `set`, in the conditions of `find` and `print where`, the
 * plain names that `set`, `enable`, `get`, `move` … act on, and what tools such as ping are told of interfaces
 * and tables.
 */
export function namedParts(command: BoundNode, vocabulary: Vocabulary): readonly NamedPart[] {
  const { command: verb } = command;
  if (verb === undefined) return [];
  const found = targetParts(command, vocabulary);
  const isWriting = verb === "add" || verb === "set";
  const isCondition = verb === "find" || verb === "print";
  for (const { node, name } of command.args) {
    if (node.value === undefined) continue;
    if (isCondition) readCondition(found, command, node, name, vocabulary);
    else if (isWriting && name !== undefined)
      readProperty(found, command, name, node.value, vocabulary, false);
    else if (name !== undefined && OF_TOOLS.has(name)) found.push(...toolParts(name, node.value));
    // `ssh-keys import user=bob`: as good as a condition, for nobody promises that it stays so.
    else if (name !== undefined && name !== "name")
      readProperty(found, command, name, node.value, vocabulary, true);
  }
  return found;
}

function readCondition(
  found: NamedPart[],
  command: BoundNode,
  { value, operator }: Argument,
  name: string | undefined,
  vocabulary: Vocabulary,
): void {
  if (value === undefined) return;
  if (name === undefined) {
    if (value.kind === "group") readGroup(found, command, value, vocabulary);
  } else if (operator === "=" || operator === "!=")
    readProperty(found, command, name, value, vocabulary, true);
}

/** The comparisons of `where (interface=lan and …)`. */
function readGroup(found: NamedPart[], command: BoundNode, group: Group, vocabulary: Vocabulary): void {
  const open: Value[] = [group];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.kind === "group" && at.value !== undefined) open.push(at.value);
    else if (at.kind === "unary") open.push(at.operand);
    else if (at.kind !== "binary") continue;
    else if (at.operator !== "=" && at.operator !== "!=") open.push(at.right, at.left);
    else if (at.left.kind === "word") readProperty(found, command, at.left.text, at.right, vocabulary, true);
  }
}

function toolParts(property: string, written: Value): NamedPart[] {
  const namespaces = OF_TOOLS.get(property);
  if (namespaces === undefined) return [];
  return wholeValues(written).flatMap((value) => {
    const text = constantText(value);
    if (text === undefined || text === "") return [];
    const shared = { property, value, isCondition: true, isInferred: true, isDeclaration: false };
    return partsOf({ text, start: 0, isNegated: false }, namespaces, shared);
  });
}

function readProperty(
  found: NamedPart[],
  command: BoundNode,
  property: string,
  written: Value,
  vocabulary: Vocabulary,
  isCondition: boolean,
): void {
  if (!isCondition && isFilterRule(command.menu, property)) {
    for (const value of wholeValues(written)) readFilterRule(found, value);
    return;
  }
  const naming = vocabulary.naming(command.menu, property);
  const isOwnName = isCondition && property === "name";
  const namespaces = isOwnName ? vocabulary.namespacesOf(command.menu) : naming.namespaces;
  const isWord = (text: string) => naming.isInferred && isWordOf(command, property, text, vocabulary);
  const asked = { property, namespaces, naming, isCondition, isWord };
  if (written.kind === "word" || written.kind === "string") readValue(found, written, asked);
  else for (const each of wholeValues(written)) readValue(found, each, asked);
}

/** All of its names live by being used, so that none is missing. */
function readFilterRule(found: NamedPart[], value: Word | StringNode): void {
  const shared = { property: "rule", value, isCondition: false, isInferred: true, isDeclaration: false };
  for (const { namespaces, name, start } of filterRuleNames(constantText(value) ?? ""))
    found.push(namedPart(shared, namespaces, name, start, false));
}

/** `group-authority=self` names nothing. */
function isWordOf(
  { menu, command }: BoundNode,
  property: string,
  text: string,
  vocabulary: Vocabulary,
): boolean {
  const known = vocabulary.property(menu, command ?? "", property);
  return known.kind === "known" && "words" in known.value.type && known.value.type.words.includes(text);
}

interface AskedValue {
  readonly property: string;
  readonly namespaces: readonly string[];
  readonly naming: Naming;
  readonly isCondition: boolean;
  isWord(text: string): boolean;
}

function readValue(found: NamedPart[], value: Word | StringNode, asked: AskedValue): void {
  const { property, namespaces, naming, isCondition } = asked;
  if (namespaces.length === 0 && !mayHoldSuffix(value)) return;
  const text = constantText(value);
  if (text === undefined || text === "") return;
  const isDeclaration = !isCondition && naming.isDeclaration;
  const shared = { property, value, isCondition, isInferred: naming.isInferred, isDeclaration };
  if (namespaces.length === 0) {
    found.push(...partsOfAddress(text, shared));
    return;
  }
  if (!naming.isList && !HALVES.test(property)) {
    const isNegated = text.startsWith("!");
    const name = isNegated ? text.slice(1) : text;
    const piece = { text: name, start: isNegated ? 1 : 0, isNegated };
    if (name !== "" && !asked.isWord(name)) addParts(found, piece, namespaces, shared);
    return;
  }
  for (const piece of pieces(text, naming.isList, property))
    if (!asked.isWord(piece.text)) addParts(found, piece, namespaces, shared);
}

/** `10.0.0.1@blue`, `fe80::1%ether1`. */
function mayHoldSuffix(value: Word | StringNode): boolean {
  return value.kind === "string" || value.text.includes("%") || value.text.includes("@");
}

/** Words and strings that are a value, or an item of a list with computed parts beside it. */
function wholeValues(value: Value | undefined): (Word | StringNode)[] {
  if (value?.kind === "word" || value?.kind === "string") return [value];
  if (value?.kind === "list") return value.items.flatMap(wholeValues);
  return [];
}

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly isNegated: boolean;
}

/** `up/down` queues. */
const HALVES = /^(queue|total-queue)$/;

function pieces(text: string, isList: boolean, property: string): Piece[] {
  const separator = isList ? "," : HALVES.test(property) ? "/" : undefined;
  const found: Piece[] = [];
  let start = 0;
  for (const raw of separator === undefined ? [text] : text.split(separator)) {
    const isNegated = raw.startsWith("!");
    const name = isNegated ? raw.slice(1) : raw;
    if (name !== "") found.push({ text: name, start: start + (isNegated ? 1 : 0), isNegated });
    start += raw.length + 1;
  }
  return found;
}

/** The signs between the names of a property's value, besides the comma of lists. */
export function partSeparators(property: string): string {
  return HALVES.test(property) ? "/" : COMPOSITE.test(property) ? "%@" : "";
}

type Shared = Pick<NamedPart, "property" | "value" | "isCondition" | "isInferred" | "isDeclaration">;

/** Namespaces whose names stand where addresses may stand too. */
const BESIDE_ADDRESSES = new Set([
  "iface",
  "pool4",
  "pool6",
  "dns-forwarder",
  "router-id",
  "addr-list4",
  "addr-list6",
]);
export const INTERFACES: readonly string[] = ["iface"];
export const TABLES: readonly string[] = ["routing-table", "vrf"];
const OF_TOOLS: ReadonlyMap<string, readonly string[]> = new Map([
  ["interface", INTERFACES],
  ["routing-table", TABLES],
  ["vrf", TABLES],
]);
const COMPOSITE = /(^|[.-])(gateway|host|nexthop|address|addresses|transport)$/;

function partsOf(piece: Piece, namespaces: readonly string[], shared: Shared): NamedPart[] {
  const found: NamedPart[] = [];
  addParts(found, piece, namespaces, shared);
  return found;
}

function addParts(found: NamedPart[], piece: Piece, namespaces: readonly string[], shared: Shared): void {
  const { text, start, isNegated } = piece;
  if (namespaces.includes("iface") && COMPOSITE.test(shared.property)) {
    found.push(...composite(piece, shared));
    return;
  }
  if (namespaces.some((namespace) => BESIDE_ADDRESSES.has(namespace)) && isAddress(text)) return;
  // Elsewhere a script's name and its text stand in the same property.
  if (namespaces.includes("script") && shared.property !== "name" && !/^[\w.@-]+$/.test(text)) return;
  found.push(namedPart(shared, namespaces, text, start, isNegated));
}

/** One shape for all: there are several hundred thousand. */
function namedPart(
  { property, value, isCondition, isInferred, isDeclaration }: Shared,
  namespaces: readonly string[],
  name: string,
  start: number,
  isNegated: boolean,
): NamedPart {
  return {
    property,
    namespaces,
    name,
    value,
    start,
    end: start + name.length,
    isNegated,
    isInferred,
    isCondition,
    isDeclaration,
  };
}

/** The names in `10.0.0.1%ether1`, `ether1@blue`. */
function composite({ text, start, isNegated }: Piece, shared: Shared): NamedPart[] {
  return compositeNames(text).map(({ part, name, offset }) =>
    namedPart(shared, part === "interface" ? INTERFACES : TABLES, name, start + offset, isNegated),
  );
}

/** `10.0.0.1@blue` and `fe80::1%ether1` in any property that has no reference of its own. */
function partsOfAddress(text: string, shared: Omit<Shared, "isInferred" | "isDeclaration">): NamedPart[] {
  if (FREE_TEXT.has(shared.property) || !/^[\d.a-f:/]+[%@]/i.test(text)) return [];
  if (!isAddress(text.replace(/[%@].*$/s, ""))) return [];
  return composite(
    { text, start: 0, isNegated: false },
    { ...shared, isInferred: true, isDeclaration: false },
  );
}

/** Where people write what they like. */
const FREE_TEXT: ReadonlySet<string> = new Set(["comment", "name", "password", "secret", "user"]);

/** An address, prefix or range of either family, a MAC address or a host's DNS name with a dot is no object's name. */
function isAddress(text: string): boolean {
  return (
    /^\d+\.\d+\.\d+\.\d+([/-][\d.]+)?$/.test(text) || (/^[\da-f:./-]+$/i.test(text) && text.includes(":"))
  );
}

/** `set telnet …`, `enable pptp-out1`, `move a b`, `add copy-from=office`: items of the menu itself. */
function targetParts(command: BoundNode, vocabulary: Vocabulary): NamedPart[] {
  const values = itemValues(command, vocabulary);
  if (values.length === 0) return [];
  const { menu } = command;
  const namespaces = OF_INTERFACES.has(menu) ? INTERFACES : vocabulary.namespacesOf(menu);
  return namespaces.length === 0 ? [] : values.flatMap((value) => targetsIn(value, namespaces));
}

function itemValues(command: BoundNode, vocabulary: Vocabulary): (Word | StringNode)[] {
  const { args, unnamed } = command;
  const named = args.filter(({ name }) => name !== undefined && OF_ITEMS.has(name));
  const values = named.map(({ node }) => node.value);
  const isTold = named.some(({ name }) => name !== "destination");
  const count = unnamed.length === 0 || isTold ? 0 : targetCount(command, vocabulary);
  if (command.command === "move" && isTold) values.push(unnamed[0]);
  return [...values, ...unnamed.slice(0, count)].filter(
    (value) => value?.kind === "word" || value?.kind === "string",
  );
}

/** How many of the values without a name are items of the menu. */
function targetCount({ menu, command }: BoundNode, vocabulary: Vocabulary): number {
  if (command === undefined || command === "add") return 0;
  if (command === "move") return 2;
  const takes = (name: string) => vocabulary.property(menu, command, name).kind === "known";
  return TARGETED.has(command) || takes("numbers") || takes("number") ? 1 : 0;
}

function targetsIn(value: Word | StringNode, namespaces: readonly string[]): NamedPart[] {
  return pieces(constantText(value) ?? "", true, "numbers")
    .filter((piece) => !/^(\d+|\*[0-9A-F]+)$/i.test(piece.text))
    .map((piece) => ({
      property: "numbers",
      namespaces,
      name: piece.text,
      value,
      start: piece.start,
      end: piece.start + piece.text.length,
      isNegated: false,
      isInferred: true,
      isCondition: false,
      isDeclaration: false,
    }));
}

/** Arguments whose values are items of the menu. */
const OF_ITEMS: ReadonlySet<string> = new Set([
  "numbers",
  "number",
  "destination",
  "copy-from",
  "place-before",
]);

/** Menus that hold something about each interface, called by the interface's name. */
export const OF_INTERFACES: ReadonlySet<string> = new Set([
  "/interface/ethernet/poe",
  "/interface/wireless/manual-tx-power-table",
  "/interface/wireless/nstreme",
  "/ip/neighbor/discovery",
  "/lcd/interface",
  "/queue/interface",
  "/system/lcd/page",
  "/system/resource/irq/rps",
]);

const TARGETED = new Set(
  "set enable disable remove comment unset get edit reset-counters run monitor-traffic".split(" "),
);

/** Offsets of a name in its chunk. */
export function partOffsets(part: NamedPart): { readonly from: number; readonly to: number } {
  const { value, start, end } = part;
  const raw = value.chunk.text;
  const opening = value.kind === "string" ? 1 : 0;
  if (
    raw.startsWith(part.name, value.from + opening + start) &&
    !raw.slice(value.from, value.to).includes("\\")
  ) {
    return { from: value.from + opening + start, to: value.from + opening + end };
  }
  const offsets = sourceOffsets(value);
  const from = offsets[start] ?? value.from;
  const last = offsets[end - 1] ?? from;
  const to = offsets[end] ?? value.to;
  return { from, to: Math.max(to, last) };
}
