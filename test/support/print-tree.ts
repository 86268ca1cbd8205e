import type { Chunk, Node, SyntaxTree } from "../../server/src/syntax/tree.ts";
import { childrenOf } from "../../server/src/syntax/walk.ts";

/** The tree as indented s-expressions, one node a line, with the text of leaves; problems at the end. */
export function printSyntax(tree: SyntaxTree): string {
  return `${tree.chunks
    .map(printNodes)
    .filter((text) => text !== "")
    .join("\n")}\n`;
}

/** The nodes and problems of one chunk; offsets are relative to it. */
export function printNodes(chunk: Chunk): string {
  const nodes = [...chunk.statements, ...chunk.comments].sort((a, b) => a.from - b.from);
  const lines = nodes.flatMap((node) => linesOf(node, 0));
  const problems = chunk.problems.map(
    ({ from, to, message, severity }) => `! ${severity ?? "error"} ${from}-${to} ${message}`,
  );
  return [...lines, ...problems].join("\n");
}

function linesOf(top: Node, depth: number): string[] {
  const out: string[] = [];
  const stack: [Node, number][] = [[top, depth]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [node, level] = next;
    out.push(`${"  ".repeat(level)}(${node.kind}${detail(node)} ${node.from}-${node.to})`);
    const children = childrenOf(node);
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child !== undefined) stack.push([child, level + 1]);
    }
  }
  return out;
}

function detail(node: Node): string {
  switch (node.kind) {
    case "command":
      return node.lead === "" ? "" : ` ${node.lead}`;
    case "argument":
      return `${node.negated ? " !" : ""}${node.operator === undefined ? "" : ` ${node.operator}`}`;
    case "word":
    case "text":
    case "comment":
      return ` ${JSON.stringify(node.text)}`;
    case "variable":
      return ` $${node.name}`;
    case "binary":
    case "unary":
      return ` ${node.operator}`;
    case "string":
      return node.terminated ? "" : " open";
    default:
      return "";
  }
}
