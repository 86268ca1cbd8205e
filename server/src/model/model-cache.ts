import { createSchemaStore, type Schema, type SchemaStore } from "../schema/lookup.ts";
import { compareVersions, type Version } from "../values/version.ts";
import type { BoundChunk, LiveFile } from "./bound.ts";
import type { ItemFacts } from "./effective.ts";
import type { MenuState } from "./menu-state.ts";
import type { Resolver } from "./references.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

/** What one configuration's revisions share; hand the same one to every `buildModel` of a document. */
export interface ModelCache {
  readonly schemas: SchemaStore;
}

/** State on purpose: it belongs to whoever made the cache, and holds nothing but what can be computed again. */
export interface CacheState extends ModelCache {
  readonly resolver: LiveResolver;
  files: ReadonlyMap<string, FileState>;
  menus: Map<string, MenuState>;
  vocabulary: Vocabulary | undefined;
  facts: ItemFacts | undefined;
}

/** Stands between references, which live on, and the model of the newest revision, which answers. */
export interface LiveResolver extends Pick<Resolver, "resolve" | "itemOf"> {
  revision: number;
  vocabulary: Vocabulary | undefined;
  answers: Pick<Resolver, "resolve" | "itemOf"> | undefined;
}

export interface FileState {
  readonly file: LiveFile;
  readonly bound: readonly BoundChunk[];
}

/** `schemas`: share one store between documents, so that each version's schema is read once. */
export function createModelCache(schemas: SchemaStore = createSchemaStore()): ModelCache {
  const resolver: LiveResolver = {
    revision: 0,
    vocabulary: undefined,
    answers: undefined,
    resolve: (part, command) =>
      resolver.answers?.resolve(part, command) ?? { namespace: part.namespaces[0] ?? "", target: { kind: "unknown" } },
    itemOf: (command) => resolver.answers?.itemOf(command),
  };
  const cache: CacheState = {
    schemas,
    resolver,
    files: new Map(),
    menus: new Map(),
    vocabulary: undefined,
    facts: undefined,
  };
  return cache;
}

export function isCacheState(cache: ModelCache): cache is CacheState {
  return "resolver" in cache && "menus" in cache;
}

/** Starts afresh when schema or version changed: nothing bound under another one counts. */
export function useSchema(
  cache: CacheState,
  schema: Schema,
  version: Version | undefined,
): { readonly facts: ItemFacts; readonly vocabulary: Vocabulary } {
  const { facts, vocabulary } = cache;
  if (facts !== undefined && vocabulary !== undefined && facts.schema === schema && isSame(facts.version, version)) {
    return { facts, vocabulary };
  }
  const fresh = { facts: { schema, version }, vocabulary: createVocabulary(schema) };
  cache.files = new Map();
  cache.menus = new Map();
  cache.vocabulary = fresh.vocabulary;
  cache.facts = fresh.facts;
  return fresh;
}

function isSame(a: Version | undefined, b: Version | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && compareVersions(a, b) === 0);
}
