import { defineRule } from "../rule.ts";

export const emptyFile = defineRule({
  id: "empty-file",
  group: "language",
  title: "Empty file",
  severity: "warning",
  why: "Nothing was checked: an export or a copy that failed leaves an empty file behind.",
  advice: "Export the configuration again.",
  references: ["Manual: Configuration Management"],
  presets: ["recommended", "strict"],
  bad: "\n",
  good: "# nothing to do here\n",
  on: "model",
  check(model) {
    return model.files
      .filter(({ tree }) => tree.chunks.every(({ text }) => text.trim() === ""))
      .map((file) => ({
        at: { file, range: { start: 0, end: file.tree.length } },
        message: "The file is empty.",
      }));
  },
});
