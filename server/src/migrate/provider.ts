import type { Model } from "../model/model.ts";
import type { TextEdit } from "../text/edit.ts";
import { answerProblem } from "./answer-check.ts";
import { tunnels } from "./discover.ts";
import { editsOf, type FileText, modelAfter } from "./end-state.ts";
import { makePlan } from "./make-plan.ts";
import { offers } from "./offers.ts";
import type { Answers, Plan, Stage, Target, Tunnel } from "./plan.ts";
import { stageScripts } from "./stages.ts";
import { verify } from "./verify.ts";

/** What code actions and the wizard ask; see features/migrations.ts. */
export const migrationProvider = {
  discover: tunnels,
  offer: (tunnel: Tunnel, model: Model) => offers(model, tunnel),
  plan: (tunnel: Tunnel, target: Target, model: Model, answers: Answers) =>
    makePlan(tunnel, target, { model, answers }),
  /** Undefined when a part of the plan cannot be written: half a migration is none. */
  edits: (
    plan: Plan,
    model: Model,
    stage?: Stage,
  ): readonly { readonly file: string; readonly edits: readonly TextEdit[] }[] | undefined => {
    const { files, refused } = editsOf(plan, model, stage);
    if (refused.length > 0) return undefined;
    return files.map(({ file, edits }) => ({ file: file.path, edits }));
  },
  script: (plan: Plan, model: Model, stage: Stage): string | undefined =>
    stageScripts(plan, model)[stage].text,
  verify: (plan: Plan, model: Model, after: readonly FileText[]) =>
    verify(plan, model, modelAfter(model, after)),
  answerProblem,
};
