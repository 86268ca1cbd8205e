import { isCutFile, readExportHeader } from "../../model/export-header.ts";
import { wholeExport } from "../facts/example.ts";
import { defineRule } from "../rule.ts";

/** A copy that broke off lacks what would have come next; to add that from what is missing would be wrong. */
export const fileCut = defineRule({
  id: "file-cut",
  group: "language",
  title: "Export that breaks off",
  severity: "warning",
  why: "The export ends within a command, without its last line end, or with the remark that it was interrupted, so more stood behind it; nothing is said here of what it lacks.",
  advice: "Export or copy the configuration again.",
  references: ["Manual: Configuration Management"],
  presets: ["recommended", "strict"],
  bad: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/ip firewall filter\nadd action=accept chain=input\n/ip firewall nat\n",
  good: wholeExport("7.16.2", "/ip firewall filter", "add action=accept chain=input"),
  on: "model",
  check(model) {
    // What runs commands is a script, that may end as it likes.
    if (model.source.kind !== "partial") return undefined;
    return model.files
      .filter((file) => readExportHeader(file.tree).versionText !== undefined && isCutFile(file))
      .flatMap((file) => {
        const end = file.text.trimEnd().length;
        const start = file.text.lastIndexOf("\n", end - 1) + 1;
        // A bare `add` may be whole, and what is no line of an export was put behind it.
        if (!/^(\/|(add|set) |[ \t]|#[ \t]*interrupted$)/.test(file.text.slice(start, end))) return [];
        return [{ at: { file, range: { start, end } }, message: MESSAGE }];
      });
  },
});

const MESSAGE =
  "The export breaks off here; what it lacks is not judged, since it may stand in the part that is missing.";
