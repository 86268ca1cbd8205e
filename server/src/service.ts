import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  FormattingOptions,
  Hover,
  InlayHint,
  Location,
  Position,
  Range,
  SelectionRange,
  SemanticTokens,
  SignatureHelp,
  TextEdit as WireTextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-types";
import {
  type AnalysedFile,
  type Analysis,
  type AnalysisSettings,
  createAnalyser,
  type SourceFile,
} from "./features/analysis.ts";
import { callHierarchy, incomingCalls, outgoingCalls } from "./features/call-hierarchy.ts";
import { type CodeActionRequest, codeActions } from "./features/code-actions.ts";
import { codeLenses } from "./features/code-lens.ts";
import { type CompletionTraits, completion } from "./features/completion.ts";
import { definition } from "./features/definition.ts";
import { type DiagnosticOptions, diagnostics } from "./features/diagnostics.ts";
import { documentHighlights } from "./features/document-highlight.ts";
import { documentLinks } from "./features/document-links.ts";
import { documentSymbols } from "./features/document-symbols.ts";
import type { EditorWords } from "./features/editor-words.ts";
import { type FileSummary, fileSummary } from "./features/file-summary.ts";
import { type FixAllRequest, type FixOutcome, type FixRequest, fix, fixAll } from "./features/fixes.ts";
import { foldingRanges } from "./features/folding.ts";
import { formatDocument, formatOnType, formatRange } from "./features/formatting.ts";
import { type ConfigurationGraph, configurationGraph, type GraphFormat } from "./features/graph.ts";
import { type HoverOptions, hover } from "./features/hover.ts";
import { inlayHints } from "./features/inlay-hints.ts";
import { knownVersions } from "./features/known-versions.ts";
import { withLint } from "./features/migration-proof.ts";
import {
  migrationOffers,
  migrationPlan,
  migrationPreview,
  type OfferView,
  type PlanView,
  type PreviewView,
  type WizardRequest,
} from "./features/migration-wizard.ts";
import type { MigrationProvider } from "./features/migrations.ts";
import {
  type Ask,
  type Crawl,
  crawl,
  type ImportedSchema,
  schemaFileProblem,
  schemaFromExport,
} from "./features/own-schema.ts";
import { deadPolicyNames, type PolicyNames, policyNames } from "./features/policy-names.ts";
import { listenerViews, type ReachView, reachView } from "./features/reach-view.ts";
import { references } from "./features/references.ts";
import { prepareRename, type RenameRefusal, type RenameTraits, rename } from "./features/rename.ts";
import { allRules, type RuleSource } from "./features/rule-source.ts";
import { selectionRanges } from "./features/selection-ranges.ts";
import { semanticTokens } from "./features/semantic-tokens.ts";
import { signatureHelp } from "./features/signature-help.ts";
import { type Trace, type TraceProblem, type TraceRequest, trace, traceProblem } from "./features/trace.ts";
import { type UpgradeReport, type UpgradeRequest, upgradeCheck } from "./features/upgrade-check.ts";
import { type UpgradeView, upgradeView } from "./features/upgrade-view.ts";
import { type ReachReport, type ReachRequest, readReachTarget, whoReaches } from "./features/who-reaches.ts";
import type { ClientTraits } from "./features/workspace-edit.ts";
import { type FileSymbol, fileSymbols, matchSymbols } from "./features/workspace-symbols.ts";
import { type FormatOptions, formatText } from "./format/format.ts";
import type { LintFinding } from "./lint/finding.ts";
import type { FixAllResult } from "./lint/fix-all.ts";
import { type RuleFacts, ruleFacts } from "./lint/rule-facts.ts";
import { audit } from "./migrate/audit.ts";
import { migrationProvider } from "./migrate/provider.ts";
import {
  listTunnels,
  type MigrationOutcome,
  type MigrationRequest,
  migrate,
  migratePair,
  type PairOutcome,
  type TunnelView,
} from "./migrate/run.ts";
import { isWholeText } from "./model/export-header.ts";
import type { TextEdit } from "./text/edit.ts";

