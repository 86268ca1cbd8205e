import { type QuickPickItem, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  MIGRATE_ANSWER,
  type MigrateAnswerParams,
  type MigrateInput,
  type MigrateOffer,
  type MigratePlan,
  type MigrateStage,
  type MigrationTarget,
} from "../../../server/src/protocol.ts";

const TARGETS: Readonly<Record<MigrationTarget, string>> = {
  wireguard: "WireGuard",
  ikev2: "IKEv2/IPsec",
  openvpn: "OpenVPN",
};

export async function pickTunnel(offers: readonly MigrateOffer[]): Promise<MigrateOffer | undefined> {
  if (offers.length === 0) {
    void window.showInformationMessage("There is no PPTP or L2TP tunnel in this file.");
    return undefined;
  }
  if (offers.length === 1) return offers[0];
  const items = offers.map((offer) => ({ label: offer.title.replaceAll("`", ""), offer }));
  const picked = await window.showQuickPick(items, { title: "Migrate which tunnel?", ignoreFocusOut: true });
  return picked?.offer;
}

/** What a list shows in one line; the rest is cut. */
const ONE_LINE = 75;

interface TargetItem extends QuickPickItem {
  readonly offered?: MigrateOffer["targets"][number];
}

/**
 * The recommended one first; what cannot be is listed with its reason, and leads nowhere. Where a reason is too long
 * for a list, all of them can be had as a text.
 */
export async function pickTarget({
  title,
  targets,
}: MigrateOffer): Promise<MigrationTarget | "reasons" | undefined> {
  const items = targets.map((offered): TargetItem => {
    const { target, isPossible, isRecommended, reason } = offered;
    return {
      label: `${isPossible ? "$(arrow-right)" : "$(circle-slash)"} ${TARGETS[target]}`,
      description: isRecommended ? "recommended" : isPossible ? "" : "not possible",
      detail: reason,
      offered,
    };
  });
  const isCut = targets.some(({ reason }) => reason.length > ONE_LINE);
  const reasons: TargetItem[] = isCut ? [{ label: "$(book) Read the reasons in full" }] : [];
  const picked = await window.showQuickPick([...items, ...reasons], {
    title: `Migrate ${title.replaceAll("`", "")} to what?`,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  const { offered } = picked;
  if (offered === undefined) return "reasons";
  if (offered.isPossible) return offered.target;
  void window.showWarningMessage(`${TARGETS[offered.target]} is not possible here: ${offered.reason}`);
  return undefined;
}

/** Where a tunnel can go, and why, as Markdown. */
export function reasonsText({ title, targets }: MigrateOffer): string {
  const parts = targets.map(({ target, isPossible, isRecommended, reason }) => {
    const judged = isRecommended ? " (recommended)" : isPossible ? "" : " (not possible)";
    return `## ${TARGETS[target]}${judged}\n\n${reason}`;
  });
  return `${[`# Migrate ${title} to what?`, ...parts].join("\n\n")}\n`;
}

/** The finished export, scripts of stages, or the plan to read first. */
export type Outcome = "finished" | "plan" | readonly MigrateStage[];

interface OutcomeItem extends QuickPickItem {
  readonly outcome: Outcome;
}

export async function pickOutcome({ title, steps }: MigratePlan): Promise<Outcome | undefined> {
  const count = (stage: MigrateStage) => {
    const own = steps.filter((step) => step.stage === stage).length;
    return `${own} ${own === 1 ? "step" : "steps"}`;
  };
  const items: OutcomeItem[] = [
    {
      label: "$(diff) The finished export",
      detail: "This file as it is when all is done, compared with how it is now.",
      outcome: "finished",
    },
    { label: "$(book) The plan", detail: "Every step with its reason, to read first.", outcome: "plan" },
    {
      label: "$(files) Scripts of all three stages",
      detail: "To run on the router one after the other, each with its way back.",
      outcome: ["parallel", "cutover", "decommission"],
    },
    {
      label: "$(file-code) Stage 1, parallel",
      description: count("parallel"),
      detail: "The new tunnel comes up beside the old one; nothing uses it yet.",
      outcome: ["parallel"],
    },
    {
      label: "$(file-code) Stage 2, cutover",
      description: count("cutover"),
      detail: "Traffic changes over.",
      outcome: ["cutover"],
    },
    {
      label: "$(file-code) Stage 3, decommission",
      description: count("decommission"),
      detail: "The old tunnel goes.",
      outcome: ["decommission"],
    },
  ];
  const picked = await window.showQuickPick(items, { title, matchOnDetail: true, ignoreFocusOut: true });
  return picked?.outcome;
}

/**
 * An empty answer leaves the placeholder standing; Escape leaves the wizard. What may be left out, such as the one
 * device that goes first, is asked for scripts only.
 */
export async function askInputs(
  client: BaseLanguageClient,
  plan: MigratePlan,
  outcome: Outcome,
): Promise<Record<string, string> | undefined> {
  const answers: Record<string, string> = {};
  const asked = plan.inputs.filter(({ isOptional }) => !isOptional || outcome !== "finished");
  for (const [index, input] of asked.entries()) {
    const title = `${plan.title} (${index + 1}/${asked.length})`;
    const answer = await (input.choices === undefined
      ? typeAnswer(client, title, input)
      : pickAnswer(title, input, input.choices));
    if (answer === undefined) return undefined;
    if (answer !== "") answers[input.name] = answer;
  }
  return answers;
}

async function typeAnswer(
  client: BaseLanguageClient,
  title: string,
  input: MigrateInput,
): Promise<string | undefined> {
  const { kind } = input;
  return window.showInputBox({
    title,
    prompt: input.description,
    placeHolder: `${input.name}: leave empty ${input.isOptional ? "where it does not matter" : "to fill it in later"}`,
    password: input.isSecret,
    ignoreFocusOut: true,
    ...(input.suggestion === undefined ? {} : { value: input.suggestion }),
    validateInput: (answer) => {
      const params: MigrateAnswerParams = { answer, ...(kind === undefined ? {} : { kind }) };
      return kind === undefined ? undefined : client.sendRequest<string | null>(MIGRATE_ANSWER, params);
    },
  });
}

async function pickAnswer(
  title: string,
  { description }: MigrateInput,
  choices: readonly string[],
): Promise<string | undefined> {
  return window.showQuickPick([...choices], { title, placeHolder: description, ignoreFocusOut: true });
}
