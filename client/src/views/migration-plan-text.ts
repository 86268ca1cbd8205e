import type {
  MigrateDifference,
  MigratePlan,
  MigratePreview,
  MigrateProof,
  MigrateStage,
} from "../../../server/src/protocol.ts";

const STAGES: readonly (readonly [MigrateStage, string])[] = [
  ["parallel", "Stage 1: the new tunnel beside the old one"],
  ["cutover", "Stage 2: traffic changes over"],
  ["decommission", "Stage 3: the old tunnel goes"],
];

/** The plan as Markdown, for people to read before and after. */
export function planText(plan: MigratePlan, preview?: MigratePreview): string {
  const { problems, meant, undecided, against } = sorted(preview?.proof);
  const parts = [
    `# ${plan.title}`,
    ...STAGES.map(([stage, title]) =>
      section(
        title,
        plan.steps
          .filter((step) => step.stage === stage)
          .map(({ text, reason }) => `**${text}** – ${reason}`),
      ),
    ),
    section(
      "Only you know",
      plan.inputs
        .filter(({ name, isOptional }) => preview?.missingInputs.includes(name) ?? !isOptional)
        .map(({ name, description }) => `\`<${name.toUpperCase()}>\`: ${description}`),
    ),
    section("Mind", plan.warnings),
    section("Look at by hand", plan.review),
    section("What speaks against it", [...problems, ...against.map(inWords)]),
    section("Packets that go another way than before", meant.map(inWords)),
    section("Packets whose way cannot be decided", undecided.map(inWords)),
    ...plan.clientFiles.map(({ fileName, text }) => `## ${fileName}\n\n\`\`\`\n${text.trimEnd()}\n\`\`\``),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [`## ${title}`, "", ...lines.map((line) => `- ${line}`)].join("\n");
}

/** Nothing is wrong, and no packet takes another way than the plan means. */
export function isProved({ proof }: MigratePreview): boolean {
  const { problems, against } = sorted(proof);
  return problems.length + against.length === 0;
}

/** What the comparison has shown, and what is left to fill in. */
export function proofSentence({ proof, missingInputs }: MigratePreview): string {
  const { problems, meant, undecided, against } = sorted(proof);
  const [problem, ...others] = [...problems, ...against.map(inWords)];
  if (problem !== undefined)
    return `Not proved: ${problem}${others.length === 0 ? "" : ` (and ${others.length} more)`}`;
  const ways = [
    ...(meant.length === 0 ? [] : [`${goOrGoes(meant.length)} another way, as the plan means it`]),
    ...(undecided.length === 0 ? [] : [`the way of ${undecided.length} cannot be decided`]),
  ];
  const flows = `${proof?.flows ?? 0} kinds of packets compared: ${ways.join(", and ") || "all go as before"}.`;
  const open = missingInputs.map((name) => `<${name.toUpperCase()}>`).join(", ");
  return open === "" ? flows : `${flows} Left to fill in: ${open}.`;
}

function goOrGoes(count: number): string {
  return `${count} ${count === 1 ? "goes" : "go"}`;
}

interface SortedProof {
  readonly problems: readonly string[];
  readonly meant: readonly MigrateDifference[];
  readonly undecided: readonly MigrateDifference[];
  /** No reason of the plan explains them. */
  readonly against: readonly MigrateDifference[];
}

/** What is not decided does not go as meant, and does not speak against the plan either where a reason explains it. */
function sorted({ problems = [], differences = [] }: Partial<MigrateProof> = {}): SortedProof {
  const explained = differences.filter(({ reason }) => reason !== undefined);
  return {
    problems,
    meant: explained.filter(({ isUndecided }) => !isUndecided),
    undecided: explained.filter(({ isUndecided }) => isUndecided),
    against: differences.filter(({ reason }) => reason === undefined),
  };
}

function inWords({ message, reason }: MigrateDifference): string {
  return reason === undefined ? message : `${message} (${reason})`;
}
