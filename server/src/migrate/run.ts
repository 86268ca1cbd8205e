import type { InputNeeded } from "../edit/change.ts";
import type { Model } from "../model/model.ts";
import { adviceFor } from "./advice.ts";
import { brokenPart } from "./broken-statements.ts";
import { uniqueName } from "./carry/name.ts";
import { removalPlan } from "./carry/remove-client.ts";
import { slugOf, userNames } from "./carry/user-names.ts";
import { tunnels } from "./discover.ts";
import { editsOf, type FileText, modelAfter, textsAfter } from "./end-state.ts";
import { isRefusal, makePlan } from "./make-plan.ts";
import { offers } from "./offers.ts";
import type {
  Answers,
  ClientFile,
  Offer,
  OwnInputs,
  Plan,
  PlanContext,
  Refusal,
  Stage,
  Target,
  Tunnel,
} from "./plan.ts";
import { type StageScript, stageScripts } from "./stages.ts";
import { planPair } from "./targets/pair.ts";
import { type Verification, verify } from "./verify.ts";

export interface MigrationRequest {
  readonly target: Target;
  /** By name, or `all`; without it every PPTP tunnel, and the L2TP tunnels where there is no PPTP. */
  readonly tunnel?: string;
  /** By input name, or `TUNNEL/INPUT` for one of several tunnels. */
  readonly answers?: Answers;
  /** Compare the ways of packets before and after; on unless told otherwise. */
  readonly isVerified?: boolean;
  /** Is told what begins now: a router with thousands of users takes a while. */
  readonly note?: (step: string) => void;
}

export interface MigrationOutcome {
  readonly files: readonly FileText[];
  readonly tunnels: readonly TunnelOutcome[];
}

/** One tunnel's move in plain data. */
export interface TunnelOutcome {
  readonly name: string;
  readonly kind: Tunnel["kind"];
  readonly target: Target;
  /** Why nothing was done. */
  readonly refusal?: string;
  readonly steps: readonly { readonly stage: Stage; readonly title: string; readonly reason: string }[];
  readonly inputs: readonly InputView[];
  /** Everything that was asked for, answered or not, and what may be told too. */
  readonly asked: readonly InputView[];
  readonly warnings: readonly string[];
  readonly review: readonly string[];
  readonly clientFiles: readonly ClientFile[];
  /** Where both ends move: the input by which the other end asks for this one's public key. */
  readonly ownKey?: string;
  readonly scripts: Readonly<Record<Stage, StageScript>> | undefined;
  readonly verification?: Verification;
}

/** An input as the editor and the command line show it. */
export type InputView = InputNeeded & { readonly isSecret: boolean; readonly isOptional: boolean };

export interface TunnelView {
  readonly name: string;
  readonly kind: Tunnel["kind"];
  readonly isDisabled: boolean;
  readonly offers: readonly Offer[];
  /** What to take and why, one sentence each. */
  readonly advice: readonly string[];
}

export function listTunnels(model: Model): readonly TunnelView[] {
  return tunnels(model).map((tunnel) => ({
    ...{ name: tunnel.name, kind: tunnel.kind, isDisabled: tunnel.isDisabled },
    offers: offers(model, tunnel),
    advice: adviceFor(model, tunnel),
  }));
}

/** Moves one tunnel after the other, each on what the one before has left. */
export function migrate(model: Model, request: MigrationRequest): MigrationOutcome {
  const wanted = wantedTunnels(model, request.tunnel);
  const names = userNames(model);
  const inputs = ownInputs(model, wanted, request);
  let current = model;
  const done: TunnelOutcome[] = [];
  for (const { kind, name } of wanted) {
    const tunnel = tunnels(current).find((each) => each.kind === kind && each.name === name);
    if (tunnel === undefined) continue;
    const own = inputs.get(name);
    const moved = moveOne(current, tunnel, request, {
      userNames: names,
      ...(own === undefined ? {} : { ownInputs: own }),
    });
    done.push(moved.outcome);
    current = moved.model;
  }
  return { files: current.files.map(({ path, text }) => ({ path, text })), tunnels: done };
}

function wantedTunnels(model: Model, name: string | undefined): readonly Tunnel[] {
  const all = tunnels(model);
  const named = all.filter((tunnel) => tunnel.name === name);
  if (named.length > 0 || name === "all") return named.length > 0 ? named : all;
  if (name !== undefined) return [];
  const pptp = all.filter(({ kind }) => kind.startsWith("pptp"));
  return pptp.length > 0 ? pptp : all;
}

/** What the tunnels of one run know of each other. */
type RunContext = Pick<PlanContext, "ownInputs" | "userNames">;

function moveOne(
  model: Model,
  tunnel: Tunnel,
  request: MigrationRequest,
  run: RunContext,
): { readonly outcome: TunnelOutcome; readonly model: Model } {
  request.note?.(`planning the move of ${tunnel.name}`);
  const plan = planFor(model, tunnel, request, run);
  if (isRefusal(plan)) return { outcome: refused(tunnel, request.target, plan.reason), model };
  return carryOut(plan, model, request);
}

