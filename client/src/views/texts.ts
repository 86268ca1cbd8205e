import { type Disposable, EventEmitter, Uri, workspace } from "vscode";

/** Read-only documents that stand in no file. */
export interface Texts extends Disposable {
  /** The document of this name, which shows the text from now on. */
  put(name: string, text: string, of?: Uri): Uri;
}

export function createTexts(scheme: string): Texts {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const registration = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? "",
  });
  return {
    put(name, text, of) {
      // Files of one name in two folders have a document each.
      const uri = Uri.from({
        scheme,
        path: `/${name}`,
        ...(of === undefined ? {} : { query: of.toString() }),
      });
      texts.set(uri.toString(), text);
      changed.fire(uri);
      return uri;
    },
    dispose() {
      registration.dispose();
      changed.dispose();
    },
  };
}
