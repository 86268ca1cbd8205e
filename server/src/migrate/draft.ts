import type { InputNeeded } from "../edit/change.ts";
import { placeholderOf } from "../edit/placeholders.ts";
import type { Item } from "../model/model.ts";
import type {
  ClientFile,
  Doors,
  ExpectedChange,
  Plan,
  PlanContext,
  PlanWarning,
  Step,
  Target,
  Tunnel,
  Ways,
} from "./plan.ts";

/** A plan in the making; the parts in carry/ add to it. */
export interface PlanDraft {
  readonly context: PlanContext;
  readonly tunnel: Tunnel;
  readonly target: Target;
  step(step: Step): void;
  /** The answer, else the suggestion, else a placeholder; what is not answered is listed once. */
  input(needed: InputNeeded): string;
  /** An answer that is not needed; undefined without one. */
  option(wanted: InputNeeded): string | undefined;
  /** A placeholder whatever is answered: keys and passwords are never written. */
  secret(needed: Omit<InputNeeded, "isSecret">): string;
  warn(message: string, item?: Item): void;
  review(message: string, item?: Item): void;
  file(file: ClientFile): void;
  expect(change: ExpectedChange): void;
  door(doors: Doors): void;
  /** Told as a warning, too: proving may be left out. */
  lose(message: string): void;
  finish(ways: Ways): Plan;
}

export function createDraft(tunnel: Tunnel, target: Target, context: PlanContext): PlanDraft {
  const steps: Step[] = [];
  const inputs = new Map<string, InputNeeded>();
  const asked = new Map<string, InputNeeded>();
  const warnings: PlanWarning[] = [];
  const review: PlanWarning[] = [];
  const clientFiles: ClientFile[] = [];
  const expected: ExpectedChange[] = [];
  const doors: Doors[] = [];
  const losses: string[] = [];
  return {
    context,
    tunnel,
    target,
    step: (step) => void steps.push(step),
    input: (wanted) => {
      const needed = ownInput(context, wanted);
      addFirst(asked, needed);
      const answer = answerOf(context, wanted.name);
      if (answer !== undefined) return answer;
      addFirst(inputs, needed);
      return needed.suggestion ?? placeholderOf(needed.name);
    },
    option: (wanted) => {
      addFirst(asked, { ...wanted, isOptional: true });
      return answerOf(context, wanted.name);
    },
    secret: (wanted) => {
      const needed = ownInput(context, wanted);
      addFirst(asked, { ...needed, isSecret: true });
      addFirst(inputs, { ...needed, isSecret: true });
      return placeholderOf(needed.name);
    },
    warn: (message, item) => addOnce(warnings, message, item),
    review: (message, item) => addOnce(review, message, item),
    file: (file) => void clientFiles.push(file),
    expect: (change) => void expected.push(change),
    door: (each) => void doors.push(each),
    lose: (message) => {
      addOnce(warnings, message, undefined);
      losses.push(message);
    },
    finish: (ways) => ({
      ...{ tunnel, target, warnings, review, clientFiles, ways, expected, doors, losses },
      steps: [...steps].sort(
        (a, b) =>
          STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) || TURNS.indexOf(a.turn) - TURNS.indexOf(b.turn),
      ),
      inputs: [...inputs.values()],
      asked: [...asked.values()],
    }),
  };
}

const STAGES: readonly Step["stage"][] = ["parallel", "cutover", "decommission"];
const TURNS: readonly Step["turn"][] = ["first", undefined, "last"];

function ownInput<T extends { readonly name: string }>(
  { ownInputs }: PlanContext,
  wanted: T,
): T & { readonly plainName?: string } {
  if (ownInputs?.names.has(wanted.name) !== true) return wanted;
  return { ...wanted, name: `${ownInputs.prefix}-${wanted.name}`, plainName: wanted.name };
}

/** What the user answered, for this tunnel alone or for all; empty answers count as none. */
export function answerOf(context: PlanContext, name: string): string | undefined {
  const { answers } = context;
  for (const key of [ownInput(context, { name }).name, name]) {
    const answer = Object.hasOwn(answers, key) ? answers[key]?.trim() : undefined;
    if (answer !== undefined && answer !== "") return answer;
  }
  return undefined;
}

/** True for values that still hold a placeholder. */
export function isOpen(value: string): boolean {
  return /<[A-Z][A-Z0-9-]*>/.test(value);
}

function addFirst(inputs: Map<string, InputNeeded>, input: InputNeeded): void {
  if (!inputs.has(input.name)) inputs.set(input.name, input);
}

function addOnce(list: PlanWarning[], message: string, item: Item | undefined): void {
  if (list.some((known) => known.message === message)) return;
  list.push({ message, ...(item === undefined ? {} : { item }) });
}
