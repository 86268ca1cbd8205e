import { type FileInfo, SET_VERSION, type SetVersionParams } from "../protocol.ts";
import { loadProject } from "./projects.ts";
import type { Publisher } from "./publisher.ts";
import { refresh } from "./refresh.ts";
import type { Session } from "./session.ts";

/** Reads one document as another RouterOS version does, until told otherwise or until the server ends. */
export function registerVersionRequest(session: Session, publisher: Publisher): void {
  const { connection, chosenVersions, documents, service } = session;
  connection.onRequest(SET_VERSION, async ({ uri, version }: SetVersionParams): Promise<FileInfo | null> => {
    // Files of one router are read together, so all of them change.
    for (const { uri: each } of documents.sharing(uri)) {
      if (version === null) chosenVersions.delete(each);
      else chosenVersions.set(each, version);
    }
    try {
      await loadProject(session, uri);
    } catch (error) {
      session.log("setting the version", error);
    }
    publisher.planAll(uri, 0);
    refresh(session);
    const document = documents.get(uri);
    return (document && service.summary(document.analysis, uri)) ?? null;
  });
}
