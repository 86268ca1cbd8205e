import type { Analysis, AnalysisSettings, LanguageService, SourceFile, TextEdit } from "../service.ts";
import { minimalEdit } from "../text/edit.ts";
import type { LineIndex } from "../text/line-index.ts";

/** A change as the protocol sends it: with a range, or the whole text. */
export interface ContentChange {
  readonly range?: { readonly start: WirePlace; readonly end: WirePlace };
  readonly text: string;
}

interface WirePlace {
  readonly line: number;
  readonly character: number;
}

/** One open document. Files of one router share their analysis. */
export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly analysis: Analysis;
}

interface Router {
  analysis: Analysis;
  /** URIs of all its files, open or not. */
  readonly members: readonly string[];
}

/**
 * The server's one piece of state: the newest snapshot of each router that has an open document. The text is kept
 * there and nowhere else, since a copy of a big file for itself would be put together anew at each key.
 */
export class Documents {
  readonly #service: LanguageService;
  /** The version of each open document. */
  readonly #open = new Map<string, number>();
  readonly #routers = new Map<string, Router>();
  /**
   * Open documents that did not break off at some time before now. Exports are cut by whoever copies them, not while
   * they are typed in: an unfinished last line must not take away what is known of all the others.
   */
  readonly #whole = new Set<string>();

  constructor(service: LanguageService) {
    this.#service = service;
  }

  get(uri: string): OpenDocument | undefined {
    const version = this.#open.get(uri);
    const router = this.#routers.get(uri);
    return version === undefined || router === undefined
      ? undefined
      : { uri, version, analysis: router.analysis };
  }

  all(): readonly OpenDocument[] {
    return [...this.#open.keys()].map((uri) => this.get(uri)).filter((document) => document !== undefined);
  }

  /** Open documents that are read together with this one, itself included. */
  sharing(uri: string): readonly OpenDocument[] {
    const members = this.#routers.get(uri)?.members ?? [];
    return members.map((member) => this.get(member)).filter((document) => document !== undefined);
  }

  /** The document alone, until its project is known. A document that an open router holds already joins it. */
  open(uri: string, version: number, text: string, settings: AnalysisSettings): OpenDocument {
    this.#open.set(uri, version);
    const router = this.#routers.get(uri);
    if (router) router.analysis = this.#replaceText(router.analysis, uri, text);
    else this.#arrange([{ path: uri, text }], settings);
    return {
      uri,
      version,
      analysis: this.#routers.get(uri)?.analysis ?? this.#service.analyse([], settings),
    };
  }

  /** Reads the document anew, together with the router's other files; open ones among them keep the editor's text. */
  place(uri: string, others: readonly SourceFile[], settings: AnalysisSettings): void {
    const files = others.map((file) => ({ path: file.path, text: this.#textOf(file.path) ?? file.text }));
    if (files.some(({ path }) => path === uri)) this.#arrange(files, settings);
  }

  change(uri: string, version: number, changes: readonly ContentChange[]): OpenDocument | undefined {
    const router = this.#routers.get(uri);
    if (!this.#open.has(uri) || !router) return undefined;
    for (const change of changes) {
      this.#judgeEnd(uri, router.analysis, change);
      const lines = router.analysis.file(uri)?.lines;
      const edit = lines && toEdit(lines, change);
      if (edit) router.analysis = this.#service.update(router.analysis, uri, [edit]);
      else router.analysis = this.#replaceText(router.analysis, uri, change.text);
    }
    this.#open.set(uri, version);
    return { uri, version, analysis: router.analysis };
  }

  close(uri: string): void {
    this.#open.delete(uri);
    this.#whole.delete(uri);
    const router = this.#routers.get(uri);
    if (!router || this.sharing(uri).length > 0) return;
    for (const member of router.members)
      if (this.#routers.get(member) === router) this.#routers.delete(member);
  }

  /** Before a change. One of the first line, where an export says when it was made, may bring another text: pasted, or read from disk. */
  #judgeEnd(uri: string, before: Analysis, { range }: ContentChange): void {
    if (range === undefined || Math.min(range.start.line, range.end.line) === 0) this.#whole.delete(uri);
    else if (!this.#whole.has(uri) && this.#service.isWholeFile(before, uri)) this.#whole.add(uri);
  }

  #arrange(files: readonly SourceFile[], settings: AnalysisSettings): void {
    const router = {
      analysis: this.#service.analyse(files, { ...settings, wholeFiles: this.#whole }),
      members: files.map(({ path }) => path),
    };
    for (const { path } of files) this.#routers.set(path, router);
  }

  #textOf(uri: string): string | undefined {
    return this.#open.has(uri) ? this.#routers.get(uri)?.analysis.file(uri)?.text : undefined;
  }

  #replaceText(analysis: Analysis, uri: string, text: string): Analysis {
    const edit = minimalEdit(analysis.file(uri)?.text ?? "", text);
    return edit ? this.#service.update(analysis, uri, [edit]) : analysis;
  }
}

/** Undefined for a change of the whole text. */
function toEdit(lines: LineIndex, { range, text }: ContentChange): TextEdit | undefined {
  if (!range) return undefined;
  const [start = 0, end = 0] = [range.start, range.end]
    .map(({ line, character }) => lines.offsetAt({ line, column: character }))
    // As in the protocol's own implementation: a range the wrong way round means the same place.
    .sort((a, b) => a - b);
  return { range: { start, end }, newText: text };
}
