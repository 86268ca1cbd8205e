import {
  type Argument,
  type ArrayElement,
  type Block,
  type Command,
  constantText,
  type Interpolation,
  type StringPart,
  type Substitution,
  type Value,
} from "../syntax/tree.ts";

/** A block or substitution inside a command that holds statements of its own. */
export interface NestedStatements {
  readonly container: Block | Substitution;
  readonly argument: Argument;
}

/**
 * The blocks and substitutions directly inside a command's arguments, in text order; what stands within
 * them is left to whoever walks them. Iterative: values may be nested a hundred thousand deep.
 */
export function nestedStatements(command: Command): NestedStatements[] {
  const found: NestedStatements[] = [];
  for (const argument of command.args) {
    if (argument.value === undefined || isPlain(argument.value)) continue;
    for (const value of innerValues(argument.value)) {
      if (value.kind === "block" || value.kind === "substitution") found.push({ container: value, argument });
    }
  }
  return found;
}

/** A word, or a string without anything interpolated: nothing is inside. */
export function isPlain(value: Value): boolean {
  return constantText(value) !== undefined;
}

/**
 * A value and all values within it, in text order; blocks and substitutions are given, but not entered.
 */
export function innerValues(root: Value): Value[] {
  const found: Value[] = [];
  const stack: Value[] = [root];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    found.push(value);
    const children = childValues(value);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) stack.push(child);
    }
  }
  return found;
}

function childValues(value: Value): readonly Value[] {
  switch (value.kind) {
    case "string":
      return value.parts.filter(isInterpolation).map((part) => part.value);
    case "array":
      return value.elements.flatMap(elementValues);
    case "list":
      return value.items;
    default:
      return operandsOf(value);
  }
}

/** What an expression works with; others work with nothing. */
export function operandsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case "group":
      return value.value === undefined ? [] : [value.value];
    case "binary":
      return [value.left, value.right];
    case "unary":
      return [value.operand];
    default:
      return [];
  }
}

function elementValues(element: ArrayElement): Value[] {
  return [element.key, element.value].filter((value) => value !== undefined);
}

function isInterpolation(part: StringPart): part is Interpolation {
  return part.kind === "interpolation";
}
