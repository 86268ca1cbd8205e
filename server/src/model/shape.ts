import type { BoundNode } from "./bound.ts";

/** The shapes of commands as a tree, word by word; kept with the schema that the commands were bound by. */
export interface Shapes {
  readonly next: Map<string, Shapes>;
}

export function createShapes(): Shapes {
  return { next: new Map() };
}

/** Commands without a shape are told so each time; they are few. */
export function shapeOf(command: BoundNode, shapes: Shapes): object | undefined {
  if (command.shape !== undefined) return command.shape;
  const { node, parent, problem, unnamed } = command;
  if (parent !== undefined || problem !== undefined || unnamed.length > 0) return undefined;
  let shape = along(along(shapes, command.context), node.lead);
  for (const { text } of node.words) shape = along(shape, text);
  shape = along(shape, "=");
  for (const { name, operator, negated } of node.args) {
    if (name === undefined) return undefined;
    shape = along(along(shape, name.text), negated ? "!" : (operator ?? ""));
  }
  command.shape = shape;
  return shape;
}

function along({ next }: Shapes, word: string): Shapes {
  const known = next.get(word);
  if (known !== undefined) return known;
  const fresh = createShapes();
  next.set(word, fresh);
  return fresh;
}
