import type { Chunk, Node, SyntaxTree } from "./tree.ts";

/** The nodes directly inside `node`, in text order. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "command":
      return [...node.words, ...node.args];
    case "argument":
      return present(node.name, node.value);
    case "element":
      return present(node.key, node.value);
    case "string":
      return node.parts;
    case "interpolation":
      return [node.value];
    case "substitution":
    case "block":
      return merged(node.statements, node.comments);
    case "group":
      return present(node.value);
    case "array":
      return node.elements;
    case "list":
      return node.items;
    case "binary":
      return [node.left, node.right];
    case "unary":
      return [node.operand];
    case "error":
    case "word":
    case "text":
    case "variable":
    case "error-value":
    case "comment":
      return [];
    default:
      return node satisfies never;
  }
}

/** Calls `visit` for `node` and everything below it, outermost first; `false` leaves out what is below. */
export function walk(node: Node, visit: (node: Node) => unknown): void {
  const stack: Node[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (visit(next) === false) continue;
    const children = childrenOf(next);
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child !== undefined) stack.push(child);
    }
  }
}

/** The nodes around an absolute offset, outermost first; an offset at a node's end still belongs to it. */
export function nodeAt(tree: SyntaxTree, offset: number): readonly Node[] {
  const chunk = chunkAt(tree, offset);
  if (chunk === undefined) return [];
  const at = offset - chunk.start;
  const path: Node[] = [];
  let level: readonly Node[] = [...chunk.statements, ...chunk.comments];
  for (;;) {
    const next = level.findLast((node) => node.from <= at && at <= node.to);
    if (next === undefined) return path;
    path.push(next);
    level = childrenOf(next);
  }
}

/** The chunk that holds an absolute offset; the last one for the text's end. */
export function chunkAt(tree: SyntaxTree, offset: number): Chunk | undefined {
  return tree.chunks[chunkIndexAt(tree, offset)];
}

/** Its place among the chunks; 0 where there is none. */
export function chunkIndexAt({ chunks }: SyntaxTree, offset: number): number {
  let low = 0;
  let high = chunks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((chunks[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function present(...nodes: readonly (Node | undefined)[]): Node[] {
  return nodes.filter((node) => node !== undefined);
}

function merged(a: readonly Node[], b: readonly Node[]): readonly Node[] {
  if (b.length === 0) return a;
  return [...a, ...b].sort((x, y) => x.from - y.from);
}
