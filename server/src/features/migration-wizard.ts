import type { Answers, Stage, Target } from "../migrate/plan.ts";
import { applyEdits } from "../text/edit.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { isRefusal, type MigrationProvider, subjectOf, tunnelOf } from "./migrations.ts";
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
  readonly inputs: readonly {
    readonly name: string;
    readonly description: string;
    readonly isSecret: boolean;
    readonly suggestion?: string;
  }[];
  readonly warnings: readonly string[];
  readonly clientFiles: readonly { readonly fileName: string; readonly text: string }[];
}

export interface PreviewView {
  readonly files: readonly { readonly uri: string; readonly text: string }[];
  readonly missingInputs: readonly string[];
  readonly script?: string;
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
      title: `${tunnel.kind} \`${tunnel.name}\``,
      at: placeOf(analysis, tunnel.item) ?? { file: file.path, line: 0, character: 0 },
      targets: provider.offer(tunnel, analysis.model),
    };
  });
}

/** Undefined when the tunnel is gone; a refusal is a plan without steps that says why. */
export function migrationPlan(
  provider: MigrationProvider | undefined,
  analysis: Analysis,
  { subject, target, inputs = {} }: WizardRequest,
): PlanView | undefined {
  const tunnel = provider && tunnelOf(provider, analysis, subject);
  if (!provider || !tunnel) return undefined;
  const plan = provider.plan(tunnel, target, analysis.model, inputs);
  const title = `${tunnel.name} → ${target}`;
  if (isRefusal(plan)) return { title, steps: [], inputs: [], warnings: [plan.reason], clientFiles: [] };
  return {
    title,
    steps: plan.steps.map(({ stage, title: text, reason }) => ({ stage, text, reason })),
    inputs: plan.inputs.map((input) => ({ ...input, isSecret: input.isSecret === true })),
    warnings: [...plan.warnings, ...plan.review].map(({ message }) => message),
    clientFiles: plan.clientFiles,
  };
}

export function migrationPreview(
  provider: MigrationProvider | undefined,
  analysis: Analysis,
  { subject, target, inputs = {}, stage }: WizardRequest,
): PreviewView | undefined {
  const tunnel = provider && tunnelOf(provider, analysis, subject);
  const plan = tunnel && provider.plan(tunnel, target, analysis.model, inputs);
  if (!plan || isRefusal(plan)) return undefined;
  const changed = provider.edits(plan, analysis.model, stage);
  if (changed === undefined) return undefined;
  const files = changed.flatMap(({ file, edits }) => {
    const text = analysis.file(file)?.text;
    return text === undefined ? [] : [{ uri: file, text: applyEdits(text, edits) }];
  });
  const script = stage === undefined ? undefined : provider.script(plan, analysis.model, stage);
  return {
    files,
    missingInputs: plan.inputs.map(({ name }) => name),
    ...(script === undefined ? {} : { script }),
  };
}
