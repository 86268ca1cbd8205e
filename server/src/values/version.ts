/**
 * A RouterOS version. `patch` is undefined where it was not written ("7.15") or masked ("6.45.X"); it then
 * counts as 0 when compared. A pre-release (alpha < beta < rc) comes before the release of the same number.
 */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number | undefined;
  readonly stage: "alpha" | "beta" | "rc" | "release";
  /** The number after alpha, beta or rc; 0 for a release. */
  readonly stageNumber: number;
}

const VERSION =
  /^\s*v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}|[xX*]))?(?:[ _-]?(alpha|beta|rc)(\d{0,6}))?(?![\w.])/;
const STAGES = { alpha: 0, beta: 1, rc: 2, release: 3 } as const;

/** Reads "7.15.3", "6.45.X", "7.22rc1", "7.1beta6", "v6.49.7 (long-term)"; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (!match) return undefined;
  const [, major, minor, patch, stage, stageNumber] = match;
  return {
    major: Number(major),
    minor: Number(minor),
    patch: patch !== undefined && /^\d/.test(patch) ? Number(patch) : undefined,
    stage: stage === "alpha" || stage === "beta" || stage === "rc" ? stage : "release",
    stageNumber: Number(stageNumber || 0),
  };
}

/** Negative, zero or positive, as `a` is older than, equal to or newer than `b`. */
export function compareVersions(a: Version, b: Version): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    (a.patch ?? 0) - (b.patch ?? 0) ||
    STAGES[a.stage] - STAGES[b.stage] ||
    a.stageNumber - b.stageNumber
  );
}

/** "7.15.3", "7.22rc1"; an unwritten patch stays unwritten. */
export function formatVersion(version: Version): string {
  const patch = version.patch === undefined ? "" : `.${version.patch}`;
  const stage = version.stage === "release" ? "" : `${version.stage}${version.stageNumber || ""}`;
  return `${version.major}.${version.minor}${patch}${stage}`;
}

/**
 * Whether a version lies in a range: comparators (`>= > <= < =`, or none for "=") joined by spaces (and) and
 * `||` (or), e.g. ">=7.1 <8", ">=6", "7.13 || >=7.15". A bound of one number means that major's `.0`; "=" and
 * "<=" take in every patch of a bound written without one ("<=7.16" holds for 7.16.2). Pre-releases of a bound
 * count as that bound, so 7.1beta6 satisfies ">=7.1": what a version brings is there from its first beta on.
 * A range that cannot be read holds for nothing.
 */
export function satisfies(version: Version, range: string): boolean {
  return alternatives(range).some(
    (comparators) =>
      comparators.length > 0 &&
      comparators.every((comparator) => comparator === "any" || holds(version, comparator)),
  );
}

interface Comparator {
  readonly operator: string | undefined;
  /** Undefined where it cannot be read. */
  readonly bound: Version | undefined;
  readonly isWholeMajor: boolean;
}

/** The few ranges that rules and facts name are asked for again at each key. */
const RANGES = new Map<string, readonly (readonly (Comparator | "any")[])[]>();

/** One of these must hold, and of it all comparators. */
function alternatives(range: string): readonly (readonly (Comparator | "any")[])[] {
  const known = RANGES.get(range) ?? range.split("||").map(readComparators);
  RANGES.set(range, known);
  return known;
}

function readComparators(part: string): readonly (Comparator | "any")[] {
  if (part.trim() === "" || part.trim() === "*") return ["any"];
  return (part.match(/(?:>=|<=|>|<|=)?\s*[^\s<>=]+/g) ?? []).map((comparator) => {
    const [, operator, text = ""] = /^(>=|<=|>|<|=)?\s*(\S+)$/.exec(comparator.trim()) ?? [];
    const isWholeMajor = /^\d+$/.test(text);
    return { operator, bound: parseVersion(isWholeMajor ? `${text}.0` : text), isWholeMajor };
  });
}

function holds(version: Version, { operator, bound, isWholeMajor }: Comparator): boolean {
  if (!bound) return false;
  const order = compareToBound(version, bound, isWholeMajor);
  switch (operator) {
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    default:
      return order === 0;
  }
}

/** Compares at the precision the bound is written in: a major, a minor, a patch or a pre-release. */
function compareToBound(version: Version, bound: Version, wholeMajor: boolean): number {
  if (version.major !== bound.major || wholeMajor) return version.major - bound.major;
  if (version.minor !== bound.minor || (bound.patch === undefined && bound.stage === "release")) {
    return version.minor - bound.minor;
  }
  if (bound.stage !== "release") return compareVersions(version, bound);
  return (version.patch ?? 0) - (bound.patch ?? 0);
}
