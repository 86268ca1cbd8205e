import type { SourceFile } from "../service.ts";
import { type Project, settingsFor } from "./host.ts";
import type { Session } from "./session.ts";

/** Finds out the document's project and reads the document anew with its settings and its router's other files. */
export async function loadProject(session: Session, uri: string): Promise<void> {
  const { host, documents, service, projects, chosenVersions, folders } = session;
  const { config, schemaFiles } = session.settings;
  const project = await host?.projectOf(uri, { service, schemaFiles, folders });
  if (!documents.get(uri)) return;
  if (project) projects.set(uri, project);
  if (project?.problem !== undefined) session.tell(project.problem);
  if (host === undefined && schemaFiles.length > 0)
    session.tell("rsclint.schemaFiles: in the browser no extra schema files can be read.");
  const members = project?.members ?? [uri];
  const files = await Promise.all(members.map((member) => readMember(session, member)));
  const forcedVersion = chosenVersions.get(uri);
  const settings = {
    ...settingsFor(config, project),
    ...(forcedVersion === undefined ? {} : { forcedVersion }),
  };
  documents.place(
    uri,
    files.filter((file) => file !== undefined),
    settings,
  );
  tellDeadNames(session, uri, project);
}

/** In the log only: the policy may be for routers that are not open. */
function tellDeadNames({ connection, documents, service }: Session, uri: string, project?: Project): void {
  const document = documents.get(uri);
  if (document === undefined || project?.configPath === undefined) return;
  for (const sentence of service.deadPolicyNames([service.policyNames(document.analysis)]))
    connection.console.warn(`${project.configPath}: ${sentence} (${uri})`);
}

/** The editor's text of open documents, else the disk's. */
async function readMember({ documents, host }: Session, uri: string): Promise<SourceFile | undefined> {
  const open = documents.get(uri)?.analysis.file(uri);
  const text = open ? open.text : await host?.read(uri);
  return text === undefined ? undefined : { path: uri, text };
}
