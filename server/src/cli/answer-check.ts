import { answerProblem, type InputView, type MigrationOutcome } from "../service.ts";
import { UsageError } from "./io.ts";
import type { MigrateFlags } from "./migrate-flags.ts";

/** Misspelt names and values that the router would refuse end the run before anything is written. */
export function checkAnswers(
  answers: Readonly<Record<string, string>>,
  { set }: Pick<MigrateFlags, "set">,
  outcomes: readonly MigrationOutcome[],
): void {
  const asked = askedIn(outcomes);
  for (const text of set) {
    const key = text.slice(0, text.indexOf("="));
    const name = inputOf(key);
    if (asked.get(name)?.isSecret === true)
      throw new UsageError(`--set ${name}: no secret is written into a file; put it in on the router`);
    const problem = nameProblem(key, asked, outcomes);
    if (problem !== undefined) throw new UsageError(`--set ${key}: ${problem}`);
  }
  for (const [key, value] of Object.entries(answers)) {
    const problem = answerProblem(asked.get(inputOf(key)) ?? {}, value);
    if (problem !== undefined) throw new UsageError(`${key}: ${problem}`);
  }
}

/** Where all is refused nothing is asked for, and the refusal is what there is to tell. */
function nameProblem(
  key: string,
  asked: ReadonlyMap<string, InputView>,
  outcomes: readonly MigrationOutcome[],
): string | undefined {
  const tunnels = outcomes.flatMap((outcome) => outcome.tunnels);
  if (tunnels.every(({ refusal }) => refusal !== undefined)) return undefined;
  const name = inputOf(key);
  if (!asked.has(name)) {
    const known = [...asked.keys()].sort();
    return `there is no such input; ${known.length === 0 ? "this migration asks for none" : `there are ${known.join(", ")}`}`;
  }
  const tunnel = key.slice(0, -name.length - 1);
  if (key === name || tunnels.some((each) => each.name === tunnel)) return undefined;
  return `there is no tunnel "${tunnel}" in this migration`;
}

/** By the input's name, with the tunnel's and without. */
function askedIn(outcomes: readonly MigrationOutcome[]): ReadonlyMap<string, InputView> {
  const inputs = outcomes.flatMap(({ tunnels }) => tunnels).flatMap(({ asked }) => asked);
  const names = inputs.flatMap((input) =>
    [input.name, input.plainName ?? input.name].map((name) => [name, input] as const),
  );
  return new Map(names.reverse());
}

/** `TUNNEL/INPUT` is the input of one tunnel. */
function inputOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}
