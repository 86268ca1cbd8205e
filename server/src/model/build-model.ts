import type { Schema, SchemaStore } from "../schema/lookup.ts";
import type { Version } from "../values/version.ts";
import { bindFile } from "./bind-file.ts";
import type { LiveFile } from "./bound.ts";
import type { Model, ModelFile } from "./model.ts";
import { type CacheState, createModelCache, type FileState, isCacheState, type ModelCache, useSchema } from "./model-cache.ts";
import { ModelState } from "./model-state.ts";
import { versionOf } from "./version-of.ts";

export { createModelCache, type ModelCache } from "./model-cache.ts";

export interface ModelOptions {
  /** What the settings say; the export header, where there is one, knows better. */
  readonly version?: Version | undefined;
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
export function buildModel(files: readonly ModelFile[], options: ModelOptions = {}, cache?: ModelCache): Model {
  const given = cache ?? options.cache;
  const state = given !== undefined && isCacheState(given) ? given : newCache(options.schemas);
  const version = firstVersion(files) ?? options.version ?? options.schema?.version;
  const schema = options.schema ?? (options.schemas ?? state.schemas).schema(version);
  const { facts, vocabulary } = useSchema(state, schema, version);
  const states = files.map((file) => updateFile(file, state));
  state.files = new Map(states.map((entry) => [entry.file.path, entry]));
  const model = new ModelState({
    files: states.map(({ file }) => file),
    bound: states.map(({ bound }) => bound),
    facts,
    vocabulary,
    cache: state,
  });
  state.resolver.revision++;
  state.resolver.vocabulary = vocabulary;
  state.resolver.answers = model;
  return model;
}

function newCache(schemas: SchemaStore | undefined): CacheState {
  const cache = createModelCache(schemas);
  if (!isCacheState(cache)) throw new TypeError("createModelCache made no cache");
  return cache;
}

function firstVersion(files: readonly ModelFile[]): Version | undefined {
  for (const file of files) {
    const version = versionOf(file.tree);
    if (version !== undefined) return version;
  }
  return undefined;
}

function updateFile(file: ModelFile, cache: CacheState): FileState {
  const { vocabulary } = cache;
  const earlier = cache.files.get(file.path);
  const live: LiveFile = earlier?.file ?? { path: file.path, text: file.text, tree: file.tree };
  live.text = file.text;
  live.tree = file.tree;
  if (vocabulary === undefined) return { file: live, bound: [] };
  return { file: live, bound: bindFile(file.tree, earlier?.bound ?? [], live, vocabulary) };
}
