import { type QuickPickItem, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { VERSIONS } from "../../../server/src/protocol.ts";

const VERSION = /^\s*v?\d+\.\d+(?:\.\d+)?(?:(?:alpha|beta|rc)\d+)?\s*$/;

interface VersionItem extends QuickPickItem {
  readonly version?: string;
}

/** Offers the versions that the facts cover, newest first; any other can be typed. */
export async function askVersion(
  client: BaseLanguageClient,
  title: string,
  current: string | undefined,
): Promise<string | undefined> {
  const versions = await client.sendRequest<readonly string[]>(VERSIONS).catch(() => []);
  const items = versions.map((version): VersionItem => {
    const isCurrent = version === current;
    return { label: version, version, ...(isCurrent ? { description: "this file is read as it" } : {}) };
  });
  const other: VersionItem = { label: "$(edit) Another version…" };
  const placeHolder = current === undefined ? "RouterOS version" : `RouterOS version, now ${current}`;
  const picked = await window.showQuickPick([...items, other], { title, placeHolder });
  if (picked === undefined) return undefined;
  return picked.version ?? typedVersion(title);
}

async function typedVersion(title: string): Promise<string | undefined> {
  const typed = await window.showInputBox({
    title,
    placeHolder: "7.16.2",
    validateInput: (text) => (VERSION.test(text) ? undefined : "Write it as 7.16.2 or 6.49."),
  });
  return typed?.trim().replace(/^v/, "");
}
