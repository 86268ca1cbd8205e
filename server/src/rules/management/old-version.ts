import { versionRange } from "../../model/export-header.ts";
import { headFile } from "../../model/head-file.ts";
import type { Model } from "../../model/model.ts";
import { compareVersions, parseVersion, satisfies, type Version } from "../../values/version.ts";
import { isTold } from "../facts/told.ts";
import { defineRule } from "../rule.ts";

/**
 * Known exploited or remotely exploitable holes; the long-term branch got some fixes of its own (blog of the vendor,
 * CVE records; as of 2026-11). `by`: the services that offer it, where the file may have switched them off.
 */
const FIXED = [
  {
    in: "6.38.5",
    before: ["<6.37.5", ">=6.38 <6.38.5"],
    cve: "CVE-2017-20149",
    what: "strangers can run code through the web server",
    by: ["www", "www-ssl"],
  },
  {
    // The vendor names 6.29 as the first version that has it.
    in: "6.42.1",
    before: [">=6.29 <6.40.8", ">=6.41 <6.42.1"],
    cve: "CVE-2018-14847",
    what: "anyone can read the user database through WinBox",
    by: ["winbox"],
  },
  {
    in: "6.45.7",
    before: ["<6.44.6", ">=6.45 <6.45.7"],
    cve: "CVE-2019-3978",
    what: "strangers can fill the DNS cache through WinBox",
    by: ["winbox"],
  },
  {
    in: "6.49.7",
    before: ["<6.48.7", ">=6.49 <6.49.7"],
    cve: "CVE-2023-30799",
    what: "an administrator can become super-admin",
    by: ["winbox", "www", "www-ssl"],
  },
  {
    in: "7.20.1",
    before: [">=7.0 <7.20.1"],
    cve: "CVE-2025-10948",
    what: "the REST service can be made to run code",
    by: ["www", "www-ssl"],
  },
] as const;

/** Used by botnets against every router that could be reached, without a login. */
const EXPLOITED: readonly string[] = ["CVE-2017-20149", "CVE-2018-14847"];

export const oldVersion = defineRule({
  id: "old-version",
  group: "management",
  title: "RouterOS version with known holes",
  severity: "warning",
  why: "The header names a RouterOS version in which published and used holes are not yet closed.",
  advice: "Upgrade to the current long-term or stable version.",
  references: ["CVE-2018-14847", "CVE-2019-3978", "CVE-2023-30799", "CVE-2025-10948"],
  compliance: ["P"],
  cwe: [1104],
  presets: ["recommended", "strict"],
  bad: "# jan/02/2018 10:11:12 by RouterOS 6.40.5\n/system identity\nset name=home\n",
  good: "# 2026-10-02 10:11:12 by RouterOS 7.22.1\n/system identity\nset name=home\n",
  on: "model",
  check(model) {
    const file = headFile(model);
    const { versionText } = model.source;
    const version = versionText === undefined ? undefined : parseVersion(versionText);
    if (file === undefined || versionText === undefined || version === undefined) return undefined;
    const holes = FIXED.filter((hole) =>
      mayBe(version, versionText).every((one) => hole.before.some((range) => satisfies(one, range))),
    );
    const open = holes.filter((hole) => hole.by.some((name) => mayListen(model, name)));
    const told = open.length > 0 ? open : holes;
    // The oldest is the one that is used most; it needs no login.
    const [worst] = told;
    if (worst === undefined) return undefined;
    return {
      at: { file, range: versionRange(file.tree, versionText) },
      severity: open.length === 0 ? "info" : EXPLOITED.includes(worst.cve) ? "error" : "warning",
      message: `RouterOS ${versionText} has ${told.length === 1 ? "a published hole" : `${told.length} published holes`}${open.length === 0 ? ", in services that are off here" : ""}: ${listed(told)}.`,
    };
  },
});

/** Of a masked version, as 6.45.X, the oldest and the newest that it may be. */
function mayBe(version: Version, text: string): readonly Version[] {
  return /\.[xX*]$/.test(text.trim())
    ? [version, { ...version, patch: Number.POSITIVE_INFINITY }]
    : [version];
}

type Hole = (typeof FIXED)[number];

/** Each hole with its own CVE, and the version that closes all of them. */
function listed(holes: readonly Hole[]): string {
  const newest = holes.reduce((best, hole) => (isNewer(hole.in, best) ? hole.in : best), "6.0");
  const each = holes.map(({ what, cve }) => `${what} (${cve})`).join(", ");
  return `${each}; ${newest} closes ${holes.length === 1 ? "it" : "all of them"}`;
}

/** False only for a service that the file switches off. */
function mayListen(model: Model, name: string): boolean {
  const service = model.items("/ip/service").find((one) => one.name === name);
  return service === undefined || service.isDisabled !== true || !isTold(model, service);
}

function isNewer(a: string, b: string): boolean {
  const left = parseVersion(a);
  const right = parseVersion(b);
  return left !== undefined && right !== undefined && compareVersions(left, right) > 0;
}
