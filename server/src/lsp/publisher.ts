import type { LanguageService } from "../service.ts";
import { createScheduler, runInSlices } from "./scheduler.ts";
import { type Session, wordsOf } from "./session.ts";

/** Sends diagnostics: after a pause in typing, in slices that let requests through, the newest state only. */
export interface Publisher {
  plan(uri: string): void;
  /** The document and those that are read together with it. */
  planAll(uri: string, delay: number): void;
  /** Takes away what is shown of a closed document. */
  clear(uri: string): void;
  dispose(): void;
}

/** How long one slice of linting may hold back requests. */
const SLICE_MS = 15;

export function createPublisher(session: Session, debounceMs: number): Publisher {
  const { documents } = session;
  const scheduler = createScheduler((error) => session.log("diagnostics", error));
  const planAll = (uri: string, delay: number) => {
    for (const document of documents.sharing(uri)) {
      scheduler.plan(document.uri, delay, (isStale) => publish(session, document.uri, isStale));
    }
  };
  return {
    plan: (uri) => planAll(uri, debounceMs),
    planAll,
    clear(uri) {
      scheduler.cancel(uri);
      send(session, uri, undefined, []);
    },
    dispose: () => scheduler.dispose(),
  };
}

async function publish(session: Session, uri: string, isStale: () => boolean): Promise<void> {
  const document = session.documents.get(uri);
  if (!document || isStale()) return;
  const done = await runInSlices(document.analysis.lintSteps(), isStale, SLICE_MS);
  if (done === undefined || isStale()) return;
  const { maxFindings } = session.settings;
  const options = { maxFindings, ...wordsOf(session) };
  send(session, uri, document.version, session.service.diagnostics(document.analysis, uri, options));
}

function send(
  session: Session,
  uri: string,
  version: number | undefined,
  diagnostics: ReturnType<LanguageService["diagnostics"]>,
): void {
  session.connection
    .sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) })
    .catch((error: unknown) => session.log("publishDiagnostics", error));
}
