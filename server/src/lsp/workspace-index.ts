import type { FileSymbol, LanguageService } from "../service.ts";
import type { WorkspaceHost } from "./host.ts";

/** Symbols of files that are not open: read on the first question, kept as plain symbols only. */
export interface WorkspaceIndex {
  /** Reads what is new; `report` hears how far it is, `isStale` may stop it. */
  refresh(report: (done: number, all: number) => void, isStale: () => boolean): Promise<void>;
  /** A file changed or went away on disk. */
  forget(uri: string): void;
  /** A file may have been added: folders are looked through again on the next refresh. */
  invalidate(): void;
  symbols(isOpen: (uri: string) => boolean): readonly FileSymbol[];
}

/** More is no workspace of router configurations, and memory has to end somewhere. */
const MOST_FILES = 5_000;
const MOST_SYMBOLS = 200_000;

export function createWorkspaceIndex(
  service: LanguageService,
  host: WorkspaceHost,
  folders: readonly string[],
): WorkspaceIndex {
  const known = new Map<string, readonly FileSymbol[]>();
  let uris: readonly string[] | undefined;
  let held = 0;
  const drop = (uri: string) => {
    held -= known.get(uri)?.length ?? 0;
    known.delete(uri);
  };
  const read = async (uri: string) => {
    const text = await host.read(uri);
    const found = text === undefined ? [] : service.symbolsOf(service.analyse([{ path: uri, text }]), uri);
    known.set(uri, found);
    held += found.length;
  };
  return {
    async refresh(report, isStale) {
      uris ??= (await Promise.all(folders.map((folder) => host.filesIn(folder)))).flat().slice(0, MOST_FILES);
      const present = new Set(uris);
      for (const uri of known.keys()) if (!present.has(uri)) drop(uri);
      const missing = uris.filter((uri) => !known.has(uri));
      for (const [done, uri] of missing.entries()) {
        if (isStale() || held > MOST_SYMBOLS) return;
        report(done, missing.length);
        await read(uri);
        await nextTurn();
      }
    },
    forget: drop,
    invalidate() {
      uris = undefined;
    },
    symbols: (isOpen) => [...known].flatMap(([uri, symbols]) => (isOpen(uri) ? [] : symbols)),
  };
}

/** Reading a file is awaited, judging it is not: requests get their turn in between. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
