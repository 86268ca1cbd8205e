import type { Chunk } from "../syntax/tree.ts";
import type { BoundChunk, BoundNode, NamedPart } from "./bound.ts";
import { readFailedMenus } from "./export-header.ts";
import { createGatherer } from "./gather.ts";
import type { Reference } from "./model.ts";
import type { NameMeaning } from "./name-meaning.ts";
import { meaningOf, partsOf, type Resolver, referencesOf } from "./references.ts";
import { holdsSecret } from "./secrets.ts";

/**
 * Some hundred neighbouring statements of a file, with what is collected over them. An edit replaces a page
 * or two; what the others collected is joined again, not made again.
 */
export interface BoundPage {
  readonly chunks: readonly BoundChunk[];
  /** The statements as they stand in the tree. */
  readonly statements: readonly Chunk[];
  readonly commands: readonly BoundNode[];
  /** Commands by the menu they act on, in order; those of embedded scripts are left out, they run when they run. */
  readonly byMenu: ReadonlyMap<string, readonly BoundNode[]>;
  /** Menus with items or settings written or changed. */
  readonly writtenMenus: ReadonlySet<string>;
  /** Menus written at root level. */
  readonly rootMenus: ReadonlySet<string>;
  /** Anything at root level beside paths, `add` and `set`. */
  readonly hasLogic: boolean;
  readonly failedMenus: readonly string[];
  readonly hasSecrets: boolean;
  references(resolver: Resolver): readonly Reference[];
  /** Those whose name means something that `isMeant`; asked once for each meaning. */
  referencesMeaning(isMeant: (meaning: NameMeaning) => boolean, resolver: Resolver): readonly Reference[];
  /** What `pick` finds in the commands; asked once for each `pick`. */
  gather<T>(pick: (command: BoundNode) => readonly T[]): readonly T[];
  inChunks<T>(pick: (chunk: Chunk) => readonly T[]): readonly T[];
  /** By menu, what stands first in it at top level. */
  readonly headers: ReadonlyMap<string, BoundNode>;
  /** References by namespace and name. */
  namesIn(resolver: Resolver): NameMap<PageReferences>;
}

type NameMap<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

/** Statements in a page; small enough to make anew at each key, large enough that a big file has few. */
export const PAGE_SIZE = 400;

/** A page's references of one name: the same object as long as the page is. */
export interface PageReferences {
  readonly references: readonly Reference[];
  /** Those in scripts and conditions. */
  readonly weak: readonly Reference[];
  /** What the references may name, and the menus they stand in; each once. */
  readonly namespaces: ReadonlySet<readonly string[]>;
  readonly menus: ReadonlySet<string>;
}

export function createPage(chunks: readonly BoundChunk[]): BoundPage {
  const commands = chunks.flatMap((chunk) => chunk.commands);
  const statements = chunks.map((bound) => bound.chunk);
  const groups = once(() => group(commands));
  const failed = once(() => readFailedMenus(statements));
  const secrets = once(() => commands.some(holdsSecret));
  let references: readonly Reference[] | undefined;
  let meanings: ReadonlySet<NameMeaning | undefined> | undefined;
  let names: NameMap<PageReferences> | undefined;
  const headers = once(() => firstCommands(commands));
  const referencesWith = (resolver: Resolver) => {
    references ??= commands.flatMap((command) => referencesOf(command, resolver));
    return references;
  };
  return {
    chunks,
    statements,
    commands,
    get byMenu() {
      return groups().byMenu;
    },
    get writtenMenus() {
      return groups().writtenMenus;
    },
    get rootMenus() {
      return groups().rootMenus;
    },
    get hasLogic() {
      return groups().hasLogic;
    },
    get failedMenus() {
      return failed();
    },
    get hasSecrets() {
      return secrets();
    },
    references: referencesWith,
    referencesMeaning(isMeant, resolver) {
      const all = referencesWith(resolver);
      meanings ??= new Set(all.map(meaningOf));
      const meant = new Set<NameMeaning | undefined>();
      for (const meaning of meanings) if (meaning !== undefined && isMeant(meaning)) meant.add(meaning);
      return meant.size === 0 ? [] : all.filter((reference) => meant.has(meaningOf(reference)));
    },
    gather: createGatherer(commands),
    inChunks: createGatherer(statements),
    get headers() {
      return headers();
    },
    namesIn(resolver) {
      names ??= indexNames(commands, resolver);
      return names;
    },
  };
}

const WRITING = new Set(["add", "set", "enable", "disable", "comment", "remove", "unset", "move"]);

type Groups = Pick<BoundPage, "byMenu" | "writtenMenus" | "rootMenus" | "hasLogic">;

function group(commands: readonly BoundNode[]): Groups {
  const byMenu = new Map<string, BoundNode[]>();
  const writtenMenus = new Set<string>();
  const rootMenus = new Set<string>();
  let hasLogic = false;
  for (const command of commands) {
    if (command.embeddedIn !== undefined || command.command === undefined) continue;
    const same = byMenu.get(command.menu);
    if (same === undefined) byMenu.set(command.menu, [command]);
    else same.push(command);
    if (WRITING.has(command.command)) writtenMenus.add(command.menu);
    if (command.parent !== undefined) continue;
    const isExported = command.menu !== "/" && (command.command === "add" || command.command === "set");
    if (isExported) rootMenus.add(command.menu);
    else if (command.problem === undefined && !isWait(command)) hasLogic = true;
  }
  return { byMenu, writtenMenus, rootMenus, hasLogic };
}

/** `:delay 15s`, which people put ahead of an export to be run after a reset, when the interfaces are not up yet. */
function isWait({ menu, command }: BoundNode): boolean {
  return menu === "/" && command === "delay";
}

function indexNames(commands: readonly BoundNode[], resolver: Resolver): NameMap<PageReferences> {
  const index = new Map<string, Map<string, FilledReferences>>();
  for (const command of commands) {
    const references = referencesOf(command, resolver);
    for (const [at, part] of partsOf(command, resolver.vocabulary).entries()) {
      const reference = references[at];
      if (reference === undefined) continue;
      for (const namespace of part.namespaces) put(index, namespace, part, reference);
    }
  }
  return index;
}

function firstCommands(commands: readonly BoundNode[]): ReadonlyMap<string, BoundNode> {
  const found = new Map<string, BoundNode>();
  for (const command of commands) {
    if (command.parent === undefined && command.problem === undefined && !found.has(command.menu))
      found.set(command.menu, command);
  }
  return found;
}

interface FilledReferences {
  readonly references: Reference[];
  readonly weak: Reference[];
  readonly namespaces: Set<readonly string[]>;
  readonly menus: Set<string>;
}

function put(
  index: Map<string, Map<string, FilledReferences>>,
  namespace: string,
  { name, namespaces }: NamedPart,
  reference: Reference,
): void {
  const names = index.get(namespace) ?? new Map<string, FilledReferences>();
  index.set(namespace, names);
  const same = names.get(name) ?? { references: [], weak: [], namespaces: new Set(), menus: new Set() };
  names.set(name, same);
  same.references.push(reference);
  if (reference.strength === "weak") same.weak.push(reference);
  same.namespaces.add(namespaces);
  same.menus.add(reference.command.menu);
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
