import { createSchemaStore, type Schema, type SchemaStore } from "../schema/lookup.ts";
import { memo2 } from "../schema/memo.ts";
import { compareVersions, type Version } from "../values/version.ts";
import type { LiveFile } from "./bound.ts";
import type { BoundPage } from "./bound-page.ts";
import type { ItemFacts } from "./effective.ts";
import { createJoiner, type Joiner } from "./join.ts";
import type { MenuState } from "./menu-state.ts";
import type { ExportInfo } from "./model.ts";
import { type Answers, createMeanings, type Stamp } from "./name-meaning.ts";
import { createReferenceIndex, type ReferenceIndex } from "./reference-index.ts";
import type { Resolver } from "./references.ts";
import { createShapes, type Shapes } from "./shape.ts";
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
  /** Asks the newest model, for references that live longer than one. */
  readonly resolver: Resolver;
  readonly index: ReferenceIndex;
  readonly menus: Map<string, MenuState>;
  readonly stamps: Map<string, NamespaceStamp>;
  readonly shapes: Shapes;
  readonly joiner: Joiner<BoundPage>;
  source: ExportInfo | undefined;
  files: ReadonlyMap<string, FileState>;
  revision: number;
  newest: (Answers & Pick<Resolver, "itemOf">) | undefined;
}

/** By which items a namespace's names were last told, and how often that changed. */
export interface NamespaceStamp extends Stamp {
  readonly states: ReturnType<MenuState["namesBy"]>;
  /** What of them the files must hold. */
  readonly extent: string;
}

export interface FileState {
  readonly file: LiveFile;
  readonly pages: readonly BoundPage[];
  readonly joiner: Joiner<BoundPage>;
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
    facts: {
      schema,
      version,
      defaultOf: memo2((menu, property) => schema.defaultValue(menu, property)),
      absenceMeansDefault: (menu) => fresh.newest?.absenceMeansDefault(menu) ?? false,
    },
    vocabulary,
    resolver: {
      vocabulary,
      meaningOf: createMeanings(() => fresh.newest),
      itemOf: (command) => fresh.newest?.itemOf(command),
    },
    index: createReferenceIndex(),
    menus: new Map(),
    stamps: new Map(),
    shapes: createShapes(),
    joiner: createJoiner(),
    source: undefined,
    files: new Map(),
    revision: 0,
    newest: undefined,
  };
  cache.under = fresh;
  return fresh;
}

function isSame(a: Version | undefined, b: Version | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && compareVersions(a, b) === 0);
}
