import type { SyntaxTree } from "../../syntax/tree.ts";
import { lineOf, readTree } from "../../syntax/tree-text.ts";

/** `  name: value`, ` 0 X name="…"` and ` 1   ;;; comment`, as `print` shows items. */
export const PRINTED_ROW =
  /^(?:[ \t]+[a-z][a-z0-9-]*: .*|[ \t]*\d{1,4}[ \t]+(?:[A-Z*]{1,5}[ \t]+)?(?:;;; .*|[a-z][\w-]*=.*))$/;

/** Whether the line of the offset is a row that `print` showed. */
export function isPrintedRow(tree: SyntaxTree, offset: number): boolean {
  const { start, end } = lineOf(tree, offset);
  return PRINTED_ROW.test(readTree(tree).slice(start, end).trimEnd());
}
