import { wrap } from "../report/stylish.ts";
import type { MigrationOutcome, TunnelOutcome } from "../service.ts";
import { joinAlike, type Line, lineOf } from "./alike.ts";
import { widthOf } from "./colour.ts";
import type { CliIo } from "./io.ts";
import { isTunnelProved } from "./migrate-proof.ts";

/** What was done and why, what is missing, what to know, what was proved; for people. */
export function printSummary({ tunnels }: MigrationOutcome, io: CliIo): void {
  const write = (line: string) => io.err.write(`${line}\n`);
  if (tunnels.length === 0) write("Nothing to move: no PPTP or L2TP tunnel in this file.");
  for (const tunnel of tunnels) for (const line of linesOf(tunnel)) write(folded(line, widthOf(io.err)));
}

/** One line at the terminal's width; what follows stands below the text of its bullet. */
function folded(line: string, width: number): string {
  const [, indent = "", text = ""] = /^(\s*(?:- )?)([\s\S]*)$/.exec(line) ?? [];
  if (text === "") return line;
  return `${indent}${wrap(text, width - indent.length).join(`\n${" ".repeat(indent.length)}`)}`;
}

function linesOf(tunnel: TunnelOutcome): readonly string[] {
  const head = `${tunnel.name} (${tunnel.kind}) to ${tunnel.target}`;
  if (tunnel.refusal !== undefined) return [`${head}: not done. ${tunnel.refusal}`, ""];
  return [
    head,
    ...stageLines(tunnel),
    ...inputLines(tunnel),
    ...section("Mind", joinAlike(tunnel.warnings.map(lineOf))),
    ...section("Look at by hand", joinAlike(tunnel.review.map(lineOf))),
    ...section("By hand, no script can", handWork(tunnel)),
    ...proof(tunnel),
    "",
  ];
}

const STAGES = {
  parallel: "First, beside the old tunnel",
  cutover: "Then traffic moves",
  decommission: "At last the old tunnel goes",
} as const;

function stageLines({ kind, steps }: TunnelOutcome): readonly string[] {
  return (["parallel", "cutover", "decommission"] as const).flatMap((stage) => {
    const lines = steps
      .filter((step) => step.stage === stage)
      .map(({ title, reason }) => lineOf(`${title}. ${reason}`));
    const isUsersOwn = stage === "cutover" && lines.length === 0 && kind.endsWith("-server");
    return section(STAGES[stage], isUsersOwn ? [BY_USERS] : joinAlike(lines));
  });
}

/** Else the numbers of the scripts, 1 and 3, look as if one were missing. */
const BY_USERS =
  "Each user moves over on the own device; nothing has to run on the router, so stage 2 has no script.";

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  - ${line}`)];
}

/** What waits for an answer, what got one by itself, and what no answer is taken for. */
function inputLines({ inputs }: TunnelOutcome): readonly string[] {
  const secrets = inputs.filter(({ isSecret }) => isSecret === true);
  const open = inputs.filter((input) => !secrets.includes(input));
  const filled = open.filter(({ suggestion }) => suggestion !== undefined);
  const missing = open.filter((input) => !filled.includes(input));
  return [
    ...section("Missing, give with --set", joinAlike(missing.map(inputLine))),
    ...section(
      "Missing, put in on the router, since no file holds secrets",
      joinAlike(secrets.map(inputLine)),
    ),
    ...section("Filled in; check, and change with --set", joinAlike(filled.map(inputLine))),
  ];
}

/** Its name is what the answer needs, so that is what others alike are told by. */
function inputLine({ name, description, suggestion }: TunnelOutcome["inputs"][number]): Line {
  const now = suggestion === undefined ? "" : ` (now ${suggestion})`;
  return { text: `${name}${now}: ${description}`, about: `${name}${now}`, gist: lineOf(description).gist };
}

function handWork({ scripts }: TunnelOutcome): readonly string[] {
  return scripts === undefined ? [] : [...new Set(Object.values(scripts).flatMap(({ byHand }) => byHand))];
}

/** How many differences are listed. */
const MOST = 12;

function proof(tunnel: TunnelOutcome): readonly string[] {
  const { verification } = tunnel;
  if (verification === undefined) return [];
  const { problems, differences, flows } = verification;
  const open = differences.filter(({ reason }) => reason === undefined);
  const explained = differences.filter(({ reason }) => reason !== undefined);
  const undecided = explained.filter(({ isUndecided }) => isUndecided);
  const reasons = [...new Set(explained.map(({ reason }) => reason))].map(
    (reason) => `${explained.filter((each) => each.reason === reason).length} × ${reason}`,
  );
  const counts = [
    `${flows} sampled flows: ${flows - differences.length} go the same way`,
    `${explained.length - undecided.length} differ as meant`,
    ...(undecided.length === 0 ? [] : [`${undecided.length} cannot be decided`]),
    `${open.length} differ otherwise`,
  ].join(", ");
  const isMostlyOpen = undecided.length * 2 > flows;
  const more = open.length > MOST ? [`${open.length - MOST} more`] : [];
  return [
    ...section(proofTitle(tunnel, isMostlyOpen), [
      problems.length === 0
        ? "reads back whole, no name leads nowhere that did not before, every word exists in this version, management stays open"
        : "see below",
      counts,
      ...reasons,
    ]),
    ...section("Flows that differ", [...open.slice(0, MOST).map(({ message }) => message), ...more]),
    ...section("Not right", problems),
  ];
}

/** "Checked" alone would promise more than a comparison that most packets were left out of. */
function proofTitle(tunnel: TunnelOutcome, isMostlyOpen: boolean): string {
  if (!isTunnelProved(tunnel)) return "Checked, and not proved";
  return isMostlyOpen ? "Checked, though the way of most packets cannot be decided" : "Checked";
}
