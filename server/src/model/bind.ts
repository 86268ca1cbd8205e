import {
  type Argument,
  type Block,
  type Chunk,
  type Command,
  isSameNode,
  type Statement,
  type Substitution,
  type Value,
} from "../syntax/tree.ts";
import { bindArguments } from "./bind-arguments.ts";
import type { BoundChunk, BoundNode } from "./bound.ts";
import { runsForCertain } from "./certainty.ts";
import { embeddedScripts, holdsScript } from "./embedded.ts";
import { resolveHead } from "./head.ts";
import type { ModelFile } from "./model.ts";
import { nestedStatements } from "./nested.ts";
import type { Vocabulary } from "./vocabulary.ts";

interface BindEnvironment {
  readonly vocabulary: Vocabulary;
  readonly file: ModelFile;
}

/**
 * Binds one top-level statement: a function of the chunk, the menu it stands in and the schema. Nested
 * statements follow their parent. Never throws; iterative, so nesting may be of any depth.
 */
export function bindChunk(chunk: Chunk, context: string, environment: BindEnvironment): BoundChunk {
  const { statements } = chunk;
  const top: Frame = { ...OUTSIDE, statements, context };
  const [only] = statements;
  if (statements.length !== 1 || only?.kind !== "command") {
    const commands = bindFrames([top], environment, []);
    return { chunk, contextBefore: context, contextAfter: top.context, commands };
  }
  // Nearly every statement of an export.
  const { node, menuAfter, inner } = bindCommand(only, top, environment);
  const commands = inner.length === 0 ? [node] : bindFrames(inner.reverse(), environment, [node]);
  return { chunk, contextBefore: context, contextAfter: menuAfter ?? context, commands };
}

/** Goes through the statements of frames, the last one first; what is inside a statement comes next. */
function bindFrames(stack: Frame[], environment: BindEnvironment, commands: BoundNode[]): BoundNode[] {
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const statement = frame.statements[frame.next++];
    if (statement === undefined) stack.pop();
    else if (statement.kind === "command") {
      const bound = bindCommand(statement, frame, environment);
      commands.push(bound.node);
      if (bound.menuAfter !== undefined) frame.context = bound.menuAfter;
      for (const inner of bound.inner.reverse()) stack.push(inner);
    }
  }
  return commands;
}

/** Statements that share a menu context, one after the other. */
interface Frame {
  readonly statements: readonly Statement[];
  next: number;
  context: string;
  readonly isCertain: boolean;
  readonly parent: BoundNode | undefined;
  readonly container: Block | Substitution | Value | undefined;
  readonly embeddedIn: BoundNode["embeddedIn"];
}

/** A file's own statements. */
const OUTSIDE = {
  next: 0,
  isCertain: true,
  parent: undefined,
  container: undefined,
  embeddedIn: undefined,
} as const;

interface Bound {
  readonly node: BoundNode;
  /** Set when the statement is only a path: where the following ones stand. */
  readonly menuAfter: string | undefined;
  readonly inner: Frame[];
}

function bindCommand(node: Command, frame: Frame, environment: BindEnvironment): Bound {
  const head = resolveHead(node, frame.context, environment.vocabulary);
  const { args, unnamed } = bindArguments(node, head, environment.vocabulary);
  const bound: BoundNode = {
    node,
    file: environment.file,
    context: frame.context,
    menu: head.menu,
    command: head.command,
    commandWord: head.commandWord,
    unnamed,
    args,
    problem: head.problem,
    isCertain: frame.isCertain,
    parent: frame.parent,
    container: frame.container,
    embeddedIn: frame.embeddedIn,
    madeItem: undefined,
    parts: undefined,
    references: undefined,
    mentions: undefined,
    shape: undefined,
  };
  const isPathOnly =
    head.command === undefined && node.args.length === 0 && (node.words.length > 0 || node.lead === "/");
  const context = head.isGlobal ? frame.context : innerContext(bound, frame.context);
  return {
    node: bound,
    menuAfter: isPathOnly ? head.menu : undefined,
    inner: innerFrames(bound, context, environment),
  };
}

/** `on-event={ … }`: like a script in a string it runs later, with nothing but the root menu around it. */
function isScript(bound: BoundNode, argument: Argument, { vocabulary }: BindEnvironment): boolean {
  const name = bound.args.find(({ node }) => isSameNode(node, argument))?.name;
  return name !== undefined && holdsScript(bound, name, vocabulary);
}

/** `[find …]` in a command, and the block of `/path { … }`, stand in the menu the command acts on. */
function innerContext(bound: BoundNode, context: string): string {
  const hasPath = bound.node.words.length > 0 || bound.node.lead === "/";
  return hasPath && bound.menu !== "/" ? bound.menu : context;
}

function innerFrames(bound: BoundNode, context: string, environment: BindEnvironment): Frame[] {
  const frames: Frame[] = nestedStatements(bound.node).map(({ container, argument }) => ({
    statements: container.statements,
    next: 0,
    context: container.kind === "block" && isScript(bound, argument, environment) ? "/" : context,
    isCertain: runsForCertain(bound, argument, container),
    parent: bound,
    container,
    embeddedIn: bound.embeddedIn,
  }));
  for (const script of embeddedScripts(bound, environment.vocabulary)) {
    frames.push({
      statements: script.statements,
      next: 0,
      context: "/",
      isCertain: false,
      parent: bound,
      container: script.container,
      embeddedIn: { command: bound, property: script.property },
    });
  }
  return frames;
}
