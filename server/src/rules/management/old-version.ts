import { headFile } from "../../model/head-file.ts";
import { compareVersions, parseVersion, satisfies } from "../../values/version.ts";
import { defineRule } from "../rule.ts";

/** Known exploited or remotely exploitable holes, the long-term branch got some fixes of its own (blog of the vendor, CVE records; as of 2026-11). */
const FIXED = [
  {
    in: "6.38.5",
    before: ["<6.37.5", ">=6.38 <6.38.5"],
    cve: "CVE-2017-20149",
    what: "strangers can run code through the web server",
  },
  {
    // The vendor names 6.29 as the first version that has it.
    in: "6.42.1",
    before: [">=6.29 <6.40.8", ">=6.41 <6.42.1"],
    cve: "CVE-2018-14847",
    what: "anyone can read the user database through WinBox",
  },
  {
    in: "6.45.7",
    before: ["<6.44.6", ">=6.45 <6.45.7"],
    cve: "CVE-2019-3978",
    what: "strangers can fill the DNS cache",
  },
  {
    in: "6.49.7",
    before: ["<6.48.7", ">=6.49 <6.49.7"],
    cve: "CVE-2023-30799",
    what: "an administrator can become super-admin",
  },
  {
    in: "7.20.1",
    before: [">=7.0 <7.20.1"],
    cve: "CVE-2025-10948",
    what: "the REST service can be made to run code",
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
    const open = FIXED.filter((hole) => hole.before.some((range) => satisfies(version, range)));
    // The oldest is the one that is used most; it needs no login.
    const [worst] = open;
    if (worst === undefined) return undefined;
    const newest = open.reduce((best, hole) => (isNewer(hole.in, best) ? hole.in : best), worst.in as string);
    const start = Math.max(0, file.text.indexOf(versionText));
    return {
      at: { file, range: { start, end: start + versionText.length } },
      severity: EXPLOITED.includes(worst.cve) ? "error" : "warning",
      message: `RouterOS ${versionText} has ${open.length === 1 ? "a published hole" : `${open.length} published holes`}: ${worst.what} (${open.map((hole) => hole.cve).join(", ")}; fixed in ${newest}).`,
    };
  },
});

function isNewer(a: string, b: string): boolean {
  const left = parseVersion(a);
  const right = parseVersion(b);
  return left !== undefined && right !== undefined && compareVersions(left, right) > 0;
}
