import type { LintConfig } from "../lint/config.ts";
import { policyOf } from "../lint/config.ts";
import type { LintFinding, LintResult } from "../lint/finding.ts";
import { createLintMemory, type LintMemory } from "../lint/memory.ts";
import { lintSteps } from "../lint/run.ts";
import type { ExternalSuppression } from "../lint/suppressions.ts";
import { buildModel, createModelCache, type ModelCache } from "../model/build-model.ts";
import type { BoundCommand, Item, Model, ModelFile } from "../model/model.ts";
import type { Rule } from "../rules/rule.ts";
import { createSchemaStore, type SchemaExtension, type SchemaStore } from "../schema/lookup.ts";
import { parse } from "../syntax/parser.ts";
import { reparse } from "../syntax/reparse.ts";
import { printTree, readTree } from "../syntax/tree-text.ts";
import { editsOverlap, sortEdits, type TextEdit } from "../text/edit.ts";
import { createLineIndex, type LineIndex } from "../text/line-index.ts";
import { createTraffic } from "../traffic/create-traffic.ts";
import type { Traffic } from "../traffic/traffic.ts";
import { parseVersion } from "../values/version.ts";

export interface SourceFile {
  /** A path on the command line, a URI in the editor; findings name the file by it. */
  readonly path: string;
  readonly text: string;
}

export interface AnalysisSettings {
  readonly config?: LintConfig;
  /** Entries of the suppressions file. */
  readonly external?: readonly ExternalSuppression[];
  /** A file's path as the config's globs see it. Default: as given. */
  readonly relativePath?: (path: string) => string;
  /** Facts about menus of the user's own router. */
  readonly schemaExtensions?: readonly SchemaExtension[];
  /** Read the files as this version does, whatever their header says. */
  readonly forcedVersion?: string;
  /** Files that did not break off before they were edited: where one ends within a command, someone is typing. */
  readonly wholeFiles?: ReadonlySet<string>;
  /** The files as they were before the change that is looked at, in the same order: what is saved, or the last commit. */
  readonly before?: readonly SourceFile[];
  /** Work out the edits of every fix while linting: reports want them, an editor asks for one at a time. */
  readonly withEdits?: boolean;
  /** A clock in milliseconds, for timings per rule. */
  readonly now?: () => number;
}

/** A file of the configuration with its tree and lines. */
export interface AnalysedFile extends ModelFile {
  readonly lines: LineIndex;
}

/** One router's files as read at one moment. Each stage is computed when first asked for and kept. */
export interface Analysis {
  readonly settings: AnalysisSettings;
  readonly files: readonly AnalysedFile[];
  file(path: string): AnalysedFile | undefined;
  readonly model: Model;
  readonly traffic: Traffic;
  /** In order of file and position; suppressed ones included. */
  readonly findings: readonly LintFinding[];
  readonly lintResult: LintResult;
  /** The findings stage in small steps, for callers that stop in between; finishing it fills `findings`. */
  lintSteps(): Generator<void, readonly LintFinding[]>;
  /** The item that a command made or changed. */
  itemOf(command: BoundCommand): Item | undefined;
}

/** Makes snapshots; holds nothing but the rules. */
export interface Analyser {
  readonly rules: readonly Rule[];
  analyse(files: readonly SourceFile[], settings: AnalysisSettings): Analysis;
  /** Offsets of the edits speak of the text before all of them. The old snapshot must not be used any more. */
  update(analysis: Analysis, path: string, edits: readonly TextEdit[]): Analysis;
}

export interface AnalyserOptions {
  readonly rules: readonly Rule[];
}

export function createAnalyser({ rules }: AnalyserOptions): Analyser {
  const storeFor = createStores();
  const memoryFor = (settings: AnalysisSettings): Memory => {
    const schema = storeFor(settings.schemaExtensions ?? []);
    return {
      model: createModelCache(schema),
      lint: createLintMemory({
        createTraffic: (model, keep) => createTraffic(model, policyOf(settings.config ?? {}), keep),
      }),
      before: once(() => {
        const files = (settings.before ?? []).map((file) => analysedFile(file, settings));
        return trafficOf(buildModel(files, modelOptions(settings), createModelCache(schema)), settings);
      }),
    };
  };
  return {
    rules,
    analyse(files, settings) {
      const read = files.map((file) => analysedFile(file, settings));
      return snapshot(rules, read, settings, memoryFor(settings));
    },
    update(analysis, path, edits) {
      const { settings } = analysis;
      const files = analysis.files.map((file) => (file.path === path ? edited(file, edits, settings) : file));
      return snapshot(rules, files, settings, isSnapshot(analysis) ? analysis.memory : memoryFor(settings));
    },
  };
}