function planFor(
  model: Model,
  tunnel: Tunnel,
  { target, tunnel: asked, answers = {} }: MigrationRequest,
  run: RunContext,
): Plan | Refusal {
  const context = { model, answers: answersFor(tunnel, answers), ...run };
  const isSpare =
    asked === undefined &&
    tunnel.isDisabled &&
    tunnel.kind.endsWith("-client") &&
    tunnel.dependents.length === 0;
  const broken = isSpare ? brokenPart(model, tunnel) : undefined;
  if (broken !== undefined) return { kind: "refusal", reason: broken };
  return isSpare ? removalPlan(tunnel, target, context) : makePlan(tunnel, target, context);
}

/** The provider's line and the network are the router's own: one answer counts for every tunnel. */
const ROUTER_WIDE: readonly string[] = ["wan-gateway", "lan", "export-passphrase"];

/** By tunnel name: what clients ask that another tunnel of this run asks, too. */
function ownInputs(
  model: Model,
  wanted: readonly Tunnel[],
  request: MigrationRequest,
): ReadonlyMap<string, OwnInputs> {
  if (wanted.length < 2) return new Map();
  const asked = wanted.map((tunnel) => namesAsked(planFor(model, tunnel, request, {})));
  const found = new Map<string, OwnInputs>();
  for (const [index, { kind, name }] of wanted.entries()) {
    if (!kind.endsWith("-client")) continue;
    const others = new Set(asked.flatMap((names, other) => (other === index ? [] : names)));
    const own = (asked[index] ?? []).filter((each) => others.has(each) && !ROUTER_WIDE.includes(each));
    const taken = [...found.values()].map(({ prefix }) => prefix);
    const prefix = uniqueName(slugOf(name), (each) => taken.includes(each));
    found.set(name, { names: new Set(own), prefix });
  }
  return found;
}

function namesAsked(plan: Plan | Refusal): readonly string[] {
  if (isRefusal(plan)) return [];
  return plan.asked.filter(({ isOptional }) => isOptional !== true).map(({ name }) => name);
}

function carryOut(
  plan: Plan,
  model: Model,
  { isVerified, note }: Pick<MigrationRequest, "isVerified" | "note">,
): { readonly outcome: TunnelOutcome; readonly model: Model } {
  const { name } = plan.tunnel;
  note?.(`writing the move of ${name}`);
  const edits = editsOf(plan, model);
  const [problem] = edits.refused;
  if (problem !== undefined)
    return {
      outcome: refused(plan.tunnel, plan.target, `A part cannot be written: ${problem.reason}`),
      model,
    };
  const after = modelAfter(model, textsAfter(model, edits));
  const outcome = viewOf(plan, model);
  if (isVerified === false) return { outcome, model: after };
  note?.(`proving the move of ${name}`);
  return { outcome: { ...outcome, verification: verify(plan, model, after) }, model: after };
}

export interface PairOutcome {
  /** The file given first, and the other one. */
  readonly own: MigrationOutcome;
  readonly other: MigrationOutcome;
}

/** Both ends of a site-to-site tunnel; a text tells why it cannot be. */
export function migratePair(own: Model, other: Model, request: MigrationRequest): PairOutcome | string {
  const { target, tunnel, answers = {} } = request;
  const pair = planPair(own, other, { target, answers, ...(tunnel === undefined ? {} : { tunnel }) });
  if ("kind" in pair) return pair.reason;
  const moved = (model: Model): MigrationOutcome => {
    const { plan } = pair.caller.model === model ? pair.caller : pair.answerer;
    const { outcome, model: after } = carryOut(plan, model, request);
    return { files: after.files.map(({ path, text }) => ({ path, text })), tunnels: [outcome] };
  };
  return { own: moved(own), other: moved(other) };
}

/** Answers for this tunnel only go before those for all. */
function answersFor({ name }: Tunnel, answers: Answers): Answers {
  const own = Object.entries(answers).flatMap(([key, value]) =>
    key.startsWith(`${name}/`) ? [[key.slice(name.length + 1), value] as const] : [],
  );
  return { ...answers, ...Object.fromEntries(own) };
}

function refused({ name, kind }: Tunnel, target: Target, refusal: string): TunnelOutcome {
  const nothing = {
    steps: [],
    inputs: [],
    asked: [],
    warnings: [],
    review: [],
    clientFiles: [],
    scripts: undefined,
  };
  return { name, kind, target, refusal, ...nothing };
}

export function viewOf(plan: Plan, model: Model): TunnelOutcome {
  const { tunnel, target, warnings, review, clientFiles } = plan;
  return {
    ...{ name: tunnel.name, kind: tunnel.kind, target, clientFiles },
    ...(plan.ownKey === undefined ? {} : { ownKey: plan.ownKey }),
    steps: plan.steps.map(({ stage, title, reason }) => ({ stage, title, reason })),
    inputs: plan.inputs.map(viewOfInput),
    asked: plan.asked.map(viewOfInput),
    warnings: warnings.map(({ message }) => message),
    review: review.map(({ message }) => message),
    scripts: stageScripts(plan, model),
  };
}

export function viewOfInput(input: InputNeeded): InputView {
  return { ...input, isSecret: input.isSecret === true, isOptional: input.isOptional === true };
}
