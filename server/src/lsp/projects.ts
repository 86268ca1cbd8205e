import type { SourceFile } from "../service.ts";
import { settingsFor } from "./host.ts";
import type { Session } from "./session.ts";

/** Finds out the document's project and reads the document anew with its settings and its router's other files. */
export async function loadProject(session: Session, uri: string): Promise<void> {
  const { host, documents, service, projects, chosenVersions } = session;
  const project = await host?.projectOf(uri, service.rules);
  if (!documents.get(uri)) return;
  if (project) projects.set(uri, project);
  if (project?.problem !== undefined) session.connection.console.error(`project: ${project.problem}`);
  const members = project?.members ?? [uri];
  const files = await Promise.all(members.map((member) => readMember(session, member)));
  const forcedVersion = chosenVersions.get(uri);
  const settings = {
    ...settingsFor(session.settings.config, project),
    ...(forcedVersion === undefined ? {} : { forcedVersion }),
  };
  documents.place(
    uri,
    files.filter((file) => file !== undefined),
    settings,
  );
}

/** The editor's text of open documents, else the disk's. */
async function readMember({ documents, host }: Session, uri: string): Promise<SourceFile | undefined> {
  const open = documents.get(uri)?.analysis.file(uri);
  const text = open ? open.text : await host?.read(uri);
  return text === undefined ? undefined : { path: uri, text };
}
