import { createSchemaStore, type Schema, type SchemaStore } from "../schema/lookup.ts";
import type { Version } from "../values/version.ts";
import { bindFile } from "./bind-file.ts";
import type { LiveFile } from "./bound.ts";
import { createJoiner } from "./join.ts";
import type { Model, ModelFile } from "./model.ts";
import {
  type CacheState,
  type FileState,
  isCacheState,
  type ModelCache,
  type UnderSchema,
  underSchema,
} from "./model-cache.ts";
import { ModelState } from "./model-state.ts";
import { versionOf } from "./version-of.ts";

export { createModelCache, type ModelCache } from "./model-cache.ts";

export interface ModelOptions {
  /** What the settings say; the export header, where there is one, knows better. */
  readonly version?: Version | undefined;
  /** Counts before the header: to read the files as another version does. */
  readonly forcedVersion?: Version | undefined;
  /** Used as it is, instead of the one made for the version. */
  readonly schema?: Schema | undefined;
  /** Where schemas come from, to be shared between documents. */
  readonly schemas?: SchemaStore | undefined;
  readonly cache?: ModelCache | undefined;
}

/**
 * Builds the model of one router from its files. Pure but for the cache, which only saves work: with the same
 * one, a revision costs what changed. Like the tree's positions, references and items that live on in a newer
 * revision speak of that one. Never throws.
 */
export function buildModel(
  files: readonly ModelFile[],
  options: ModelOptions = {},
  cache?: ModelCache,
): Model {
  const given = cache ?? options.cache;
  const state = given !== undefined && isCacheState(given) ? given : emptyCache(options.schemas);
  const version = options.forcedVersion ?? firstVersion(files) ?? options.version ?? options.schema?.version;
  const schema = options.schema ?? (options.schemas ?? state.schemas).schema(version);
  const under = underSchema(state, schema, version);
  const states = files.map((file) => updateFile(file, under));
  under.files = new Map(states.map((entry) => [entry.file.path, entry]));
  under.revision++;
  const model = new ModelState(states, under);
  under.newest = model;
  return model;
}

function emptyCache(schemas: SchemaStore | undefined): CacheState {
  return { schemas: schemas ?? createSchemaStore(), under: undefined };
}

function firstVersion(files: readonly ModelFile[]): Version | undefined {
  for (const file of files) {
    const version = versionOf(file.tree);
    if (version !== undefined) return version;
  }
  return undefined;
}

function updateFile(file: ModelFile, under: UnderSchema): FileState {
  const earlier = under.files.get(file.path);
  const live = earlier?.file ?? liveFile(file);
  live.newest = file;
  return {
    file: live,
    pages: bindFile(file.tree, earlier?.pages ?? [], live, under.vocabulary),
    joiner: earlier?.joiner ?? createJoiner(),
  };
}

/** Asks for the text only when it is asked itself: while someone types, it need not be put together. */
function liveFile(file: ModelFile): LiveFile {
  return {
    path: file.path,
    newest: file,
    get text() {
      return this.newest.text;
    },
    get tree() {
      return this.newest.tree;
    },
    get wasWhole() {
      return this.newest.wasWhole === true;
    },
  };
}
