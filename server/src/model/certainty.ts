import type { Argument, Block, Substitution } from "../syntax/tree.ts";
import type { BoundCommand } from "./model.ts";

/** Commands of the root menu whose blocks run once, whatever happens. */
const STRAIGHT = new Set(["do", "put", "return", "error", "delay", "len", "typeof", "nothing"]);

/**
 * Whether statements in a block or substitution of a command run exactly when the command does. A
 * substitution does; so does `/path { … }`, a bare `{ … }` and the body of a plain `:do`. Branches, loop
 * bodies, functions and anything that `on-error` guards may or may not run.
 */
export function runsForCertain(
  command: BoundCommand,
  argument: Argument,
  container: Block | Substitution,
): boolean {
  if (!command.isCertain) return false;
  if (container.kind === "substitution") return !isRepeatedCondition(command, argument);
  if (command.command === undefined) return true;
  if (command.menu !== "/" || !STRAIGHT.has(command.command)) return false;
  return (
    argument.name?.text !== "on-error" && !command.node.args.some((arg) => arg.name?.text === "on-error")
  );
}

/** `while=[…]` is asked again and again, with other answers. */
function isRepeatedCondition(command: BoundCommand, argument: Argument): boolean {
  return command.menu === "/" && (command.command === "while" || argument.name?.text === "while");
}
