import type { Version } from "../values/version.ts";
import { compareVersions, formatVersion, parseVersion } from "../values/version.ts";
import type { AxisRange, Facts } from "./layer.ts";

/** Versions from `since` to `until`, both included; an open end is as far as the facts reach. */
export interface VersionSpan {
  readonly since?: Version;
  readonly until?: Version;
}
export type VersionSpans = readonly VersionSpan[];

/** How a version lies to the facts; each case has its own honesty (see `judge`). */
export interface Standpoint {
  readonly kind: "any" | "v6" | "early" | "measured" | "future";
  /** The dumps that may speak for the version; several where it lies between two. */
  readonly dumps: readonly number[];
}

/** What the facts say: it is there, it is not, or they cannot tell. */
export type Judgement = "known" | "absent" | "no-data";

const V6_LAST: Version = { major: 6, minor: 49, patch: undefined, stage: "release", stageNumber: 0 };

export function standpointOf(version: Version | undefined, axis: readonly Version[]): Standpoint {
  const [first, last] = [axis[0], axis.at(-1)];
  if (!version || !first || !last) return { kind: "any", dumps: [] };
  if (version.major < 7) return { kind: "v6", dumps: [0] };
  if (version.major === first.major && version.minor < first.minor) return { kind: "early", dumps: [0] };
  if (version.major > last.major || (version.major === last.major && version.minor > last.minor)) {
    return { kind: "future", dumps: [axis.length - 1] };
  }
  return { kind: "measured", dumps: dumpsFor(version, axis) };
}

/** The dump of the version itself, else its neighbours within its minor; a pre-release may be like either side. */
function dumpsFor(version: Version, axis: readonly Version[]): number[] {
  const exact = axis.findIndex((other) => compareVersions(other, version) === 0);
  if (exact >= 0) return [exact];
  const before = axis.findLastIndex((other) => compareVersions(other, version) < 0);
  const after = axis.findIndex((other) => compareVersions(other, version) > 0);
  const near = [before, after].filter((index) => index >= 0);
  if (version.stage !== "release") return near;
  const sameMinor = near.filter((index) => axis[index]?.minor === version.minor);
  return sameMinor.length > 0 ? sameMinor : near;
}

export interface JudgeOptions {
  /** The thing came with an extra package: that it is missing in an early dump proves little. */
  readonly softStart: boolean;
  /** Known to have come with v7; asked for 6.x only. */
  readonly isV7Only: () => boolean;
  /** Known to have gone with v6; asked for 7.0 to 7.8 only. */
  readonly isGone: () => boolean;
}

/** Judges a thing that some facts know. What no facts know is `judgeUnknown`. */
export function judge(facts: Facts, at: Standpoint, options: JudgeOptions): Judgement {
  const has = at.dumps.some((dump) => facts.ranges.some(([from, to]) => dump >= from && dump <= to));
  switch (at.kind) {
    case "any":
      return "known";
    case "v6":
      if (facts.v6) return "known";
      if (options.isV7Only()) return "absent";
      return has || facts.loose ? "known" : "no-data";
    case "early":
      if (options.isGone()) return "absent";
      return has || facts.loose ? "known" : "no-data";
    case "measured":
    case "future":
      if (has || facts.loose) return "known";
      if (options.softStart && startsAfter(facts, at)) return "no-data";
      return "absent";
  }
}

/** Judges what no facts know, in a parent that is there. */
export function judgeUnknown(at: Standpoint, parentIsComplete: boolean): Judgement {
  return parentIsComplete && (at.kind === "measured" || at.kind === "any") ? "absent" : "no-data";
}

function startsAfter(facts: Facts, at: Standpoint): boolean {
  const dump = at.dumps[0] ?? 0;
  return facts.ranges.length > 0 && facts.ranges.every(([from]) => from > dump);
}

/** Axis ranges as version spans; presence in 6.x joins a span that starts with the first dump. */
export function spansOf(facts: Facts, axis: readonly Version[]): VersionSpans {
  if (facts.loose && (facts.ranges.length === 0 || facts.user === true)) return [{}];
  const spans = facts.ranges.map(([from, to]) => spanOf(from, to, axis));
  if (facts.v6 && facts.ranges[0]?.[0] !== 0) spans.unshift({ until: V6_LAST });
  return spans;
}

function spanOf(from: number, to: number, axis: readonly Version[]): VersionSpan {
  const [first, last] = [axis[from], axis[to]];
  const since = from === 0 || !first ? {} : { since: atMinor(first, axis[from - 1]) };
  const until = to >= axis.length - 1 || !last ? {} : { until: atMinor(last, axis[to + 1]) };
  return { ...since, ...until };
}

/** A minor, unless its neighbour on the axis shows that the change came between two patches. */
function atMinor(version: Version, neighbour: Version | undefined): Version {
  return neighbour?.minor === version.minor ? version : { ...version, patch: undefined };
}

/** "7.13 and later", "up to 7.12", "7.18 only", "6.x only"; "" when nothing bounds it. */
export function formatSpans(spans: VersionSpans): string {
  const texts = spans.map(({ since, until }) => {
    if (!since && !until) return "";
    if (!since && until?.major === 6) return spans.length > 1 ? "6.x" : "6.x only";
    if (!since) return `up to ${until ? formatVersion(until) : ""}`;
    if (!until) return `${formatVersion(since)} and later`;
    const [from, to] = [formatVersion(since), formatVersion(until)];
    return from === to ? `${from} only` : `${from} to ${to}`;
  });
  return texts.filter((text) => text !== "").join(", ");
}

function unite(a: readonly AxisRange[], b: readonly AxisRange[]): AxisRange[] {
  const united: [number, number][] = [];
  for (const [from, to] of [...a, ...b].sort(([left], [right]) => left - right)) {
    const last = united.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else united.push([from, to]);
  }
  return united;
}

export function readAxis(axis: readonly string[]): Version[] {
  return axis.flatMap((text) => parseVersion(text) ?? []);
}

/** A user's layer says what its own version has besides; it does not make other versions less certain. */
export function mergeFacts(a: Facts, b: Facts): Facts {
  if (b.user === true) {
    const ranges = unite(a.ranges, b.ranges);
    return a.user === true
      ? { ranges, loose: a.loose || b.loose, v6: a.v6 || b.v6, user: true }
      : { ranges, loose: a.loose, v6: a.v6 || b.v6 };
  }
  const ranges: AxisRange[] = a.ranges.length > 0 ? [...a.ranges] : [...b.ranges];
  return { ranges, loose: a.loose || b.loose, v6: a.v6 || b.v6 };
}
