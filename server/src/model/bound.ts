import type { Chunk, StringNode, Variable, Word } from "../syntax/tree.ts";
import type { BoundArgument, BoundCommand, Item, ModelFile, Reference } from "./model.ts";

/**
 * A bound command with what later stages found out about it alone. The memos live here so that the next
 * revision of a file finds them on every command it keeps, without a look-up.
 */
export interface BoundNode extends BoundCommand {
  readonly parent: BoundNode | undefined;
  readonly embeddedIn: { readonly command: BoundNode; readonly property: string } | undefined;
  /** Words that are flags of the command (`add blackhole`) stand in `args` too, as arguments without value. */
  readonly args: readonly BoundArgument[];
  /** The item an `add` made. */
  madeItem?: Item | undefined;
  parts?: readonly NamedPart[] | undefined;
  references?: readonly Reference[] | undefined;
  mentions?: readonly Mention[] | undefined;
  shape?: object | undefined;
}

/** A variable's name in a command; `from` and `to` are offsets of the bare name in its chunk. */
export interface Mention {
  readonly kind: "local" | "global" | "counter" | "error" | "read" | "write" | "call";
  readonly name: string;
  /** A word where it is read without `$`: a variable only where one of that name is in reach. */
  readonly node: Word | StringNode | Variable;
  readonly from: number;
  readonly to: number;
}

/** A name that a property's value holds; a function of the command and the schema alone. */
export interface NamedPart {
  readonly property: string;
  /** What the name may be one of, most likely first. */
  readonly namespaces: readonly string[];
  readonly name: string;
  /** The word or string it stands in, and where its name starts and stops in the decoded text. */
  readonly value: Word | StringNode;
  readonly start: number;
  readonly end: number;
  readonly isNegated: boolean;
  /** True when the facts tell it by completions only: a name nobody defines is no finding. */
  readonly isInferred: boolean;
  /** In a `find` or `print` condition. */
  readonly isCondition: boolean;
  /** The property brings the name into being, as `chain=` of a firewall rule does. */
  readonly isDeclaration: boolean;
}

/** What one top-level statement says; a function of the chunk, the menu before it and the schema alone. */
export interface BoundChunk {
  readonly chunk: Chunk;
  readonly contextBefore: string;
  readonly contextAfter: string;
  readonly commands: readonly BoundNode[];
}

/** A file whose text and tree are those of the newest revision, as the positions of its chunks are. */
export interface LiveFile extends ModelFile {
  newest: ModelFile;
}
