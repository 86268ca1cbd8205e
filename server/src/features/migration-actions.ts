import { type CodeAction, CodeActionKind } from "vscode-languageserver-types";
import type { Offer, Target, Tunnel } from "../migrate/plan.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { commandAt } from "./at-cursor.ts";
import { isRefusal, type MigrationProvider, subjectOf, TARGET_TITLES, tunnelsOfItem } from "./migrations.ts";
import { type CodeActionTools, toWorkspaceEdit } from "./workspace-edit.ts";

export interface MigrationAction {
  readonly target: Target;
  readonly action: CodeAction;
}

/** "Migrate … to …" for the tunnels at the offsets: the finished state as one edit; what cannot be is told greyed out. */
export function migrationActions(
  analysis: Analysis,
  file: AnalysedFile,
  offsets: readonly number[],
  tools: CodeActionTools,
): MigrationAction[] {
  const { migrations } = tools;
  if (!migrations) return [];
  const tunnels = new Map<string, Tunnel>();
  for (const offset of offsets) {
    const command = commandAt(analysis.model, file, offset);
    const item = command && analysis.itemOf(command);
    if (!item) continue;
    for (const tunnel of tunnelsOfItem(migrations, analysis, item)) tunnels.set(subjectOf(tunnel), tunnel);
  }
  return [...tunnels.values()].flatMap((tunnel) =>
    migrations.offer(tunnel, analysis.model).flatMap((offer) =>
      actionsOf(analysis, file, tunnel, offer, migrations, tools).map((action) => ({
        target: offer.target,
        action,
      })),
    ),
  );
}

function actionsOf(
  analysis: Analysis,
  file: AnalysedFile,
  tunnel: Tunnel,
  offer: Offer,
  migrations: MigrationProvider,
  tools: CodeActionTools,
): CodeAction[] {
  const title = `Migrate \`${tunnel.name}\` to ${TARGET_TITLES[offer.target]}`;
  const kind = CodeActionKind.RefactorRewrite;
  if (!offer.isPossible) return [{ title, kind, disabled: { reason: offer.reason } }];
  const plan = migrations.plan(tunnel, offer.target, analysis.model, {});
  if (isRefusal(plan)) return [{ title, kind, disabled: { reason: plan.reason } }];
  const edits = migrations.edits(plan, analysis.model);
  if (!edits) return [];
  const action: CodeAction = {
    title,
    kind,
    // Shown first: moving the tunnel over is the answer, the rest eases the wait.
    ...(offer.isRecommended && { isPreferred: true }),
    edit: toWorkspaceEdit(analysis, edits, plan, tools.traits),
  };
  if (tools.migrateCommand === undefined) return [action];
  const command = {
    title,
    command: tools.migrateCommand,
    arguments: [file.path, subjectOf(tunnel), offer.target],
  };
  return [action, { title: `${title}, step by step…`, kind, command }];
}