export type { Analysis, AnalysisSettings, SourceFile } from "./features/analysis.ts";
export { FIX_ALL_KIND } from "./features/code-actions.ts";
export type { EditorWords } from "./features/editor-words.ts";
export type { FileSummary } from "./features/file-summary.ts";
export type { FixAllRequest, FixOutcome, FixRequest } from "./features/fixes.ts";
export type { ConfigurationGraph, GraphFormat, GraphNode } from "./features/graph.ts";
export type { OfferView, PlanView, PreviewView, WizardRequest } from "./features/migration-wizard.ts";
export type { MigrationProvider } from "./features/migrations.ts";
export type { Ask, Crawl, ImportedSchema } from "./features/own-schema.ts";
export type { PolicyNames } from "./features/policy-names.ts";
export type { ReachRow } from "./features/reach-rows.ts";
export { mergedRows as mergedReachRows } from "./features/reach-view.ts";
export { TOKEN_MODIFIERS, TOKEN_TYPES } from "./features/semantic-tokens.ts";
export type { SourcePlace } from "./features/source-place.ts";
export type { Trace, TraceEnd, TraceProblem, TraceRequest, TraceStep } from "./features/trace.ts";
export type {
  UpgradeFinding,
  UpgradeReport,
  UpgradeRequest,
} from "./features/upgrade-check.ts";
export type { ReachReport, ReachRequest } from "./features/who-reaches.ts";
export type { FileSymbol } from "./features/workspace-symbols.ts";
export type { FormatOptions } from "./format/format.ts";
export {
  applyBaseline,
  type Baseline,
  createBaseline,
  parseBaseline,
  printBaseline,
} from "./lint/baseline.ts";
export {
  type ConfigOverride,
  type LintConfig,
  PRESETS,
  type Preset,
  type RuleLevel,
} from "./lint/config.ts";
export { configSchema } from "./lint/config-schema.ts";
export { compareSeverities, type LintFinding } from "./lint/finding.ts";
export type { FixAllResult } from "./lint/fix-all.ts";
export type { RuleFacts } from "./lint/rule-facts.ts";
export { configuredVersion, matchesGlobs } from "./lint/select.ts";
export { UNUSED_SUPPRESSION } from "./lint/suppressions.ts";
export { answerProblem } from "./migrate/answer-check.ts";
export type { Stage, Target } from "./migrate/plan.ts";
export type {
  InputView,
  MigrationOutcome,
  MigrationRequest,
  PairOutcome,
  TunnelOutcome,
  TunnelView,
} from "./migrate/run.ts";
export type { TextEdit } from "./text/edit.ts";

export interface LanguageServiceOptions {
  /** Default: every rule there is. */
  readonly rules?: RuleSource;
  /** Default: the targets of migrate/. */
  readonly migrations?: MigrationProvider;
  /** Address under which the rules' pages lie, for links. */
  readonly docsUrl?: string;
}

/** A file as the analysis calls it: its path on the command line, its URI in the editor. */
type Path = string;

/**
 * The only door for lsp/ and cli/: plain data in and out, no I/O, nothing thrown for any text.
 * Findings and fixes speak in UTF-16 offsets; the verbs named after methods of the Language Server Protocol
 * take and give its positions. A path that the analysis does not hold gives an empty answer.
 */
