import { type Uri, workspace } from "vscode";

/**
 * Whether a document is one that the user keeps, or is about to: what a preview or a comparison shows besides (a
 * rename before it is done, an older version) speaks of names that are not there, and nobody can mend it.
 */
export function isOwnFile(uri: Uri): boolean {
  const { scheme } = uri;
  if (scheme === "file" || scheme === "untitled") return true;
  // A folder that is open may be read-only, as repositories on the web are; `git:` is read-only and no folder.
  return (
    workspace.fs.isWritableFileSystem(scheme) === true || workspace.getWorkspaceFolder(uri) !== undefined
  );
}
