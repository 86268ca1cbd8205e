import type { ModelFile } from "../../model/model.ts";
import { type Chunk, rangeOf, type SyntaxProblem } from "../../syntax/tree.ts";
import { withProblems } from "../facts/problem-chunks.ts";
import { templateMark } from "../facts/template-marks.ts";
import { defineRule, type Finding } from "../rule.ts";

/** The parser's problems; positions and words follow the router's own `:parse`. */
export const syntaxError = defineRule({
  id: "syntax-error",
  group: "language",
  title: "Syntax error",
  severity: "error",
  why: "RouterOS stops an import at the first line it cannot read, and everything after it is missing from the router.",
  advice: "Correct the text at the marked place.",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip address\nadd address=(192.168.88.1 interface=ether2\n",
  good: "/ip address\nadd address=192.168.88.1/24 interface=ether2\n",
  on: "model",
  check(model) {
    return model.files.flatMap((file) => {
      const chunks = model.inChunks(file, withProblems);
      const marks = chunks.map(templateMark);
      const written = chunks.filter((_, i) => marks[i] === undefined);
      return [
        ...inTemplate(
          file,
          marks.flatMap((mark) => mark ?? []),
        ),
        ...problemsIn(file, written),
      ];
    });
  },
});

/** What an engine fills in is no mistake of its own; it is told once a file. */
function inTemplate(file: ModelFile, marks: readonly Parameters<typeof rangeOf>[0][]): Finding[] {
  const [first] = marks;
  if (first === undefined) return [];
  const more = marks.length === 1 ? "" : `, nor ${marks.length - 1} more of its statements`;
  return [
    {
      at: { file, range: rangeOf(first) },
      message: `This file is a template: RouterOS cannot read this${more}. Check what it is filled in to.`,
    },
  ];
}

function problemsIn(file: ModelFile, chunks: readonly Chunk[]): Finding[] {
  let isRead = true;
  return chunks.flatMap((chunk) =>
    chunk.problems.flatMap((problem) => {
      // Behind a closing brace too many the router reads nothing more, and says nothing of it.
      if (!isRead) return [];
      if (problem.severity === "warning") isRead = false;
      return [
        {
          at: { file, range: rangeOf(problem) },
          severity: problem.severity ?? ("error" as const),
          message: `${sentence(problem.message)}${problem.hint === undefined ? "" : `; ${problem.hint}`}.`,
          related: opening(problem, file),
        },
      ];
    }),
  );
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

/** The bracket that is still open, which may stand many lines ahead of where the router notices. */
function opening({ chunk, opener }: SyntaxProblem, file: ModelFile): NonNullable<Finding["related"]> {
  if (opener === undefined) return [];
  return [{ at: { file, range: rangeOf({ chunk, ...opener }) }, message: "opened here, and not closed" }];
}
