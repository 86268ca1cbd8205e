import type { ModelFile } from "../../model/model.ts";
import type { Chunk } from "../../syntax/tree.ts";
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
    return model.files.flatMap((file) =>
      model.inChunks(file, told).flatMap((one) => headerFinding(file, one)),
    );
  },
});

/** What a comment tells; `from` and `to` are offsets in the statement that the comment stands before. */
interface Told {
  readonly chunk: Chunk;
  readonly what: string;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

function told(chunk: Chunk): readonly Told[] {
  return chunk.comments.flatMap((comment) =>
    [...`#${comment.text}`.matchAll(HEADER_LINE)].flatMap((match): Told[] => {
      const [whole, what = "", value = ""] = match;
      if (/^[xX0*-]*$/.test(value)) return [];
      const to = comment.from + match.index + whole.length;
      return [{ chunk, what: what.toLowerCase(), value, from: to - value.length, to }];
    }),
  );
}

function headerFinding(file: ModelFile, { chunk, what, value, from, to }: Told): Finding {
  const range = { start: chunk.start + from, end: chunk.start + to };
  return {
    at: { file, range },
    message: `The file tells the device's ${what}.`,
    fixes: [
      {
        id: "mask",
        title: `Overwrite the ${what}`,
        changes: [{ kind: "text", file, edit: { range, newText: value.replace(/\w/g, "X") } }],
      },
    ],
  };
}
