import { isUnread, readSource, type UnreadFile } from "./read-file.ts";

/** Facts about the user's own routers. */
export interface SchemaFile {
  /** As the user wrote it, for messages. */
  readonly name: string;
  readonly text: string;
}

export interface SchemaFiles {
  readonly files: readonly SchemaFile[];
  readonly failures: readonly UnreadFile[];
}

export interface NamedPath {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

/** Reads extra schema files; `problemOf` tells why a text is none. Problems name their file. */
export async function readSchemaFiles(
  paths: readonly NamedPath[],
  problemOf: (text: string) => string | undefined,
): Promise<SchemaFiles> {
  const files: SchemaFile[] = [];
  const failures: UnreadFile[] = [];
  for (const { name, path } of paths) {
    const read = await readSource(path);
    if (isUnread(read)) {
      failures.push({ path: name, problem: read.problem });
      continue;
    }
    const problem = problemOf(read.text);
    if (problem === undefined) files.push({ name, text: read.text });
    else failures.push({ path: name, problem: `It ${problem}.` });
  }
  return { files, failures };
}

/** What is wrong with the files, for the user; undefined when all can be used. */
export function schemaFilesProblem({ failures }: SchemaFiles): string | undefined {
  if (failures.length === 0) return undefined;
  return failures.map(({ path, problem }) => `schema file ${path}: ${problem}`).join("\n");
}
