import { diffArrays } from "diff";
import { tunnels } from "../../server/src/migrate/discover.ts";
import { changesOf } from "../../server/src/migrate/end-state.ts";
import { isRefusal, makePlan } from "../../server/src/migrate/make-plan.ts";
import { offers } from "../../server/src/migrate/offers.ts";
import type { MigrationRequest, TunnelOutcome } from "../../server/src/migrate/run.ts";
import type { Model } from "../../server/src/model/model.ts";
import type { LanguageService } from "../../server/src/service.ts";
import type { Chunk } from "../../server/src/syntax/tree.ts";

type Analysis = ReturnType<LanguageService["analyse"]>;

/** One tunnel moved by the service, as the command line does it. */
export interface Proof {
  readonly outcome: TunnelOutcome;
  readonly text: string;
  readonly after: Analysis;
  /** What must not be, in words; empty when the move is proved. */
  readonly problems: readonly string[];
}

export interface ProofRequest extends MigrationRequest {
  readonly kind: TunnelOutcome["kind"];
  readonly tunnel: string;
}

/** Moves one tunnel of one text and holds the result against everything a migration promises. */
export function prove(
  service: LanguageService,
  before: Analysis,
  { kind, ...request }: ProofRequest,
): Proof | undefined {
  const moved = service.migrate(before, request);
  const outcome = moved.tunnels.find((each) => each.kind === kind);
  const [file] = moved.files;
  if (outcome === undefined || file === undefined) return undefined;
  const unkept = unkeptOffer(before.model, { kind, ...request }, outcome);
  const after = service.analyse([file], before.settings);
  if (outcome.refusal !== undefined) {
    const isSame = moved.tunnels.length > 1 || file.text === before.files[0]?.text;
    return {
      outcome,
      text: file.text,
      after,
      problems: [...unkept, ...(isSame ? [] : ["is refused and yet changes the file"])],
    };
  }
  const { problems = [], differences = [] } = outcome.verification ?? {};
  return {
    outcome,
    text: file.text,
    after,
    problems: [
      ...unkept,
      ...problems.map((problem) => `verify: ${problem}`),
      ...differences.flatMap(({ message, reason }) =>
        reason === undefined ? [`difference: ${message}`] : [],
      ),
      ...newFindings(service, before, after),
      ...(isThere(after.model, { kind, ...request }) ? ["the tunnel is still there"] : []),
      ...touched(before.model, after.model, { kind, ...request }),
      ...secondRun(service, after, { kind, ...request }),
    ],
  };
}

/** What is offered is done, and what is not is refused; answers may ask for what is not offered. */
function unkeptOffer(
  model: Model,
  { kind, tunnel, target, answers = {} }: ProofRequest,
  { refusal }: TunnelOutcome,
): readonly string[] {
  const found = tunnels(model).find((each) => each.kind === kind && each.name === tunnel);
  const offer = found && offers(model, found).find((each) => each.target === target);
  if (offer === undefined || Object.keys(answers).length > 0) return [];
  if (offer.isPossible === (refusal === undefined)) return [];
  return [refusal === undefined ? "is not offered and yet done" : `is offered and yet refused: ${refusal}`];
}

function isThere(model: Model, { kind, tunnel }: ProofRequest): boolean {
  return tunnels(model).some((each) => each.kind === kind && each.name === tunnel && !each.isDisabled);
}

/** Words and names are wrong at any severity; everything else only as an error. */
const WRONG_ANYWAY = new Set([
  ...["unknown-menu", "unknown-command", "unknown-property", "invalid-value", "version-mismatch"],
  ...["undefined-reference", "missing-required", "duplicate-property", "duplicate-name", "syntax-error"],
]);

/** Counted by rule, since messages hold numbers and names that the move itself changes. */
function newFindings(service: LanguageService, before: Analysis, after: Analysis): readonly string[] {
  const bad = (analysis: Analysis) =>
    service.lint(analysis).filter(({ ruleId, severity }) => severity === "error" || WRONG_ANYWAY.has(ruleId));
  const [old, now] = [bad(before), bad(after)];
  const known = new Set(old.map(({ message }) => message));
  const count = (found: typeof old, rule: string) => found.filter(({ ruleId }) => ruleId === rule).length;
  return now
    .filter(({ ruleId, message }) => !known.has(message) && count(now, ruleId) > count(old, ruleId))
    .map(({ ruleId, message }) => `lint: ${ruleId}: ${message}`);
}

/** Statements that are gone or rewritten though the plan does not speak of them, and kept ones that moved. */
function touched(
  before: Model,
  after: Model,
  { kind, tunnel, target, answers = {} }: ProofRequest,
): readonly string[] {
  const found = tunnels(before).find((each) => each.kind === kind && each.name === tunnel);
  const plan = found && makePlan(found, target, { model: before, answers });
  if (plan === undefined || isRefusal(plan)) return [];
  const spoken = new Set(
    changesOf(plan).flatMap((change) =>
      change.kind === "set" || change.kind === "remove"
        ? [change.item.command, ...change.item.changes].map((command) => command?.node.chunk)
        : [],
    ),
  );
  const [old, now] = [statementsOf(before), statementsOf(after)];
  const { lost, gained } = difference(old, now);
  const texts = new Set(gained.map(ownText));
  return lost.flatMap((chunk) => {
    if (texts.has(ownText(chunk))) return [`moves a statement: ${head(chunk)}`];
    const isHeader = chunk.statements.every((each) => each.kind === "command" && isPath(before, each));
    return spoken.has(chunk) || isHeader ? [] : [`touches what the plan does not speak of: ${head(chunk)}`];
  });
}

function isPath(model: Model, node: object): boolean {
  return model.commands.find((each) => each.node === node)?.command === undefined;
}

/** Menu and command only: the values may be secrets. */
function head(chunk: Chunk): string {
  return ownText(chunk).split(/\s+/).slice(0, 4).join(" ");
}

/** Without the comments and blank lines before it, which stay or go with their neighbours. */
function ownText({ text, statements }: Chunk): string {
  return text.slice(statements[0]?.from ?? 0, statements.at(-1)?.to);
}

function statementsOf(model: Model): readonly Chunk[] {
  return model.files.flatMap(({ tree }) => tree.chunks.filter(({ statements }) => statements.length > 0));
}

/** What a longest common sequence of both leaves over. */
function difference(
  old: readonly Chunk[],
  now: readonly Chunk[],
): { readonly lost: readonly Chunk[]; readonly gained: readonly Chunk[] } {
  const lost: Chunk[] = [];
  const gained: Chunk[] = [];
  const parts = diffArrays([...old], [...now], { comparator: (a, b) => ownText(a) === ownText(b) });
  for (const { value, added, removed } of parts) {
    if (removed) lost.push(...value);
    if (added) gained.push(...value);
  }
  return { lost, gained };
}

/** Once more on the result: there is no such tunnel, or nothing to be done to it. */
function secondRun(
  service: LanguageService,
  after: Analysis,
  { kind, ...request }: ProofRequest,
): readonly string[] {
  const again = service.migrate(after, { ...request, isVerified: false });
  const own = again.tunnels.some((each) => each.kind === kind && each.refusal === undefined);
  const isChanged = again.files[0]?.text !== after.files[0]?.text;
  return own && isChanged ? ["changes the file again when run a second time"] : [];
}
