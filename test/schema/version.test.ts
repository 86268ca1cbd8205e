import { describe, expect, test } from "vitest";
import { compareVersions, formatVersion, parseVersion, satisfies } from "../../server/src/values/version.ts";

function version(text: string) {
  const parsed = parseVersion(text);
  if (!parsed) throw new Error(`no version: ${text}`);
  return parsed;
}

describe("a version", () => {
  test.each([
    ["7.15.3", "7.15.3"],
    ["7.15", "7.15"],
    ["6.45.X", "6.45"],
    ["7.22rc1", "7.22rc1"],
    ["7.1beta6", "7.1beta6"],
    ["v6.49.7 (long-term)", "6.49.7"],
    ["7.20_ab16", undefined],
    ["", undefined],
    ["next", undefined],
    ["7", undefined],
    ["99999.1", undefined],
  ])("%s reads as %s", (text, expected) => {
    const parsed = parseVersion(text);
    expect(parsed && formatVersion(parsed)).toBe(expected);
  });

  test("order: alpha, beta, rc, release, patches", () => {
    const order = ["6.49.10", "7.1alpha1", "7.1beta2", "7.1beta10", "7.1rc1", "7.1", "7.1.1", "7.9", "7.10"];
    const shuffled = order.map(version).reverse().sort(compareVersions);
    expect(shuffled.map(formatVersion)).toEqual(order);
  });

  test.each([
    ["7.15.3", ">=7.1 <8", true],
    ["6.49.7", ">=7.1 <8", false],
    ["6.49.7", ">=6", true],
    ["6.49.7", "<7", true],
    ["7.1beta6", "<7", false],
    ["7.1beta6", ">=7.1", true],
    ["7.16.2", "<=7.16", true],
    ["7.17", "<=7.16", false],
    ["7.17", ">7.16", true],
    ["7.16.2", ">7.16", false],
    ["7.13.2", "7.13", true],
    ["7.14", "=7.13", false],
    ["6.45.6", "<6.45.7", true],
    ["6.45.7", "<6.45.7", false],
    ["7.13", "<7 || >=7.13", true],
    ["7.22rc2", ">=7.22rc1", true],
    ["7.22", ">=7.22rc1", true],
    ["7.1", "", true],
    ["7.1", "nonsense", false],
  ])("%s in %s: %s", (text, range, expected) => {
    expect(satisfies(version(text), range)).toBe(expected);
  });
});
