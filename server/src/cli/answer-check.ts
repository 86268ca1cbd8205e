import { answerProblem, type InputView, type MigrationOutcome } from "../service.ts";
import { UsageError } from "./io.ts";
import type { MigrateFlags } from "./migrate-flags.ts";

/** Inputs of other targets and tunnels: told for several files at once, they do no harm where nothing asks for them. */
const ELSEWHERE = [
  ...["allowed-address", "auth", "ca-file", "certificate", "client-certificate", "device", "dns"],
  ...["eap-password", "endpoint", "endpoint-address", "endpoint-port", "export-passphrase", "lan", "overlay"],
  ...["peer-public-key", "pre-shared-key", "protocol", "server-address", "server-public-key"],
  ...["transit-networks", "tunnel-address", "tunnel-peer-address", "user-addresses", "user-network"],
  ...["username", "wan-gateway"],
];

/** Misspelt names and values that the router would refuse end the run before anything is written. */
export function checkAnswers(
  answers: Readonly<Record<string, string>>,
  { set }: Pick<MigrateFlags, "set">,
  outcomes: readonly MigrationOutcome[],
): void {
  const asked = askedIn(outcomes);
  for (const text of set) {
    const name = inputOf(text.slice(0, text.indexOf("=")));
    if (asked.get(name)?.isSecret === true)
      throw new UsageError(`--set ${name}: no secret is written into a file; put it in on the router`);
    if (asked.has(name) || ELSEWHERE.includes(name)) continue;
    const known = [...asked.keys()].sort();
    throw new UsageError(
      `--set ${name}: there is no such input; ${known.length === 0 ? "this migration asks for none" : `there are ${known.join(", ")}`}`,
    );
  }
  for (const [key, value] of Object.entries(answers)) {
    const problem = answerProblem(asked.get(inputOf(key)) ?? {}, value);
    if (problem !== undefined) throw new UsageError(`${key}: ${problem}`);
  }
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
