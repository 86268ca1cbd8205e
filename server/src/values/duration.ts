/** Milliseconds in each unit RouterOS writes. */
const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/**
 * Reads a RouterOS time: "1w2d3h4m5s", "200ms", "1d02:03:04", "00:00:30.5", "02:03" (hours and minutes), plain
 * seconds "30", a leading "-". Answers milliseconds (fractions for us and ns); undefined for anything else,
 * also for words such as "none".
 */
export function parseDuration(text: string): number | undefined {
  const negative = text.startsWith("-");
  const body = negative ? text.slice(1) : text;
  const milliseconds = parseSeconds(body) ?? parseClock(body) ?? parseUnits(body);
  if (milliseconds === undefined) return undefined;
  return negative && milliseconds !== 0 ? -milliseconds : milliseconds;
}

/** Milliseconds the way an export prints them: "1w2d3h4m5s", "200ms", "0s". */
export function formatDuration(milliseconds: number): string {
  let rest = Math.abs(Math.round(milliseconds));
  let text = "";
  for (const unit of ["w", "d", "h", "m", "s", "ms"] as const) {
    const count = Math.floor(rest / UNITS[unit]);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * UNITS[unit];
  }
  if (text === "") return "0s";
  return milliseconds < 0 ? `-${text}` : text;
}

function parseSeconds(text: string): number | undefined {
  return /^\d{1,12}(\.\d{1,9})?$/.test(text) ? Math.round(Number(text) * 1e9) / 1e6 : undefined;
}

function parseClock(text: string): number | undefined {
  const match = /^(?:(\d{1,6})w)?(?:(\d{1,6})d)?(\d{1,6}):(\d{1,2})(?::(\d{1,2})(\.\d{1,9})?)?$/.exec(text);
  if (!match) return undefined;
  const [, weeks, days, hours, minutes, seconds, fraction] = match;
  return (
    Number(weeks ?? 0) * UNITS.w +
    Number(days ?? 0) * UNITS.d +
    Number(hours) * UNITS.h +
    Number(minutes) * UNITS.m +
    Number(seconds ?? 0) * UNITS.s +
    Number(fraction ?? 0) * UNITS.s
  );
}

function parseUnits(text: string): number | undefined {
  const match =
    /^(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m(?!s))?(?:(\d{1,12}(?:\.\d{1,9})?)s)?(?:(\d{1,12})ms)?(?:(\d{1,12})us)?(?:(\d{1,12})ns)?$/.exec(
      text,
    );
  if (!match || text === "") return undefined;
  const [, weeks, days, hours, minutes, seconds, milli, micro, nano] = match.map((part) => Number(part ?? 0));
  return (
    (weeks ?? 0) * UNITS.w +
    (days ?? 0) * UNITS.d +
    (hours ?? 0) * UNITS.h +
    (minutes ?? 0) * UNITS.m +
    Math.round((seconds ?? 0) * 1e6) / 1e3 +
    (milli ?? 0) +
    (micro ?? 0) / 1e3 +
    (nano ?? 0) / 1e6
  );
}
