import { isIP } from "node:net";
import type { MigrationOutcome } from "../service.ts";
import { UsageError } from "./io.ts";
import type { MigrateFlags } from "./migrate-flags.ts";

/** Inputs that are asked for only after another answer, or that have a value of their own without one. */
const MORE_NAMES = [
  ...["allowed-address", "ca-file", "certificate", "client-certificate", "device", "dns", "eap-password"],
  ...["endpoint", "endpoint-address", "endpoint-port", "export-passphrase", "lan", "peer-public-key"],
  ...["protocol", "server-address", "server-public-key", "tunnel-address", "tunnel-peer-address"],
  ...["user-addresses", "user-network", "username", "wan-gateway"],
];

/** Inputs of single users and sites: `alice-public-key`. */
const OF_ONE = /.-(?:public-key|address|endpoint|network|networks|lan)$/;

/** Misspelt names and values that the router would refuse end the run before anything is written. */
export function checkAnswers(
  answers: Readonly<Record<string, string>>,
  { set }: Pick<MigrateFlags, "set">,
  outcomes: readonly MigrationOutcome[],
): void {
  const asked = outcomes.flatMap(({ tunnels }) =>
    tunnels.flatMap(({ inputs }) => inputs.map(({ name }) => name)),
  );
  for (const text of set) {
    const name = inputOf(text.slice(0, text.indexOf("=")));
    if (asked.includes(name) || MORE_NAMES.includes(name) || OF_ONE.test(name)) continue;
    const known = [...new Set(asked)].sort();
    throw new UsageError(
      `--set ${name}: there is no such input; ${known.length === 0 ? "this migration asks for none" : `there are ${known.join(", ")}`}`,
    );
  }
  for (const [key, value] of Object.entries(answers)) {
    const problem = value.trim() === "" ? undefined : problemOf(inputOf(key), value.trim());
    if (problem !== undefined) throw new UsageError(`${key}: ${problem}`);
  }
}

/** `TUNNEL/INPUT` is the input of one tunnel. */
function inputOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

/** Placeholders may stay as they are. Keys are not repeated in the message. */
function problemOf(name: string, value: string): string | undefined {
  if (/^<[A-Z0-9-]+>$/.test(value)) return undefined;
  if (name === "tunnel-address" && !isAddress(value))
    return `"${value}" is no address; write it as 10.13.128.5/32`;
  if (name === "endpoint-port" && !isPort(value))
    return `"${value}" is no port; write a number of 1 to 65535`;
  if (/(?:^|-)public-key$/.test(name) && !isKey(value))
    return "this is no WireGuard key; a key is 44 characters of base64 for 32 bytes, the last one =";
  return undefined;
}

function isAddress(value: string): boolean {
  const [, address = "", length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(value) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(length ?? 0) <= (family === 4 ? 32 : 128);
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535;
}

function isKey(value: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(value) && Buffer.from(value, "base64").length === 32;
}
