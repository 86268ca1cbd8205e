import { endsEarly, readExportHeader } from "../../model/export-header.ts";
import type { BoundArgument, BoundCommand, Model } from "../../model/model.ts";
import type { Chunk } from "../../syntax/tree.ts";

/** Commands whose unnamed words and conditions name the properties of the menu's items. */
const CONDITION_COMMANDS = ["find", "print", "monitor", "export"];

export interface KnownCommand {
  readonly menu: string;
  readonly command: string;
}

/** The command when its words were told apart and this version certainly has it. */
export function knownCommand(bound: BoundCommand, model: Model): KnownCommand | undefined {
  if (bound.problem !== undefined || bound.command === undefined) return undefined;
  const { menu, command } = bound;
  return model.schema.command(menu, command).kind === "known" ? { menu, command } : undefined;
}

/** Whether something in the line has no name: it may be what a stray quote or blank left of a property. */
export function hasLooseWords(bound: BoundCommand): boolean {
  return bound.unnamed.length > 0 || bound.args.some(({ name }) => name === undefined);
}

/**
 * Whether all of the command is there: nothing of it without a name, the file does not break off in it, and the next
 * line is none of its own that lacks the `\` ahead of it.
 */
export function isReadWhole(bound: BoundCommand, model: Model): boolean {
  const { chunk } = bound.node;
  return !hasLooseWords(bound) && model.derive(cutStatement) !== chunk && !model.derive(unjoined).has(chunk);
}

/** Statements with properties on a line behind them that begins with no command. */
function unjoined(model: Model): ReadonlySet<Chunk> {
  return new Set(
    model.files.flatMap((file) => {
      const rests = new Set(model.inChunks(file, restOfStatement));
      const { chunks } = file.tree;
      if (rests.size === 0) return [];
      return chunks.filter((_, at) => {
        const next = chunks[at + 1];
        return next !== undefined && rests.has(next);
      });
    }),
  );
}

function restOfStatement(chunk: Chunk): readonly Chunk[] {
  const [first] = chunk.statements;
  const isRest = first?.kind === "command" && first.words.length === 0 && first.args[0]?.name !== undefined;
  return isRest && chunk.problems.length > 0 ? [chunk] : [];
}

/** The last statement of a file that breaks off there. */
function cutStatement(model: Model): Chunk | undefined {
  for (const { tree } of model.files) {
    const end = tree.chunks.slice(-2).map(({ text }) => text);
    const isCut =
      /\\\s*$/.test(end.join("").slice(-END)) ||
      (readExportHeader(tree).versionText !== undefined && endsEarly(tree));
    if (isCut) return tree.chunks.findLast(({ statements }) => statements.length > 0);
  }
  return undefined;
}

/** Room for the blanks that may follow the backslash of a cut line. */
const END = 200;

/** Named arguments that must be properties of the command: conditions after `where` are not. */
export function propertyArguments(bound: BoundCommand): readonly BoundArgument[] {
  if (bound.menu !== "/" && bound.command === "find") return [];
  const isNamed = ({ name }: BoundArgument) => name !== undefined;
  const named = bound.args.every(isNamed) ? bound.args : bound.args.filter(isNamed);
  if (bound.menu === "/" || !CONDITION_COMMANDS.includes(bound.command ?? "")) return named;
  const where = [...bound.node.words, ...bound.node.args].find((node) =>
    node.kind === "word"
      ? node.text === "where"
      : node.name === undefined && node.value?.kind === "word" && node.value.text === "where",
  );
  return where === undefined ? named : named.filter((argument) => argument.node.from < where.from);
}
