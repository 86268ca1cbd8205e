import { commands, Disposable, ProgressLocation, type TextDocument, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  COMMANDS,
  MIGRATE_OFFERS,
  MIGRATE_PLAN,
  MIGRATE_PREVIEW,
  type MigrateOffer,
  type MigratePlan,
  type MigratePlanParams,
  type MigratePreview,
  type MigratePreviewParams,
  type MigrationTarget,
} from "../../../server/src/protocol.ts";
import { createMigrationDocuments, type MigrationDocuments } from "../views/migration-documents.ts";
import { askInputs, pickOutcome, pickTarget, pickTunnel, reasonsText } from "../views/migration-picks.ts";
import { isProved, planText, proofSentence } from "../views/migration-plan-text.ts";

/**
 * The wizard: which tunnel, where to, what of it, what only the user knows; then a comparison before anything is
 * written.
 */
export function registerMigrate(client: BaseLanguageClient): Disposable {
  const documents = createMigrationDocuments(client);
  return Disposable.from(
    documents,
    commands.registerCommand(
      COMMANDS.migrate,
      (uri?: string, subject?: string, target?: MigrationTarget, stage?: "finished") =>
        migrate({ client, documents }, { uri, subject, target, isFinished: stage === "finished" }),
    ),
    commands.registerCommand(COMMANDS.applyMigration, () => documents.apply()),
  );
}

interface Tools {
  readonly client: BaseLanguageClient;
  readonly documents: MigrationDocuments;
}

/** What whoever opens the wizard knows already. */
interface Told {
  readonly uri: string | undefined;
  readonly subject: string | undefined;
  readonly target: MigrationTarget | undefined;
  /** Nobody is asked which stage. */
  readonly isFinished: boolean;
}

async function migrate(tools: Tools, told: Told): Promise<void> {
  const { client } = tools;
  const active = window.activeTextEditor?.document;
  const isOurs = active?.languageId === "routeros";
  const uri = told.uri ?? (isOurs ? client.code2ProtocolConverter.asUri(active.uri) : undefined);
  if (uri === undefined) return;
  const choice = await choose(tools, uri, told);
  if (choice === undefined) return;
  const params: MigratePlanParams = { uri, ...choice };
  const plan = await client.sendRequest<MigratePlan | null>(MIGRATE_PLAN, params);
  if (plan === null) return;
  if (plan.refusal !== undefined) return void window.showWarningMessage(`${plan.title}: ${plan.refusal}`);
  const outcome = told.isFinished ? "finished" : await pickOutcome(plan);
  if (outcome === undefined) return;
  if (outcome === "plan") return tools.documents.showText(`${plan.title}.md`, planText(plan));
  const inputs = await askInputs(client, plan, outcome);
  if (inputs === undefined) return;
  if (outcome === "finished") return finish(tools, { ...params, inputs });
  for (const stage of outcome) await showScript(tools, { ...params, inputs, stage });
}

async function choose(
  { client, documents }: Tools,
  uri: string,
  told: Told,
): Promise<Pick<MigratePlanParams, "subject" | "target"> | undefined> {
  const { subject, target } = told;
  if (subject !== undefined && target !== undefined) return { subject, target };
  const offers = await client.sendRequest<readonly MigrateOffer[]>(MIGRATE_OFFERS, { uri });
  const offer = await pickTunnel(offers.filter((each) => subject === undefined || each.subject === subject));
  const picked = offer === undefined ? undefined : (target ?? (await pickTarget(offer)));
  if (offer === undefined || picked === undefined) return undefined;
  if (picked !== "reasons") return { subject: offer.subject, target: picked };
  await documents.showText(`${offer.title.replaceAll(/[`/]/g, "")}.md`, reasonsText(offer));
  return undefined;
}

/** The finished export beside the file as it is; written only when the user says so. */
async function finish({ client, documents }: Tools, request: MigratePreviewParams): Promise<void> {
  const [plan, preview] = await window.withProgress(
    { location: ProgressLocation.Notification, title: "Comparing the ways of packets before and after" },
    () =>
      Promise.all([
        client.sendRequest<MigratePlan | null>(MIGRATE_PLAN, request),
        client.sendRequest<MigratePreview | null>(MIGRATE_PREVIEW, request),
      ]),
  );
  if (plan === null || preview === null)
    return void window.showWarningMessage("A part of this migration cannot be written into the file.");
  await documents.compare(preview, plan.title);
  await offerToApply(documents, plan, preview);
}

async function offerToApply(
  documents: MigrationDocuments,
  plan: MigratePlan,
  preview: MigratePreview,
): Promise<void> {
  const isFine = isProved(preview);
  const apply = isFine ? "Apply" : "Apply All the Same";
  const show = isFine ? window.showInformationMessage : window.showWarningMessage;
  const answer = await show(proofSentence(preview), apply, "Show the Plan");
  if (answer === apply) await documents.apply();
  if (answer === "Show the Plan") await documents.showText(`${plan.title}.md`, planText(plan, preview));
}

/** A script to be read and run on the router, in an editor of its own. */
async function showScript({ client }: Tools, request: MigratePreviewParams): Promise<void> {
  const preview = await client.sendRequest<MigratePreview | null>(MIGRATE_PREVIEW, request);
  if (preview?.script === undefined) return;
  const script: TextDocument = await workspace.openTextDocument({
    language: "routeros",
    content: preview.script,
  });
  await window.showTextDocument(script, { preview: false });
}
