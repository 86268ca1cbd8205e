import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";

const NOBODY = 65_534;

/** Does something as a user who may read this folder and its files and write none of them. */
export async function withoutRights<T>(folder: string, act: () => Promise<T>): Promise<T> {
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
  chmodSync(folder, 0o555);
  // The rights of files do not bind root.
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    return await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o755);
  }
}
