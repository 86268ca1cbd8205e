import type { Change } from "../edit/change.ts";
import { type EditPlan, planEdits } from "../edit/render-edits.ts";
import { buildModel } from "../model/build-model.ts";
import type { Model } from "../model/model.ts";
import { parse } from "../syntax/parser.ts";
import { applyEdits } from "../text/edit.ts";
import type { Plan, Stage } from "./plan.ts";
import { withoutStatusNotes } from "./status-notes.ts";

/** The export rewritten into the finished state, or into the state after one stage. */
export function editsOf(plan: Plan, model: Model, stage?: Stage): EditPlan {
  return planEdits(model, changesOf(plan, stage));
}

/** What the export has to say after a stage; the finished state leaves out what stood there only for the change. */
export function changesOf(plan: Plan, stage?: Stage): readonly Change[] {
  if (stage === undefined || stage === "decommission")
    return withoutStatusNotes(plan.steps.flatMap((step) => step.changes));
  const stages: readonly Stage[] = stage === "parallel" ? ["parallel"] : ["parallel", "cutover"];
  return plan.steps
    .filter((step) => stages.includes(step.stage))
    .flatMap((step) => step.script ?? step.changes.map((change) => ({ kind: "change" as const, change })))
    .flatMap((each) => (each.kind === "change" ? [each.change] : []));
}

export interface FileText {
  readonly path: string;
  readonly text: string;
}

export function textsAfter(model: Model, edits: EditPlan): readonly FileText[] {
  return model.files.map((file) => {
    const own = edits.files.find((each) => each.file === file)?.edits ?? [];
    return { path: file.path, text: applyEdits(file.text, own) };
  });
}

/** The same router with other texts, read under the same schema. */
export function modelAfter(model: Model, texts: readonly FileText[]): Model {
  return buildModel(
    texts.map(({ path, text }) => {
      const before = model.files.find((file) => file.path === path);
      return { path, text, tree: parse(text), wasWhole: before?.wasWhole === true };
    }),
    { schema: model.schema },
  );
}
