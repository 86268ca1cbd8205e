import { type Disposable, languages, type TextDocument, workspace } from "vscode";
import { looksLikeRascal } from "./looks-like-rascal.ts";

const RASCAL = "rascalmpl";
const ROUTEROS_FIRST_LINE = /^\uFEFF?#(?:!\s*rsc\b|.*\bby RouterOS \d)/;

/**
 * Two languages write `.rsc` files, and VS Code gives the extension to whichever was registered last.
 * Each document is looked at once, when it opens; a language that the user picks afterwards stands.
 */
export function keepLanguages(): Disposable {
  const seen = new Set<string>();
  const look = (document: TextDocument): void => {
    if (!/\.rsc$/i.test(document.uri.path) || seen.has(document.uri.toString())) return;
    seen.add(document.uri.toString());
    void correctLanguage(document);
  };
  for (const document of workspace.textDocuments) look(document);
  return workspace.onDidOpenTextDocument(look);
}

async function correctLanguage(document: TextDocument): Promise<void> {
  if (document.languageId === "routeros" && looksLikeRascal(document.getText())) {
    const known = await languages.getLanguages();
    await languages.setTextDocumentLanguage(document, known.includes(RASCAL) ? RASCAL : "plaintext");
  } else if (document.languageId === RASCAL && ROUTEROS_FIRST_LINE.test(document.lineAt(0).text)) {
    await languages.setTextDocumentLanguage(document, "routeros");
  }
}