/** The shipped schema, and the one that was asked for last with a user's own files: the files of a run share it. */
function createStores(): (extensions: readonly SchemaExtension[]) => SchemaStore {
  const shipped = createSchemaStore();
  let last: { readonly extensions: readonly SchemaExtension[]; readonly store: SchemaStore } | undefined;
  return (extensions) => {
    if (extensions.length === 0) return shipped;
    const known = last?.extensions;
    const isSame =
      known?.length === extensions.length && known.every(({ text }, at) => text === extensions[at]?.text);
    if (last === undefined || !isSame) last = { extensions, store: createSchemaStore(extensions) };
    return last.store;
  };
}

/** What a document's revisions share to save work; goes from snapshot to snapshot. */
interface Memory {
  readonly model: ModelCache;
  readonly lint: LintMemory;
  /** Of the state before the change. */
  before(): Traffic;
}

interface Snapshot extends Analysis {
  readonly memory: Memory;
}

function isSnapshot(analysis: Analysis): analysis is Snapshot {
  return "memory" in analysis;
}

function snapshot(
  rules: readonly Rule[],
  files: readonly AnalysedFile[],
  settings: AnalysisSettings,
  memory: Memory,
): Snapshot {
  const model = once(() => buildModel(files, modelOptions(settings), memory.model));
  const traffic = once(() => {
    if (settings.withEdits === true) return trafficOf(model(), settings);
    memory.lint.follow(model());
    return memory.lint.traffic;
  });
  const steps = () => lintSteps(model(), traffic(), lintOptions(rules, settings, memory, files));
  let linted: LintResult | undefined;
  const result = () => {
    linted ??= finish(steps());
    return linted;
  };
  const itemIndex = once(() => indexItems(model()));
  return {
    settings,
    files,
    memory,
    file: (path) => files.find((file) => file.path === path),
    get model() {
      return model();
    },
    get traffic() {
      return traffic();
    },
    get findings() {
      return result().findings;
    },
    get lintResult() {
      return result();
    },
    *lintSteps() {
      linted ??= yield* steps();
      return linted.findings;
    },
    itemOf: (command) => itemIndex().get(command),
  };
}

function lintOptions(
  rules: readonly Rule[],
  settings: AnalysisSettings,
  memory: Memory,
  files: readonly AnalysedFile[],
) {
  return {
    rules,
    // Reports look once; an editor comes back.
    ...(settings.withEdits === true ? {} : { memory: memory.lint }),
    ...(settings.config === undefined ? {} : { config: settings.config }),
    ...(settings.external === undefined ? {} : { external: settings.external }),
    ...(settings.relativePath === undefined ? {} : { relativePath: settings.relativePath }),
    ...(settings.withEdits === undefined ? {} : { withEdits: settings.withEdits }),
    before: () => (isChanged(files, settings.before) ? memory.before() : undefined),
    ...(settings.now === undefined ? {} : { now: settings.now }),
  };
}

/** Nothing is lost where nothing is edited, so that the state before need not be read. */
function isChanged(files: readonly AnalysedFile[], before: readonly SourceFile[] | undefined): boolean {
  const differs = (file: AnalysedFile, other: SourceFile | undefined) =>
    file.tree.length !== other?.text.length || file.text !== other.text;
  return before !== undefined && files.some((file, index) => differs(file, before[index]));
}

function trafficOf(model: Model, { config }: AnalysisSettings): Traffic {
  return createTraffic(model, policyOf(config ?? {}));
}

function modelOptions({ config, forcedVersion }: AnalysisSettings) {
  const read = (text: string | undefined) => (text === undefined ? undefined : parseVersion(text));
  return { version: read(config?.routerosVersion), forcedVersion: read(forcedVersion) };
}

function indexItems(model: Model): ReadonlyMap<BoundCommand, Item> {
  const index = new Map<BoundCommand, Item>();
  for (const menu of model.menus) {
    for (const item of model.items(menu)) {
      for (const command of item.changes) if (!index.has(command)) index.set(command, item);
      if (item.command) index.set(item.command, item);
    }
  }
  return index;
}

/** The text of a big file is put together only when someone asks for all of it, not at each key. */
function edited(
  file: AnalysedFile,
  edits: readonly TextEdit[],
  { wholeFiles }: AnalysisSettings,
): AnalysedFile {
  if (editsOverlap(edits)) throw new Error("overlapping edits");
  let { tree, lines } = file;
  // Last first, so that the offsets of the others stay right.
  for (const edit of sortEdits(edits).reverse()) {
    tree = reparse(tree, edit);
    lines = lines.after(edit, readTree(tree));
  }
  const text = once(() => printTree(tree));
  return {
    path: file.path,
    get text() {
      return text();
    },
    tree,
    lines,
    wasWhole: wholeFiles?.has(file.path) === true,
  };
}

function analysedFile({ path, text }: SourceFile, { wholeFiles }: AnalysisSettings): AnalysedFile {
  const lines = once(() => createLineIndex(text));
  const tree = once(() => parse(text));
  return {
    path,
    text,
    get tree() {
      return tree();
    },
    get lines() {
      return lines();
    },
    wasWhole: wholeFiles?.has(path) === true,
  };
}

function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
