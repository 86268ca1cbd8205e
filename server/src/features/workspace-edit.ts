import type {
  SnippetTextEdit,
  TextDocumentEdit,
  TextEdit as WireTextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-types";
import { editsToSnippets } from "../edit/placeholders.ts";
import type { FileEdits, OfferedFix } from "../lint/finding.ts";
import type { TextEdit } from "../text/edit.ts";
import type { AnalysedFile, Analyser, Analysis } from "./analysis.ts";
import type { MigrationProvider } from "./migrations.ts";
import { toRange } from "./place.ts";

/** What the client can apply. */
export interface ClientTraits {
  /** Tab stops in workspace edits (LSP 3.18 `snippetEditSupport`). */
  readonly supportsSnippets: boolean;
  readonly supportsDocumentChanges: boolean;
  /** The client shows change annotations and asks for the ones that need it. */
  readonly supportsAnnotations?: boolean;
}

export interface CodeActionTools {
  readonly analyser: Analyser;
  readonly migrations: MigrationProvider | undefined;
  readonly traits: ClientTraits;
  /** Name of the client's command that opens the migration wizard. */
  readonly migrateCommand: string | undefined;
}

/** A fix that waits for the user becomes tab stops where the client knows them, else visible placeholders. */
export function toWorkspaceEdit(
  analysis: Analysis,
  edits: readonly FileEdits[],
  { inputs }: Pick<OfferedFix, "inputs">,
  traits: ClientTraits,
): WorkspaceEdit {
  const [only] = edits;
  const file = only && analysis.file(only.file);
  if (inputs.length === 0 || !traits.supportsSnippets || !only || !file || edits.length > 1) {
    return plainEdit(analysis, edits, traits);
  }
  const names = inputs.map(({ name }) => name);
  return snippetEdit(file, editsToSnippets(only.edits, names));
}

const CUT = "rsclint.cut";

/** The same edit, which the client applies only after a yes; one that cannot ask has the action's title alone. */
export function askFirst(edit: WorkspaceEdit, description: string, traits: ClientTraits): WorkspaceEdit {
  if (traits.supportsAnnotations !== true || edit.documentChanges === undefined) return edit;
  const documentChanges = edit.documentChanges.map((change) =>
    "edits" in change
      ? { ...change, edits: change.edits.map((each) => ({ ...each, annotationId: CUT })) }
      : change,
  );
  const annotation = { label: "Cuts the way to the router", description, needsConfirmation: true };
  return { documentChanges, changeAnnotations: { [CUT]: annotation } };
}

export function snippetEdit(file: AnalysedFile, edits: readonly TextEdit[]): WorkspaceEdit {
  const wire: SnippetTextEdit[] = edits.map(({ range, newText }) => ({
    range: toRange(file, range),
    snippet: { kind: "snippet", value: newText },
  }));
  return { documentChanges: [{ textDocument: { uri: file.path, version: null }, edits: wire }] };
}

export function plainEdit(
  analysis: Analysis,
  edits: readonly FileEdits[],
  traits: ClientTraits,
): WorkspaceEdit {
  const byFile = edits.flatMap((each): { uri: string; wire: WireTextEdit[] }[] => {
    const file = analysis.file(each.file);
    if (!file) return [];
    const wire = each.edits.map(({ range, newText }) => ({ range: toRange(file, range), newText }));
    return [{ uri: each.file, wire }];
  });
  if (!traits.supportsDocumentChanges) {
    return { changes: Object.fromEntries(byFile.map(({ uri, wire }) => [uri, wire])) };
  }
  const documentChanges: TextDocumentEdit[] = byFile.map(({ uri, wire }) => ({
    textDocument: { uri, version: null },
    edits: wire,
  }));
  return { documentChanges };
}
