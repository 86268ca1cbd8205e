import type { InputNeeded } from "../edit/change.ts";
import type { FileEdits } from "../lint/finding.ts";
import type { FileText } from "../migrate/end-state.ts";
import type { Answers, Offer, Plan, Refusal, Stage, Target, Tunnel } from "../migrate/plan.ts";
import type { Verification } from "../migrate/verify.ts";
import type { Item, Model } from "../model/model.ts";
import type { Analysis } from "./analysis.ts";

/** What code actions and the wizard ask of migrations; given to the service from outside. */
export interface MigrationProvider {
  /** Everything in the model that can be asked to move. */
  discover(model: Model): readonly Tunnel[];
  offer(tunnel: Tunnel, model: Model): readonly Offer[];
  plan(tunnel: Tunnel, target: Target, model: Model, answers: Answers): Plan | Refusal;
  /** The files rewritten into the finished state, or into the state after one stage. */
  edits(plan: Plan, model: Model, stage?: Stage): readonly FileEdits[] | undefined;
  /** Runnable on the router, with its rollback. */
  script(plan: Plan, model: Model, stage: Stage): string | undefined;
  /** Compares the router before with the finished state; `after` are its texts. */
  verify(plan: Plan, model: Model, after: readonly FileText[]): Verification;
  answerProblem(input: Pick<InputNeeded, "kind" | "choices">, answer: string): string | undefined;
}

export function isRefusal(plan: Plan | Refusal): plan is Refusal {
  return "kind" in plan && plan.kind === "refusal";
}

/** A name of a tunnel that survives edits elsewhere: its kind and its name. */
export function subjectOf(tunnel: Tunnel): string {
  return `${tunnel.kind}#${tunnel.name}`;
}

export function tunnelOf(
  provider: MigrationProvider,
  analysis: Analysis,
  subject: string,
): Tunnel | undefined {
  return provider.discover(analysis.model).find((tunnel) => subjectOf(tunnel) === subject);
}

/** The tunnels that an item is, or belongs to. */
export function tunnelsOfItem(
  provider: MigrationProvider,
  analysis: Analysis,
  item: Item,
): readonly Tunnel[] {
  return provider.discover(analysis.model).filter((tunnel) => isPartOf(item, tunnel));
}

export const TARGET_TITLES: Readonly<Record<Target, string>> = {
  wireguard: "WireGuard",
  ikev2: "IKEv2/IPsec",
  openvpn: "OpenVPN",
};

/** The client, the server's settings, or one of its bindings. */
function isPartOf(item: Item, tunnel: Tunnel): boolean {
  const isSettings = item.origin !== "add" && item.menu === tunnel.item.menu && tunnel.item.origin !== "add";
  return tunnel.item === item || isSettings || (tunnel.bindings ?? []).includes(item);
}