export interface LanguageService {
  /** Metadata of every rule, for listings, SARIF and `explain`. */
  readonly rules: readonly RuleFacts[];
  /** Several files are one router. Tree, model and findings are computed on first use and kept. */
  analyse(files: readonly SourceFile[], settings?: AnalysisSettings): Analysis;
  /** The snapshot after edits to one file; offsets speak of the text before all of them. The old snapshot must not be used any more. */
  update(analysis: Analysis, path: Path, edits: readonly TextEdit[]): Analysis;
  /** Whether the file holds something and does not break off: asked before it is edited, for `wholeFiles`. */
  isWholeFile(analysis: Analysis, path: Path): boolean;
  /** In order of file and position, suppressed ones included. */
  lint(analysis: Analysis): readonly LintFinding[];
  fix(analysis: Analysis, request: FixRequest): FixOutcome | undefined;
  /** Pass by pass until none is left; safe fixes only unless told otherwise. */
  fixAll(analysis: Analysis, request?: FixAllRequest): FixAllResult;
  summary(analysis: Analysis, path: Path): FileSummary | undefined;
  /** Who goes where; with `focus` only what leads to that name and what it leads to. */
  graph(analysis: Analysis, format: GraphFormat, focus?: string): ConfigurationGraph;
  /** The way of one packet through the router, rule by rule. */
  trace(analysis: Analysis, request: TraceRequest): Trace;
  /** What of a request names nothing: an address, a protocol, an interface. */
  traceProblem(analysis: Analysis, request: TraceRequest): TraceProblem | undefined;
  /** The port and protocol that a text names: "22/tcp", "gre", "ssh"; a message where it names none. */
  readReachTarget: typeof readReachTarget;
  /** Who reaches a port of the router itself; undefined when `from` names nothing known. */
  whoReaches(analysis: Analysis, request: ReachRequest): ReachReport | undefined;
  /** The same for a port as it is typed, as an editor shows it; a problem where it names none. */
  reachView(analysis: Analysis, port: string): ReachView | { readonly problem: string };
  /** What waits on a port of the router under a name. */
  listeners(analysis: Analysis): ReturnType<typeof listenerViews>;
  /** Which names of the site policy the router has. */
  policyNames(analysis: Analysis): PolicyNames;
  /** Sentences about names of the policy that none of these routers has; they stand under one config. */
  deadPolicyNames(routers: readonly PolicyNames[]): readonly string[];
  /** What another RouterOS version takes otherwise; undefined when `to` is no version. */
  upgradeCheck(analysis: Analysis, request: UpgradeRequest): UpgradeReport | undefined;
  /** RouterOS versions that facts are there for, newest first. */
  knownVersions(): readonly string[];
  /** The same with places and edits by line and character. */
  upgradeView(analysis: Analysis, request: UpgradeRequest): UpgradeView | undefined;
  /** An extra schema file of an export's menus and properties; no other value leaves it. */
  schemaFromExport(text: string): ImportedSchema;
  /** The same of a router's own answers. */
  crawlSchema(ask: Ask, version: string | undefined, note?: (menu: string) => void): Promise<Crawl>;
  /** Why a text cannot be used as an extra schema file, as the end of a sentence; undefined when it can. */
  schemaFileProblem(text: string): string | undefined;
  /** The whole text formatted; needs no analysis. */
  formatText(text: string, options?: FormatOptions): string;
  /** Every tunnel of the router with its targets, for listings. */
  tunnels(analysis: Analysis): readonly TunnelView[];
  /** Moves tunnels over: the finished files, scripts, what is missing, what was proved. */
  migrate(analysis: Analysis, request: MigrationRequest): MigrationOutcome;
  /** Both ends of a site-to-site tunnel, to WireGuard; a text tells why it cannot be. */
  migratePair(own: Analysis, other: Analysis, request: MigrationRequest): PairOutcome | string;
  /** A report of the router's tunnels: who uses them, what moving them takes. */
  audit(analysis: Analysis, format: "md" | "html"): string;
  migrationOffers(analysis: Analysis, path: Path): readonly OfferView[];
  /** Why an answer to one of a plan's inputs cannot be; undefined when it can. */
  migrationAnswerProblem(
    input: Pick<PlanView["inputs"][number], "kind" | "choices">,
    answer: string,
  ): string | undefined;
  migrationPlan(analysis: Analysis, request: WizardRequest): PlanView | undefined;
  /** Every file that changes. */
  migrationPreview(analysis: Analysis, request: WizardRequest): PreviewView | undefined;
  /** What the file adds to the workspace's symbols. */
  symbolsOf(analysis: Analysis, path: Path): FileSymbol[];
  matchSymbols(symbols: Iterable<FileSymbol>, query: string): FileSymbol[];

