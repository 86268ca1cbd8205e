import type { MigratePlan, MigratePreview, MigrateStage } from "../../../server/src/protocol.ts";

const STAGES: readonly (readonly [MigrateStage, string])[] = [
  ["parallel", "Stage 1: the new tunnel beside the old one"],
  ["cutover", "Stage 2: traffic changes over"],
  ["decommission", "Stage 3: the old tunnel goes"],
];

/** The plan as Markdown, for people to read before and after. */
export function planText(plan: MigratePlan, preview?: MigratePreview): string {
  const proof = preview?.proof;
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
    section("What speaks against it", proof?.problems ?? []),
    section("Packets that go another way than before", proof?.differences ?? []),
    ...plan.clientFiles.map(({ fileName, text }) => `## ${fileName}\n\n\`\`\`\n${text.trimEnd()}\n\`\`\``),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [`## ${title}`, "", ...lines.map((line) => `- ${line}`)].join("\n");
}

/** What the comparison has shown, and what is left to fill in. */
export function proofSentence({ proof, missingInputs }: MigratePreview): string {
  const [problem] = proof?.problems ?? [];
  if (problem !== undefined) {
    const more = (proof?.problems.length ?? 1) - 1;
    return `Not proved: ${problem}${more === 0 ? "" : ` (and ${more} more)`}`;
  }
  const differences = proof?.differences.length ?? 0;
  const flows = `${proof?.flows ?? 0} kinds of packets compared: ${
    differences === 0
      ? "all go as before"
      : `${differences} ${differences === 1 ? "goes" : "go"} another way, as the plan means it`
  }.`;
  const open = missingInputs.map((name) => `<${name.toUpperCase()}>`).join(", ");
  return open === "" ? flows : `${flows} Left to fill in: ${open}.`;
}
