import type { TextEdit } from "vscode-languageserver-types";
import type { Answers, Plan, Stage, Target } from "../migrate/plan.ts";
import { type InputView, viewOfInput } from "../migrate/run.ts";
import type { ToldDifference } from "../migrate/verify.ts";
import { applyEdits } from "../text/edit.ts";
import type { AnalysedFile, Analyser, Analysis } from "./analysis.ts";
import { newErrors } from "./migration-proof.ts";
import { isRefusal, type MigrationProvider, subjectOf, TARGET_TITLES, tunnelOf } from "./migrations.ts";
import { toRange } from "./place.ts";
import { placeOf, type SourcePlace } from "./source-place.ts";

export interface OfferView {
  readonly subject: string;
  readonly title: string;
  readonly at: SourcePlace;
  readonly targets: readonly {
    readonly target: Target;
    readonly isPossible: boolean;
    readonly isRecommended: boolean;
    readonly reason: string;
  }[];
}

export interface PlanView {
  readonly title: string;
  readonly steps: readonly { readonly stage: Stage; readonly text: string; readonly reason: string }[];
  readonly inputs: readonly InputView[];
  readonly warnings: readonly string[];
  readonly review: readonly string[];
  readonly clientFiles: readonly { readonly fileName: string; readonly text: string }[];
  readonly refusal?: string;
}

export interface PreviewView {
  readonly files: readonly {
    readonly uri: string;
    readonly text: string;
    readonly edits: readonly TextEdit[];
  }[];
  readonly missingInputs: readonly string[];
  readonly script?: string;
  readonly proof?: {
    readonly problems: readonly string[];
    readonly differences: readonly ToldDifference[];
    readonly flows: number;
  };
}

export interface WizardRequest {
  readonly subject: string;
  readonly target: Target;
  readonly inputs?: Answers;
  /** Absent: the finished state. */
  readonly stage?: Stage;
}

export function migrationOffers(
  provider: MigrationProvider | undefined,
  analysis: Analysis,
  file: AnalysedFile,
): OfferView[] {
  if (!provider) return [];
  return provider.discover(analysis.model).map((tunnel) => {
    return {
      subject: subjectOf(tunnel),
      // "PPTP server" is what it is and its name in one.
      title: tunnel.kind.endsWith("-server") ? tunnel.name : `${tunnel.kind} \`${tunnel.name}\``,
      at: placeOf(analysis, tunnel.item) ?? { file: file.path, line: 0, character: 0 },
      targets: provider.offer(tunnel, analysis.model),
    };
  });
}

/** Undefined when the tunnel is gone. */
export function migrationPlan(
  provider: MigrationProvider | undefined,
  analysis: Analysis,
  { subject, target, inputs = {} }: WizardRequest,
): PlanView | undefined {
  const tunnel = provider && tunnelOf(provider, analysis, subject);
  if (!provider || !tunnel) return undefined;
  const plan = provider.plan(tunnel, target, analysis.model, inputs);
  const title = `${tunnel.name} → ${TARGET_TITLES[target]}`;
  if (isRefusal(plan)) {
    const nothing = { steps: [], inputs: [], warnings: [], review: [], clientFiles: [] };
    return { title, refusal: plan.reason, ...nothing };
  }
  return {
    title,
    steps: plan.steps.map(({ stage, title: text, reason }) => ({ stage, text, reason })),
    inputs: plan.asked.map(viewOfInput),
    warnings: plan.warnings.map(({ message }) => message),
    review: plan.review.map(({ message }) => message),
    clientFiles: plan.clientFiles,
  };
}

export function migrationPreview(
  provider: MigrationProvider | undefined,
  analyser: Analyser,
  analysis: Analysis,
  { subject, target, inputs = {}, stage }: WizardRequest,
): PreviewView | undefined {
  const tunnel = provider && tunnelOf(provider, analysis, subject);
  const plan = tunnel && provider.plan(tunnel, target, analysis.model, inputs);
  if (!plan || isRefusal(plan)) return undefined;
  const changed = provider.edits(plan, analysis.model, stage);
  if (changed === undefined) return undefined;
  const files = changed.flatMap(({ file: path, edits }) => {
    const file = analysis.file(path);
    if (file === undefined) return [];
    const own = edits.map(({ range, newText }) => ({ range: toRange(file, range), newText }));
    return [{ uri: path, text: applyEdits(file.text, edits), edits: own }];
  });
  const script = stage === undefined ? undefined : provider.script(plan, analysis.model, stage);
  return {
    files,
    missingInputs: plan.inputs.map(({ name }) => name),
    ...(script === undefined ? {} : { script }),
    ...(stage === undefined && { proof: proofOf(provider, analyser, analysis, plan, files) }),
  };
}

function proofOf(
  provider: MigrationProvider,
  analyser: Analyser,
  analysis: Analysis,
  plan: Plan,
  changed: PreviewView["files"],
): NonNullable<PreviewView["proof"]> {
  const after = analysis.files.map(({ path, text }) => ({
    path,
    text: changed.find(({ uri }) => uri === path)?.text ?? text,
  }));
  const { problems, differences, flows } = provider.verify(plan, analysis.model, after);
  return {
    problems: [...problems, ...newErrors(analyser, analysis, after)],
    differences,
    flows,
  };
}