  diagnostics(analysis: Analysis, path: Path, options?: Omit<DiagnosticOptions, "docsUrl">): Diagnostic[];
  codeActions(analysis: Analysis, path: Path, request: CodeActionRequest, traits: ActionTraits): CodeAction[];
  hover(analysis: Analysis, path: Path, position: Position, words?: EditorWords): Hover | undefined;
  completion(analysis: Analysis, path: Path, position: Position, traits: CompletionTraits): CompletionItem[];
  signatureHelp(analysis: Analysis, path: Path, position: Position): SignatureHelp | undefined;
  definition(analysis: Analysis, path: Path, position: Position): Location[];
  references(analysis: Analysis, path: Path, position: Position, includeDeclaration: boolean): Location[];
  documentHighlights(analysis: Analysis, path: Path, position: Position): DocumentHighlight[];
  prepareRename(
    analysis: Analysis,
    path: Path,
    position: Position,
  ): { range: Range; placeholder: string } | undefined;
  rename(
    analysis: Analysis,
    path: Path,
    position: Position,
    name: string,
    traits: RenameTraits,
  ): WorkspaceEdit | RenameRefusal | undefined;
  documentSymbols(analysis: Analysis, path: Path): DocumentSymbol[];
  foldingRanges(analysis: Analysis, path: Path): FoldingRange[];
  selectionRanges(analysis: Analysis, path: Path, positions: readonly Position[]): SelectionRange[];
  /** Without a range: the whole file. */
  semanticTokens(analysis: Analysis, path: Path, range?: Range): SemanticTokens;
  documentLinks(analysis: Analysis, path: Path): DocumentLink[];
  formatDocument(analysis: Analysis, path: Path, options: FormattingOptions): WireTextEdit[];
  formatRange(analysis: Analysis, path: Path, range: Range, options: FormattingOptions): WireTextEdit[];
  formatOnType(
    analysis: Analysis,
    path: Path,
    position: Position,
    typed: string,
    options: FormattingOptions,
  ): WireTextEdit[];
  codeLenses(analysis: Analysis, path: Path, showReferences: string): CodeLens[];
  inlayHints(analysis: Analysis, path: Path, range: Range): InlayHint[];
  callHierarchy(analysis: Analysis, path: Path, position: Position): CallHierarchyItem[];
  incomingCalls(analysis: Analysis, target: CallHierarchyItem): CallHierarchyIncomingCall[];
  outgoingCalls(analysis: Analysis, source: CallHierarchyItem): CallHierarchyOutgoingCall[];
}

export interface ActionTraits extends ClientTraits {
  /** Name of the client's command that opens the migration wizard; absent: no such action. */
  readonly migrateCommand?: string;
}

export function createLanguageService(options: LanguageServiceOptions = {}): LanguageService {
  const rules = options.rules ?? allRules();
  const analyser = createAnalyser({ rules });
  const migrations = options.migrations ?? migrationProvider;
  const docs: HoverOptions = options.docsUrl === undefined ? {} : { docsUrl: options.docsUrl };
  return {
    rules: rules.map(ruleFacts),
    analyse: (files, settings = {}) => analyser.analyse(files, settings),
    update: (analysis, path, edits) => analyser.update(analysis, path, edits),
    isWholeFile: (analysis, path) => withFile(analysis, path, false, ({ tree }) => isWholeText(tree)),
    lint: (analysis) => analysis.findings,
    fix,
    fixAll: (analysis, request) => fixAll(analyser, analysis, request),
    summary: (analysis, path) => withFile(analysis, path, undefined, (file) => fileSummary(analysis, file)),
    ...questions,
    policyNames,
    deadPolicyNames,
    upgradeCheck,
    upgradeView,
    knownVersions,
    schemaFromExport,
    crawlSchema: crawl,
    schemaFileProblem,
    formatText,
    tunnels: (analysis) => listTunnels(analysis.model),
    migrate: (analysis, request) => {
      const outcome = migrate(analysis.model, request);
      request.note?.("looking for new errors in the result");
      return withLint(analyser, analysis, outcome);
    },
    migratePair: (own, other, request) => {
      const pair = migratePair(own.model, other.model, request);
      if (typeof pair === "string") return pair;
      return { own: withLint(analyser, own, pair.own), other: withLint(analyser, other, pair.other) };
    },
    audit: (analysis, format) => audit(analysis.model, format),
    migrationOffers: (analysis, path) =>
      withFile(analysis, path, [], (file) => migrationOffers(migrations, analysis, file)),
    migrationAnswerProblem: (input, answer) => migrations.answerProblem(input, answer),
    migrationPlan: (analysis, request) => migrationPlan(migrations, analysis, request),
    migrationPreview: (analysis, request) => migrationPreview(migrations, analyser, analysis, request),
    symbolsOf: (analysis, path) => withFile(analysis, path, [], (file) => fileSymbols(analysis, file)),
    matchSymbols,
    diagnostics: (analysis, path, wanted) =>
      withFile(analysis, path, [], (file) => diagnostics(analysis, file, { ...docs, ...wanted })),
    codeActions: (analysis, path, request, traits) =>
      withFile(analysis, path, [], (file) =>
        codeActions(analysis, file, request, {
          analyser,
          migrations,
          traits,
          migrateCommand: traits.migrateCommand,
        }),
      ),
    hover: (analysis, path, position, words) =>
      withFile(analysis, path, undefined, (file) =>
        hover(analyser, analysis, file, position, { ...docs, ...words }),
      ),
    ...navigation,
    ...editing,
    ...structure,
  };
}

