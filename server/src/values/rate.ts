/** Bits per second both ways, as queues and PPP rate limits write them; 0 means no limit. */
export interface RatePair {
  readonly upload: number;
  readonly download: number;
}

/** Reads "512k", "20M", "1G", "1500000", "2.5M" as bits per second (factors of 1000); undefined for anything else. */
export function parseRate(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)([kMG]?)$/.exec(text.trim());
  if (!match) return undefined;
  const factor = { "": 1, k: 1e3, M: 1e6, G: 1e9 }[match[2] ?? ""];
  return factor === undefined ? undefined : Math.round(Number(match[1]) * factor);
}

/**
 * Reads "10M/20M" and "10M" (both ways). A PPP or hotspot rate limit may go on with burst rates after a blank;
 * these are not looked at.
 */
export function parseRatePair(text: string): RatePair | undefined {
  const [first = ""] = text.trim().split(/\s+/);
  const [up = "", down = up, ...more] = first.split("/");
  const upload = parseRate(up);
  const download = parseRate(down);
  return upload === undefined || download === undefined || more.length > 0 ? undefined : { upload, download };
}

/** "20M", "512k", "1500": the largest unit that leaves a whole number. */
export function formatRate(bitsPerSecond: number): string {
  if (bitsPerSecond > 0 && bitsPerSecond % 1e9 === 0) return `${bitsPerSecond / 1e9}G`;
  if (bitsPerSecond > 0 && bitsPerSecond % 1e6 === 0) return `${bitsPerSecond / 1e6}M`;
  if (bitsPerSecond > 0 && bitsPerSecond % 1e3 === 0) return `${bitsPerSecond / 1e3}k`;
  return `${bitsPerSecond}`;
}
