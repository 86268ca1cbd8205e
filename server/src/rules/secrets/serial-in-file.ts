import type { ModelFile } from "../../model/model.ts";
import { defineRule, type Finding } from "../rule.ts";

const HEADER_LINE = /^[ \t]*#[ \t]*(serial number|software id)[ \t]*=[ \t]*([\w-]+)/gim;

/** Exports begin with comments that tell which device they are from. */
export const serialInFile = defineRule({
  id: "serial-in-file",
  group: "secrets",
  title: "Serial number in the file",
  severity: "info",
  why: "The serial number is the router's name in the vendor's cloud (serial.sn.mynetname.net), so it leads to the router's address.",
  advice: "Overwrite it before you publish the file.",
  references: ["Manual: Cloud", "Manual: Configuration Management"],
  compliance: ["K"],
  cwe: [200],
  presets: ["strict"],
  bad: "# jan/02/2021 10:11:12 by RouterOS 6.48.6\n# serial number = A1B2C3D4E5F6\n/system identity\nset name=home\n",
  good: "# jan/02/2021 10:11:12 by RouterOS 6.48.6\n# software id = XXXX-XXXX\n# serial number = 000000000000\n/system identity\nset name=home\n",
  fixes: { mask: "safe" },
  on: "model",
  check(model) {
    return model.files.flatMap(headerFindings);
  },
});

function headerFindings(file: ModelFile): Finding[] {
  const comments = file.tree.chunks.flatMap((chunk) =>
    chunk.comments.map((comment) => ({ start: chunk.start + comment.from, text: `#${comment.text}` })),
  );
  return comments.flatMap(({ start, text }) =>
    [...text.matchAll(HEADER_LINE)].flatMap((match): Finding[] => {
      const [whole, what = "", value = ""] = match;
      if (/^[xX0*-]*$/.test(value)) return [];
      const from = start + match.index + whole.length - value.length;
      const range = { start: from, end: from + value.length };
      return [
        {
          at: { file, range },
          message: `The file tells the device's ${what.toLowerCase()}.`,
          fixes: [
            {
              id: "mask",
              title: `Overwrite the ${what.toLowerCase()}`,
              changes: [{ kind: "text", file, edit: { range, newText: value.replace(/\w/g, "X") } }],
            },
          ],
        },
      ];
    }),
  );
}
