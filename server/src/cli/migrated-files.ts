import { basename, relative, sep } from "node:path";
import type { SourceFile } from "../project/load-sources.ts";
import type { MigrationOutcome } from "../service.ts";
import type { LoadedRouter } from "./load-router.ts";

/** A file of the router as a migration leaves it. */
export interface FinishedFile {
  readonly source: SourceFile;
  readonly text: string;
  readonly isChanged: boolean;
}

/** In the router's order. */
export function finishedFiles({ members }: LoadedRouter, { files }: MigrationOutcome): FinishedFile[] {
  const texts = new Map(files.map(({ path, text }) => [path, text] as const));
  return members.map((source) => {
    const text = texts.get(source.path) ?? source.text;
    return { source, text, isChanged: text !== source.text };
  });
}

/** `base-migrated.rsc`; with the folder in front where two files are called alike. */
export function migratedName({ source }: FinishedFile, all: readonly FinishedFile[], cwd: string): string {
  const own = source.isStdin ? "router" : basename(source.path);
  const isAlone = all.filter((other) => basename(other.source.path) === own).length < 2;
  const name = isAlone
    ? own
    : relative(cwd, source.path)
        .split(sep)
        .filter((part) => part !== "..")
        .join("-");
  return `${name.replace(/\.rsc$/i, "")}-migrated.rsc`;
}
