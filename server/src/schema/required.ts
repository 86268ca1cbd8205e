import type { Version } from "../values/version.ts";

/** The first version whose `add` was probed; earlier ones were not, and 6.x needed less. */
const PROBED_SINCE = { major: 7, minor: 20 } as const;

/**
 * Groups of properties of which `add` needs one each, from lines such as "name interface|list @7.23-" of
 * data/required.ts. Empty for versions that were not probed; a line with a span counts in that span only.
 */
export function requiredFor(
  lines: readonly string[],
  version: Version | undefined,
): readonly (readonly string[])[] {
  if (version && (version.major !== PROBED_SINCE.major || version.minor < PROBED_SINCE.minor)) return [];
  const line = lines.find((text) => covers(text, version));
  if (line === undefined) return [];
  return line
    .split(" ")
    .filter((token) => token !== "" && !token.startsWith("@"))
    .map((token) => token.split("|"));
}

function covers(line: string, version: Version | undefined): boolean {
  const span = /@(?:7\.(\d+))?-(?:7\.(\d+))?$/.exec(line);
  if (!span) return true;
  // What changes between versions is not certain where the version is not known.
  if (!version) return false;
  return (
    version.minor >= Number(span[1] ?? 0) && version.minor <= Number(span[2] ?? Number.POSITIVE_INFINITY)
  );
}
