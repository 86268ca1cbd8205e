import type { BoundArgument, BoundCommand } from "../model/model.ts";
import { constantText, rangeOf } from "../syntax/tree.ts";
import { applyEdits, minimalEdit, shiftEdit, type TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import { EXPORT_WIDTH, unwrapCommand } from "../text/wrap.ts";
import type { PropertyValue } from "./change.ts";
import { findPlaceholders } from "./placeholders.ts";
import { quoteValue } from "./quote.ts";
import { compareNames, layOut, propertyText } from "./statement-text.ts";
import type { FileStyle } from "./style.ts";

/** New values by property name; `undefined` takes the property out of the command. */
export type PropertyChanges = ReadonlyMap<string, PropertyValue | undefined>;

/**
 * Edits that make one command say something else, and nothing around it. Where the file breaks long lines
 * and a changed line became too long, the whole command is broken anew.
 */
export function editCommand(style: FileStyle, command: BoundCommand, changes: PropertyChanges): TextEdit[] {
  const text = command.file.text;
  const range = rangeOf(command.node);
  const slots = command.args.map((argument) => ({ argument, range: rangeOf(argument.node) }));
  const edits: TextEdit[] = [];
  const fresh: [string, PropertyValue][] = [];
  for (const [name, value] of changes) {
    const own = slots.filter((slot) => slot.argument.name === name);
    const last = own.at(-1);
    if (value === undefined) edits.push(...own.map((slot) => removal(command, slots, slot)));
    else if (last === undefined) fresh.push([name, value]);
    else edits.push(...replacement(style, text, last, name, value));
  }
  edits.push(...shorthandRepairs(slots, changes), ...insertions(style, command, slots, changes, fresh));
  return rewrapped(style, text, range, edits);
}

interface Slot {
  readonly argument: BoundArgument;
  readonly range: Range;
}

function replacement(
  style: FileStyle,
  text: string,
  slot: Slot,
  name: string,
  value: PropertyValue,
): TextEdit[] {
  const { node } = slot.argument;
  if (node.operator !== "=" || node.negated || value === true) {
    const newText = propertyText(style, name, value);
    const isSame = text.slice(slot.range.start, slot.range.end) === newText;
    return isSame ? [] : [{ range: slot.range, newText }];
  }
  if (constantText(node.value) === value || (node.value === undefined && value === "")) return [];
  const keepsQuotes = style.keepsQuotes && node.value?.kind === "string";
  const bare = quoteValue(value, style.quoting);
  const newText = keepsQuotes && !bare.startsWith('"') ? `"${bare}"` : bare;
  const at = node.value === undefined ? { start: slot.range.end, end: slot.range.end } : rangeOf(node.value);
  return [{ range: at, newText }];
}

/** Takes an argument out together with the blanks (and the continuation) on one side of it. */
function removal(command: BoundCommand, slots: readonly Slot[], slot: Slot): TextEdit {
  const text = command.file.text;
  const start = endOfBlanksBefore(text, slot.range.start, rangeOf(command.node).start);
  const next = slots.filter((other) => other.range.start >= slot.range.end).at(0);
  const isFirstOnLine = /[\r\n]/.test(text.slice(start, slot.range.start));
  const isLastOnLine = next === undefined || /[\r\n]/.test(text.slice(slot.range.end, next.range.start));
  if (next !== undefined && isFirstOnLine && !isLastOnLine) {
    return { range: { start: slot.range.start, end: next.range.start }, newText: "" };
  }
  return { range: { start, end: slot.range.end }, newText: "" };
}

function endOfBlanksBefore(text: string, offset: number, floor: number): number {
  const gap = /(?:[ \t]|\\(?:\r\n|\r|\n))*$/.exec(text.slice(floor, offset));
  return gap === null ? offset : floor + gap.index;
}

/** `.width=` speaks of the dotted property before it: when that one goes, it gets its full name. */
function shorthandRepairs(slots: readonly Slot[], changes: PropertyChanges): TextEdit[] {
  const edits: TextEdit[] = [];
  let isLost = false;
  for (const { argument } of slots) {
    const { name } = argument;
    const word = argument.node.name;
    if (name === undefined || word === undefined) continue;
    const isGone = changes.has(name) && changes.get(name) === undefined;
    const isShort = word.text.startsWith(".");
    if (isGone) isLost = isShort ? isLost : name.includes(".");
    else if (isShort && isLost) {
      edits.push({ range: rangeOf(word), newText: name });
      isLost = false;
    } else if (name.includes(".")) isLost = false;
  }
  return edits;
}

/** New properties at their place by name where the command is sorted (exports are), else behind the others. */
function insertions(
  style: FileStyle,
  command: BoundCommand,
  slots: readonly Slot[],
  changes: PropertyChanges,
  fresh: readonly [string, PropertyValue][],
): TextEdit[] {
  const staying = slots.filter(({ argument: { name } }) => {
    return name === undefined || !changes.has(name) || changes.get(name) !== undefined;
  });
  const named = slots.flatMap((slot) => (slot.argument.name === undefined ? [] : [slot.argument.name]));
  const isSorted =
    named.every((name, i) => i === 0 || compareNames(named[i - 1] ?? "", name) <= 0) &&
    (named.length > 1 || !style.keepsQuotes);
  const headEnd = headEndOf(command, slots);
  return [...fresh]
    .sort(([a], [b]) => compareNames(a, b))
    .map(([name, value]) => {
      const before = isSorted ? lastBefore(staying, name) : staying.at(-1);
      const at = before?.range.end ?? headEnd;
      return { range: { start: at, end: at }, newText: ` ${propertyText(style, name, value)}` };
    });
}

function lastBefore(slots: readonly Slot[], name: string): Slot | undefined {
  let found: Slot | undefined;
  let isOpen = true;
  for (const slot of slots) {
    const own = slot.argument.name;
    const isShorthand = slot.argument.node.name?.text.startsWith(".") === true;
    if (own === undefined || isShorthand || compareNames(own, name) < 0) {
      if (isOpen) found = slot;
    } else isOpen = false;
  }
  return found;
}

/** Behind the last word of the head and the unnamed arguments (`set [ find … ]`, `set telnet`). */
function headEndOf(command: BoundCommand, slots: readonly Slot[]): number {
  const { node } = command;
  const firstNamed = slots.find((slot) => slot.argument.name !== undefined);
  const ends = [...node.words, ...command.unnamed]
    .map((word) => rangeOf(word).end)
    .filter((end) => firstNamed === undefined || end <= firstNamed.range.start);
  return Math.max(rangeOf(node).start, ...ends);
}

function rewrapped(style: FileStyle, text: string, range: Range, edits: TextEdit[]): TextEdit[] {
  if (edits.length === 0 || style.width === Number.POSITIVE_INFINITY) return edits;
  const lineStart =
    Math.max(text.lastIndexOf("\n", range.start - 1), text.lastIndexOf("\r", range.start - 1)) + 1;
  const lead = text.slice(lineStart, range.start);
  const before = lead + text.slice(range.start, range.end);
  const after = applyEdits(
    before,
    edits.map((edit) => shiftEdit(edit, -lineStart)),
  );
  const old = new Set(before.split(/\r\n|\n|\r/));
  const isTooWide = after
    .split(/\r\n|\n|\r/)
    .some((line) => !old.has(line) && line.length > EXPORT_WIDTH + 2);
  const isTooWideBare = isTooWide || hasWideLastLine(after, old);
  if (!isTooWideBare) return edits;
  const wrapped = layOut(style, unwrapCommand(after));
  // Placeholders are filled in by what stands around them: the edit then holds the whole command.
  const hasPlaceholder = findPlaceholders(wrapped).length > 0;
  const whole = { range: { start: lead.length, end: before.length }, newText: wrapped.slice(lead.length) };
  const edit = hasPlaceholder ? whole : minimalEdit(before, wrapped);
  if (edit === undefined) return [];
  return [shiftEdit(edit, lineStart)];
}

/** The last line has no backslash, so a word fills it up to the width only. */
function hasWideLastLine(after: string, old: ReadonlySet<string>): boolean {
  const lines = after.split(/\r\n|\n|\r/);
  const last = lines.at(-1) ?? "";
  return !old.has(last) && last.length > EXPORT_WIDTH;
}
