import { createSchemaStore, type Schema, type SchemaStore } from "../schema/lookup.ts";
import { compareVersions, type Version } from "../values/version.ts";
import type { LiveFile } from "./bound.ts";
import type { BoundPage } from "./bound-page.ts";
import type { ItemFacts } from "./effective.ts";
import type { MenuState } from "./menu-state.ts";
import { createReferenceIndex, type ReferenceIndex } from "./reference-index.ts";
import type { Resolver } from "./references.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

/** What one configuration's revisions share; hand the same one to every `buildModel` of a document. */
export interface ModelCache {
  readonly schemas: SchemaStore;
}

/** State on purpose: it belongs to whoever made the cache, and holds nothing but what can be computed again. */
export interface CacheState extends ModelCache {
  under: UnderSchema | undefined;
}

/** What is known while schema and version stay the same. */
export interface UnderSchema {
  readonly facts: ItemFacts;
  readonly vocabulary: Vocabulary;
  readonly resolver: LiveResolver;
  readonly index: ReferenceIndex;
  readonly menus: Map<string, MenuState>;
  readonly stamps: Map<string, NamespaceStamp>;
  files: ReadonlyMap<string, FileState>;
}

/** By which menus a namespace's names were last told, and how often that changed. */
export interface NamespaceStamp {
  readonly states: readonly MenuState[];
  readonly isWhole: boolean;
  readonly stamp: number;
}

/** Stands between references, which live on, and the model of the newest revision, which answers. */
export interface LiveResolver extends Resolver {
  answers: Omit<Resolver, "vocabulary"> | undefined;
}

export interface FileState {
  readonly file: LiveFile;
  readonly pages: readonly BoundPage[];
}

/** `schemas`: share one store between documents, so that each version's schema is read once. */
export function createModelCache(schemas: SchemaStore = createSchemaStore()): ModelCache {
  const cache: CacheState = { schemas, under: undefined };
  return cache;
}

export function isCacheState(cache: ModelCache): cache is CacheState {
  return "under" in cache;
}

/** Starts afresh when schema or version changed: nothing bound under another one counts. */
export function underSchema(cache: CacheState, schema: Schema, version: Version | undefined): UnderSchema {
  const { under } = cache;
  if (under !== undefined && under.facts.schema === schema && isSame(under.facts.version, version))
    return under;
  const vocabulary = createVocabulary(schema);
  const fresh: UnderSchema = {
    facts: { schema, version, defaults: new Map() },
    vocabulary,
    resolver: createResolver(vocabulary),
    index: createReferenceIndex(),
    menus: new Map(),
    stamps: new Map(),
    files: new Map(),
  };
  cache.under = fresh;
  return fresh;
}

function createResolver(vocabulary: Vocabulary): LiveResolver {
  const resolver: LiveResolver = {
    vocabulary,
    answers: undefined,
    stampOf: (namespaces) => resolver.answers?.stampOf(namespaces) ?? 0,
    resolve: (part, command) =>
      resolver.answers?.resolve(part, command) ?? {
        namespace: part.namespaces[0] ?? "",
        target: { kind: "unknown" },
      },
    itemOf: (command) => resolver.answers?.itemOf(command),
  };
  return resolver;
}

function isSame(a: Version | undefined, b: Version | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && compareVersions(a, b) === 0);
}