/** What the router does with packets. */
const questions = {
  graph: configurationGraph,
  trace,
  whoReaches,
  reachView,
  listeners: listenerViews,
  traceProblem,
  readReachTarget,
} satisfies Partial<LanguageService>;

const navigation = {
  definition: (analysis, path, position) =>
    withFile(analysis, path, [], (file) => definition(analysis, file, position)),
  references: (analysis, path, position, includeDeclaration) =>
    withFile(analysis, path, [], (file) => references(analysis, file, position, includeDeclaration)),
  documentHighlights: (analysis, path, position) =>
    withFile(analysis, path, [], (file) => documentHighlights(analysis, file, position)),
  prepareRename: (analysis, path, position) =>
    withFile(analysis, path, undefined, (file) => prepareRename(analysis, file, position)),
  rename: (analysis, path, position, name, traits) =>
    withFile(analysis, path, undefined, (file) => rename(analysis, file, position, name, traits)),
  callHierarchy: (analysis, path, position) =>
    withFile(analysis, path, [], (file) => callHierarchy(analysis, file, position)),
  incomingCalls,
  outgoingCalls,
} satisfies Partial<LanguageService>;

const editing = {
  completion: (analysis, path, position, traits) =>
    withFile(analysis, path, [], (file) => completion(analysis, file, position, traits)),
  signatureHelp: (analysis, path, position) =>
    withFile(analysis, path, undefined, (file) => signatureHelp(analysis, file, position)),
  formatDocument: (analysis, path, options) =>
    withFile(analysis, path, [], (file) => formatDocument(file, options)),
  formatRange: (analysis, path, range, options) =>
    withFile(analysis, path, [], (file) => formatRange(file, range, options)),
  formatOnType: (analysis, path, position, typed, options) =>
    withFile(analysis, path, [], (file) => formatOnType(file, position, typed, options)),
} satisfies Partial<LanguageService>;

const structure = {
  documentSymbols: (analysis, path) =>
    withFile(analysis, path, [], (file) => documentSymbols(analysis, file)),
  foldingRanges: (analysis, path) => withFile(analysis, path, [], (file) => foldingRanges(analysis, file)),
  selectionRanges: (analysis, path, positions) =>
    withFile(analysis, path, [], (file) => selectionRanges(analysis, file, positions)),
  semanticTokens: (analysis, path, range) =>
    withFile(analysis, path, { data: [] }, (file) => semanticTokens(analysis, file, range)),
  documentLinks: (analysis, path) => withFile(analysis, path, [], (file) => documentLinks(analysis, file)),
  codeLenses: (analysis, path, showReferences) =>
    withFile(analysis, path, [], (file) => codeLenses(analysis, file, { showReferences })),
  inlayHints: (analysis, path, range) =>
    withFile(analysis, path, [], (file) => inlayHints(analysis, file, range)),
} satisfies Partial<LanguageService>;

function withFile<T>(analysis: Analysis, path: Path, otherwise: T, ask: (file: AnalysedFile) => T): T {
  const file = analysis.file(path);
  return file ? ask(file) : otherwise;
}
