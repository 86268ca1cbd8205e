import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "../../server/src/values/duration.ts";
import { formatRate, parseRate, parseRatePair } from "../../server/src/values/rate.ts";

describe("durations", () => {
  it("reads every form RouterOS writes", () => {
    const cases: Readonly<Record<string, number>> = {
      "1d02:03:04": 93_784_000,
      "1w2d3h4m5s": 788_645_000,
      "200ms": 200,
      "30": 30_000,
      "00:00:30": 30_000,
      "00:00:00.200": 200,
      "02:03": 7_380_000,
      "5m": 300_000,
      "1s500ms": 1500,
      "1.5s": 1500,
      "-1h": -3_600_000,
      "0s": 0,
      "1w1d00:00:00": 691_200_000,
    };
    for (const [text, milliseconds] of Object.entries(cases))
      expect([text, parseDuration(text)]).toEqual([text, milliseconds]);
  });
  it("refuses everything else", () => {
    for (const text of ["", "none", "5x", "5m3h", "1:2:3:4", "$t", "-"])
      expect(parseDuration(text)).toBeUndefined();
  });
  it("reads back what it prints", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => parseDuration(formatDuration(ms)) === ms),
    );
  });
});

describe("rates", () => {
  it("reads units and pairs", () => {
    expect(parseRate("20M")).toBe(20_000_000);
    expect(parseRate("512k")).toBe(512_000);
    expect(parseRate("fast")).toBeUndefined();
    expect(parseRatePair("10M/20M 15M/30M 8M/16M 10/10")).toEqual({
      upload: 10_000_000,
      download: 20_000_000,
    });
    expect(parseRatePair("5M")).toEqual({ upload: 5_000_000, download: 5_000_000 });
    expect(parseRatePair("a/b")).toBeUndefined();
    expect(formatRate(20_000_000)).toBe("20M");
    expect(formatRate(1_500_001)).toBe("1500001");
  });
});
