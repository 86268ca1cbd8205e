import { versionRange } from "../../model/export-header.ts";
import { headFile } from "../../model/head-file.ts";
import { parseVersion, satisfies } from "../../values/version.ts";
import { defineRule } from "../rule.ts";

export const versionNotCovered = defineRule({
  id: "version-not-covered",
  group: "language",
  title: "RouterOS version not known in detail",
  severity: "info",
  why: "Menus, words and defaults of RouterOS before 6.45 are known in part, so some faults are not found.",
  advice: "Upgrade the router; read the result as incomplete until then.",
  references: ["Manual: Upgrading and installation"],
  presets: ["recommended", "strict"],
  bad: "# jan/02/2016 10:11:12 by RouterOS 6.34.2\n/system identity\nset name=home\n",
  good: "# jan/02/2020 10:11:12 by RouterOS 6.45.9\n/system identity\nset name=home\n",
  on: "model",
  check(model) {
    const file = headFile(model);
    const { versionText } = model.source;
    const version = versionText === undefined ? undefined : parseVersion(versionText);
    if (file === undefined || versionText === undefined || version === undefined) return undefined;
    if (!satisfies(version, "<6.45")) return undefined;
    return {
      at: { file, range: versionRange(file.tree, versionText) },
      message: `RouterOS ${versionText} is older than what this tool knows in detail (6.45 and later).`,
    };
  },
});
