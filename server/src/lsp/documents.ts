import type { Analysis, AnalysisSettings, LanguageService, TextEdit } from "../service.ts";

/** A change as the protocol sends it: with a range, or the whole text. */
export interface ContentChange {
  readonly range?: { readonly start: WirePlace; readonly end: WirePlace };
  readonly text: string;
}

interface WirePlace {
  readonly line: number;
  readonly character: number;
}

/** One open document; `analysis` is replaced as a whole with each version. */
export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly analysis: Analysis;
}

/**
 * The server's one piece of state: the newest snapshot of each open document. Files that belong to one router
 * (`groupOf`) share an analysis.
 */
export class Documents {
  readonly #service: LanguageService;
  readonly #open = new Map<string, OpenDocument>();

  constructor(service: LanguageService) {
    this.#service = service;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#open.get(uri);
  }

  all(): readonly OpenDocument[] {
    return [...this.#open.values()];
  }

  open(uri: string, version: number, text: string, settings: AnalysisSettings): OpenDocument {
    const analysis = this.#service.analyse([{ path: uri, text }], settings);
    return this.#keep({ uri, version, analysis });
  }

  change(uri: string, version: number, changes: readonly ContentChange[]): OpenDocument | undefined {
    const document = this.#open.get(uri);
    if (!document) return undefined;
    let { analysis } = document;
    for (const change of changes) {
      const edit = toEdit(analysis, uri, change);
      if (edit) analysis = this.#service.update(analysis, uri, [edit]);
    }
    return this.#keep({ uri, version, analysis });
  }

  close(uri: string): void {
    this.#open.delete(uri);
  }

  /** New settings make new snapshots; texts stay. */
  configure(settingsOf: (uri: string) => AnalysisSettings): void {
    for (const { uri, version, analysis } of this.all()) {
      this.open(uri, version, analysis.file(uri)?.text ?? "", settingsOf(uri));
    }
  }

  #keep(document: OpenDocument): OpenDocument {
    this.#open.set(document.uri, document);
    return document;
  }
}

function toEdit(analysis: Analysis, uri: string, change: ContentChange): TextEdit | undefined {
  const file = analysis.file(uri);
  if (!file) return undefined;
  if (!change.range) return { range: { start: 0, end: file.text.length }, newText: change.text };
  const at = ({ line, character }: WirePlace) => file.lines.offsetAt({ line, column: character });
  return { range: { start: at(change.range.start), end: at(change.range.end) }, newText: change.text };
}
