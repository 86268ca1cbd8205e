import type { Change, SetChange, TextChange } from "../edit/change.ts";
import { type Comment, rangeOf } from "../syntax/tree.ts";

/**
 * An export tells above an item that an interface it names was down (`# to-barn not ready`). Once the item names
 * another, the line says something of an interface that is gone.
 */
export function withoutStatusNotes(changes: readonly Change[]): readonly Change[] {
  // What goes takes its comments along.
  const gone = new Set(changes.flatMap((change) => (change.kind === "remove" ? change.item : [])));
  const notes = changes.flatMap((change) =>
    change.kind === "set" && !gone.has(change.item) ? notesAbove(change) : [],
  );
  return notes.length === 0 ? changes : [...changes, ...notes];
}

function notesAbove({ item, properties }: SetChange): readonly TextChange[] {
  const { command } = item;
  if (command === undefined || command.embeddedIn !== undefined) return [];
  const { file, node } = command;
  const old = Object.keys(properties).map((name) => item.property(name)?.text);
  return node.chunk.comments
    .filter(
      ({ from, text }) => from < node.from && old.some((name) => text.trim() === `${name ?? ""} not ready`),
    )
    .map((comment) => ({ kind: "text", file, edit: { range: lineOf(file.text, comment), newText: "" } }));
}

function lineOf(text: string, comment: Comment): { readonly start: number; readonly end: number } {
  const { start, end } = rangeOf(comment);
  const next = text.indexOf("\n", end);
  return { start: text.lastIndexOf("\n", start - 1) + 1, end: next < 0 ? text.length : next + 1 };
}
