import { extensions, type TextDocument, Uri, window, workspace } from "vscode";

/** Uri of a file of the workspace; its scheme depends on the host. */
export function file(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("no workspace folder is open");
  return Uri.joinPath(folder.uri, name);
}

/** Opens a file of the workspace in an editor, with the extension awake. */
export async function open(name: string): Promise<TextDocument> {
  await extensions.getExtension("rsclint.rsclint")?.activate();
  const document = await workspace.openTextDocument(file(name));
  await window.showTextDocument(document);
  return document;
}

/** Asks again until the answer is there; says `what` was missing when time is up. */
export async function until<T>(what: string, ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`timed out: ${what}`);
}
