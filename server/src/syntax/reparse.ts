import type { TextEdit } from "../text/edit.ts";
import { parse, printTree } from "./parser.ts";
import type { SyntaxTree } from "./tree.ts";

/** The tree of the text after `edit`; equals a full parse. */
export function reparse(tree: SyntaxTree, edit: TextEdit): SyntaxTree {
  const text = printTree(tree);
  return parse(text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end));
}
