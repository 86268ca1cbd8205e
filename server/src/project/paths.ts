import { isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** The path as people read it: relative below `cwd`, absolute elsewhere. */
export function displayPath(path: string, cwd: string): string {
  const inside = insidePath(path, cwd);
  return inside === undefined ? path : inside.split("/").join(sep);
}

/** For reports: relative and percent-encoded below `cwd`, else a `file://` address. */
export function reportUri(path: string, cwd: string): string {
  const inside = insidePath(path, cwd);
  if (inside === undefined) return pathToFileURL(path).href;
  return inside.split("/").map(encodeURIComponent).join("/");
}

/** Relative with forward slashes, for globs and for files that are kept in the repository. */
export function portablePath(path: string, root: string): string {
  return relative(root, resolve(root, path)).split(sep).join("/");
}

function insidePath(path: string, cwd: string): string | undefined {
  if (!isAbsolute(path)) return path;
  const inside = relative(cwd, path);
  if (inside === "" || inside.startsWith("..") || isAbsolute(inside)) return undefined;
  return inside.split(sep).join("/");
}
