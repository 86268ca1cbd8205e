import { LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { COMMANDS } from "../protocol.ts";
import type { Analysis } from "../service.ts";
import { type Session, wordsOf } from "./session.ts";

/** One line a method: find the document, ask the service, guard against errors and cancelled requests. */
export function registerFeatures(session: Session): void {
  registerReading(session);
  registerNavigation(session);
  registerEditing(session);
  registerRename(session);
}

interface AboutDocument {
  readonly textDocument: { readonly uri: string };
}

/** The analysis of the document a request speaks of, handed to `ask`; `otherwise` for documents that are not open. */
export function withDocument<T>(
  session: Session,
  uri: string,
  otherwise: T,
  ask: (analysis: Analysis, uri: string) => T,
): T {
  const document = session.documents.get(uri);
  return document ? ask(document.analysis, uri) : otherwise;
}

function registerReading(session: Session): void {
  const { connection, service, answer } = session;
  const about = <T>(
    { textDocument: { uri } }: AboutDocument,
    otherwise: T,
    ask: (analysis: Analysis, uri: string) => T,
  ) => withDocument(session, uri, otherwise, ask);
  connection.onHover((params, token) =>
    answer("hover", token, null, () =>
      about(params, null, (a, uri) => service.hover(a, uri, params.position, wordsOf(session)) ?? null),
    ),
  );
  connection.onDocumentSymbol((params, token) =>
    answer("documentSymbol", token, null, () => about(params, [], service.documentSymbols)),
  );
  connection.onFoldingRanges((params, token) =>
    answer("foldingRange", token, null, () => about(params, [], service.foldingRanges)),
  );
  connection.onSelectionRanges((params, token) =>
    answer("selectionRange", token, null, () =>
      about(params, [], (a, uri) => service.selectionRanges(a, uri, params.positions)),
    ),
  );
  connection.onDocumentLinks((params, token) =>
    answer("documentLink", token, null, () => about(params, [], service.documentLinks)),
  );
  connection.onCodeLens((params, token) =>
    answer("codeLens", token, null, () => {
      if (!session.settings.codeLens) return [];
      return about(params, [], (a, uri) => service.codeLenses(a, uri, COMMANDS.showReferences));
    }),
  );
  connection.languages.inlayHint.on((params, token) =>
    answer("inlayHint", token, null, () => {
      if (!session.settings.inlayHints) return [];
      return about(params, [], (a, uri) => service.inlayHints(a, uri, params.range));
    }),
  );
  connection.languages.semanticTokens.on((params, token) =>
    answer("semanticTokens", token, { data: [] }, () =>
      about(params, { data: [] }, (a, uri) => service.semanticTokens(a, uri)),
    ),
  );
  connection.languages.semanticTokens.onRange((params, token) =>
    answer("semanticTokens/range", token, { data: [] }, () =>
      about(params, { data: [] }, (a, uri) => service.semanticTokens(a, uri, params.range)),
    ),
  );
}

function registerNavigation(session: Session): void {
  const { connection, service, answer } = session;
  const at = <T>(
    { textDocument: { uri } }: AboutDocument,
    otherwise: T,
    ask: (analysis: Analysis, uri: string) => T,
  ) => withDocument(session, uri, otherwise, ask);
  connection.onDefinition((params, token) =>
    answer("definition", token, null, () =>
      at(params, [], (a, uri) => service.definition(a, uri, params.position)),
    ),
  );
  connection.onReferences((params, token) =>
    answer("references", token, null, () =>
      at(params, [], (a, uri) =>
        service.references(a, uri, params.position, params.context.includeDeclaration),
      ),
    ),
  );
  connection.onDocumentHighlight((params, token) =>
    answer("documentHighlight", token, null, () =>
      at(params, [], (a, uri) => service.documentHighlights(a, uri, params.position)),
    ),
  );
  connection.languages.callHierarchy.onPrepare((params, token) =>
    answer("callHierarchy", token, null, () =>
      at(params, null, (a, uri) => service.callHierarchy(a, uri, params.position)),
    ),
  );
  connection.languages.callHierarchy.onIncomingCalls(({ item }, token) =>
    answer("incomingCalls", token, null, () =>
      withDocument(session, item.uri, [], (a) => service.incomingCalls(a, item)),
    ),
  );
  connection.languages.callHierarchy.onOutgoingCalls(({ item }, token) =>
    answer("outgoingCalls", token, null, () =>
      withDocument(session, item.uri, [], (a) => service.outgoingCalls(a, item)),
    ),
  );
}

function registerEditing(session: Session): void {
  const { connection, service, answer } = session;
  const at = <T>(
    { textDocument: { uri } }: AboutDocument,
    otherwise: T,
    ask: (analysis: Analysis, uri: string) => T,
  ) => withDocument(session, uri, otherwise, ask);
  connection.onCompletion((params, token) =>
    answer("completion", token, null, () =>
      at(params, null, (a, uri) => {
        const { supportsSnippets, isVsCode } = session.profile;
        const items = service.completion(a, uri, params.position, {
          supportsSnippets,
          canRetrigger: isVsCode,
        });
        return { isIncomplete: false, items };
      }),
    ),
  );
  connection.onSignatureHelp((params, token) =>
    answer("signatureHelp", token, null, () =>
      at(params, null, (a, uri) => service.signatureHelp(a, uri, params.position) ?? null),
    ),
  );
  connection.onCodeAction((params, token) =>
    answer("codeAction", token, null, () =>
      at(params, [], (a, uri) => {
        const { supportsSnippetEdits, supportsDocumentChanges, supportsAnnotations, isOurClient } =
          session.profile;
        return service.codeActions(a, uri, params, {
          supportsSnippets: supportsSnippetEdits,
          supportsDocumentChanges,
          supportsAnnotations,
          ...(isOurClient ? { migrateCommand: COMMANDS.migrate } : {}),
        });
      }),
    ),
  );
  connection.onDocumentFormatting((params, token) =>
    answer("formatting", token, null, () =>
      at(params, [], (a, uri) => service.formatDocument(a, uri, params.options)),
    ),
  );
  connection.onDocumentRangeFormatting((params, token) =>
    answer("rangeFormatting", token, null, () =>
      at(params, [], (a, uri) => service.formatRange(a, uri, params.range, params.options)),
    ),
  );
  connection.onDocumentOnTypeFormatting((params, token) =>
    answer("onTypeFormatting", token, null, () =>
      at(params, [], (a, uri) => service.formatOnType(a, uri, params.position, params.ch, params.options)),
    ),
  );
}

function registerRename(session: Session): void {
  const { connection, service, answer } = session;
  connection.onPrepareRename(({ textDocument: { uri }, position }, token) =>
    answer("prepareRename", token, null, () =>
      withDocument(session, uri, null, (a) => service.prepareRename(a, uri, position) ?? null),
    ),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }, token) =>
    answer("rename", token, null, () => {
      const { supportsAnnotations } = session.profile;
      const renamed = withDocument(session, uri, undefined, (a) =>
        service.rename(a, uri, position, newName, { supportsAnnotations }),
      );
      // Editors show the message where the new name was typed.
      return renamed !== undefined && "refusal" in renamed
        ? new ResponseError<void>(LSPErrorCodes.RequestFailed, renamed.refusal)
        : (renamed ?? null);
    }),
  );
}
