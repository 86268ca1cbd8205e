import type { BoundNode, NamedPart } from "./bound.ts";
import { absoluteOffset } from "./embedded.ts";
import type { Item, ModelFile, Reference, ReferenceTarget } from "./model.ts";
import type { NameMeaning } from "./name-meaning.ts";
import { namedParts, partOffsets } from "./named-parts.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Answers what names mean in the newest revision of the model. */
export interface Resolver {
  readonly vocabulary: Vocabulary;
  /** The meaning of a name, shared by all references that write it for the same property. */
  meaningOf(part: NamedPart, menu: string): NameMeaning;
  itemOf(command: BoundNode): Item | undefined;
}

/**
 * A reference of one command. A class for the same reason as ItemState: there may be several hundred thousand,
 * and what they mean is worked out when asked, once a revision.
 */
export class ReferenceState implements Reference {
  readonly command: BoundNode;
  readonly part: NamedPart;
  readonly #resolver: Resolver;
  /** Shared by all references that write the same name for the same property. */
  readonly meaning: NameMeaning;

  constructor(command: BoundNode, part: NamedPart, resolver: Resolver) {
    this.command = command;
    this.part = part;
    this.#resolver = resolver;
    this.meaning = resolver.meaningOf(part, command.menu);
  }

  get name(): string {
    return this.part.name;
  }

  get property(): string {
    return this.part.property;
  }

  get isNegated(): boolean {
    return this.part.isNegated;
  }

  get file(): ModelFile {
    return this.command.file;
  }

  get isDeclaration(): boolean {
    return this.part.isDeclaration;
  }

  get strength(): "strong" | "weak" {
    return this.part.isCondition || this.command.embeddedIn !== undefined ? "weak" : "strong";
  }

  get range(): { readonly start: number; readonly end: number } {
    const { from, to } = partOffsets(this.part);
    const { chunk } = this.part.value;
    return { start: absoluteOffset(chunk, from), end: absoluteOffset(chunk, to) };
  }

  get item(): Item | undefined {
    return this.strength === "weak" ? undefined : this.#resolver.itemOf(this.command);
  }

  get namespace(): string {
    return this.meaning.resolve().namespace;
  }

  get target(): ReferenceTarget {
    return this.meaning.resolve().target;
  }
}

/** Undefined for references that another model made. */
export function meaningOf(reference: Reference): NameMeaning | undefined {
  return reference instanceof ReferenceState ? reference.meaning : undefined;
}

/** The references of a command, the same objects in every revision that keeps the command. */
export function referencesOf(command: BoundNode, resolver: Resolver): readonly Reference[] {
  command.references ??= partsOf(command, resolver.vocabulary).map(
    (part) => new ReferenceState(command, part, resolver),
  );
  return command.references;
}

export function partsOf(command: BoundNode, vocabulary: Vocabulary): readonly NamedPart[] {
  command.parts ??= namedParts(command, vocabulary);
  return command.parts;
}
