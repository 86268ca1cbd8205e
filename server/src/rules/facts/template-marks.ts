import type { Chunk } from "../../syntax/tree.ts";

/** `{{ wan | default('ether1') }}` and `{% if lan %}`, as Jinja, Ansible and others write it; `{{1;2};{3;4}}` is an array. */
const MARK = /\{\{-?[ \t]*[A-Za-z_][^{};\r\n]*\}\}|\{%-?[ \t]*[a-z][^\r\n]*?%\}/;

/** Where a statement that cannot be read holds a mark that only a template engine reads. */
export function templateMark(
  chunk: Chunk,
): { readonly chunk: Chunk; readonly from: number; readonly to: number } | undefined {
  if (chunk.problems.length === 0 || chunk.toOuter !== undefined) return undefined;
  return markIn(chunk);
}

/** Whether a template engine writes a part of the statement, be it that RouterOS can read it as it stands or not. */
export function isFilledIn(chunk: Chunk): boolean {
  return chunk.toOuter === undefined && markIn(chunk) !== undefined;
}

function markIn(chunk: Chunk): ReturnType<typeof templateMark> {
  const mark = MARK.exec(chunk.text);
  return mark === null ? undefined : { chunk, from: mark.index, to: mark.index + mark[0].length };
}
