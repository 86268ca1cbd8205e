import { type CodeAction, CodeActionKind } from "vscode-languageserver-types";
import type { Plan, Tunnel } from "../migrate/plan.ts";
import type { Range } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { commandAt } from "./at-cursor.ts";
import { type CodeActionTools, toWorkspaceEdit } from "./code-actions.ts";
import { isRefusal, type MigrationProvider, subjectOf, TARGET_TITLES, tunnelsOfItem } from "./migrations.ts";

/** "Migrate … to …" for the tunnel under the cursor: the finished state as one edit; what cannot be is told greyed out. */
export function migrationActions(
  analysis: Analysis,
  file: AnalysedFile,
  range: Range,
  tools: CodeActionTools,
): CodeAction[] {
  const { migrations } = tools;
  const command = migrations && commandAt(analysis.model, file, range.start);
  const item = command && analysis.itemOf(command);
  if (!migrations || !item) return [];
  return tunnelsOfItem(migrations, analysis, item).flatMap((tunnel) =>
    actionsOfTunnel(analysis, tunnel, migrations, tools),
  );
}

function actionsOfTunnel(
  analysis: Analysis,
  tunnel: Tunnel,
  migrations: MigrationProvider,
  tools: CodeActionTools,
): CodeAction[] {
  return migrations.offer(tunnel, analysis.model).flatMap((offer): CodeAction[] => {
    const title = `Migrate \`${tunnel.name}\` to ${TARGET_TITLES[offer.target]}`;
    const kind = CodeActionKind.RefactorRewrite;
    if (!offer.isPossible) return [{ title, kind, disabled: { reason: offer.reason } }];
    const plan = migrations.plan(tunnel, offer.target, analysis.model, {});
    if (isRefusal(plan)) return [{ title, kind, disabled: { reason: plan.reason } }];
    return actionOfPlan(analysis, plan, { title, kind }, migrations, tools);
  });
}

function actionOfPlan(
  analysis: Analysis,
  plan: Plan,
  base: Pick<CodeAction, "title"> & { kind: string },
  migrations: MigrationProvider,
  tools: CodeActionTools,
): CodeAction[] {
  const edits = migrations.edits(plan, analysis.model);
  if (!edits) return [];
  const action: CodeAction = { ...base, edit: toWorkspaceEdit(analysis, edits, plan, tools.traits) };
  const [only] = edits;
  if (tools.migrateCommand === undefined || !only) return [action];
  const wizard: CodeAction = {
    title: `${base.title}, step by step…`,
    kind: base.kind,
    command: {
      title: base.title,
      command: tools.migrateCommand,
      arguments: [only.file, subjectOf(plan.tunnel), plan.target],
    },
  };
  return [action, wizard];
}
