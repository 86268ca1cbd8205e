import {
  type ClientCapabilities,
  CodeActionKind,
  type InitializeParams,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { FIX_ALL_KIND, TOKEN_MODIFIERS, TOKEN_TYPES } from "../service.ts";

/** What this client can do, as far as answers depend on it. */
export interface ClientProfile {
  readonly supportsConfiguration: boolean;
  readonly canRegisterConfiguration: boolean;
  readonly canRegisterWatchers: boolean;
  readonly canShowProgress: boolean;
  readonly supportsSnippetEdits: boolean;
  readonly supportsDocumentChanges: boolean;
  readonly supportsAnnotations: boolean;
  readonly supportsSnippets: boolean;
  readonly canRefreshHints: boolean;
  readonly canRefreshLenses: boolean;
  readonly canRefreshTokens: boolean;
  /** Commands of our own client may be named in answers. */
  readonly isOurClient: boolean;
  readonly isVsCode: boolean;
}

export function profileOf(params: InitializeParams): ClientProfile {
  const { workspace, textDocument, window }: ClientCapabilities = params.capabilities;
  const options: unknown = params.initializationOptions;
  return {
    supportsConfiguration: workspace?.configuration === true,
    canRegisterConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    canRegisterWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    canShowProgress: window?.workDoneProgress === true,
    supportsSnippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    supportsDocumentChanges: workspace?.workspaceEdit?.documentChanges === true,
    supportsAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    supportsSnippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    canRefreshHints: workspace?.inlayHint?.refreshSupport === true,
    canRefreshLenses: workspace?.codeLens?.refreshSupport === true,
    canRefreshTokens: workspace?.semanticTokens?.refreshSupport === true,
    isOurClient: typeof options === "object" && options !== null && "rsclintClient" in options,
    isVsCode: /Visual Studio Code|code-server|VSCodium/i.test(params.clientInfo?.name ?? ""),
  };
}

export const CAPABILITIES: ServerCapabilities = {
  positionEncoding: "utf-16",
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  codeActionProvider: {
    codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL_KIND],
  },
  hoverProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  workspaceSymbolProvider: true,
  completionProvider: { triggerCharacters: ["=", "/", ":", "$", ",", "!"] },
  signatureHelpProvider: { triggerCharacters: [" "], retriggerCharacters: ["="] },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: "\n", moreTriggerCharacter: ["}", "]"] },
  documentLinkProvider: {},
  codeLensProvider: {},
  inlayHintProvider: true,
  callHierarchyProvider: true,
  semanticTokensProvider: {
    legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
    full: true,
    range: true,
  },
};
