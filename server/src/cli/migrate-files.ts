import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import QRCode from "qrcode";
import { encode } from "../project/decode.ts";
import { makeFolder } from "../project/write-file.ts";
import type { MigrationOutcome, TunnelOutcome } from "../service.ts";
import { type CliIo, UsageError } from "./io.ts";
import { type KeyPair, keyPairOf, makeKeyPair } from "./keys.ts";
import type { MigrateFlags } from "./migrate-flags.ts";
import { proofNote } from "./migrate-proof.ts";
import { type FinishedFile, migratedName } from "./migrated-files.ts";
import { notWritten, save } from "./save.ts";

/** Key pairs by the input that asks for their public half: `alice-public-key`. */
export type MadeKeys = ReadonlyMap<string, KeyPair>;

const OWN_KEY = "server-public-key";

const OWN_FILE = "router-private-key.txt";

/**
 * Pairs for every device whose key is not known yet, and for the router's side of the client files. Keys of an
 * earlier run stay: devices may have them already.
 */
export async function makeKeys(
  outcome: MigrationOutcome,
  { out = "" }: MigrateFlags,
  io: CliIo,
  /** Of both, where two ends move: the other one asks for this one's key. */
  outcomes: readonly MigrationOutcome[] = [outcome],
): Promise<MadeKeys> {
  const folder = resolve(io.cwd, out);
  const asked = new Set(
    outcomes.flatMap(({ tunnels }) => tunnels.flatMap(({ inputs }) => inputs.map(({ name }) => name))),
  );
  const files = outcome.tunnels.flatMap(({ clientFiles }) => {
    const own = clientFiles.map(({ keyInput, fileName }) => [keyInput, fileName] as const);
    return [...own, [ownKeyOf(outcome), OWN_FILE] as const].flatMap(([name, file]) =>
      name !== undefined && asked.has(name) ? [[name, file] as const] : [],
    );
  });
  const keys = new Map<string, KeyPair>();
  for (const [name, file] of files)
    if (!keys.has(name)) keys.set(name, (await knownPair(join(folder, file))) ?? makeKeyPair());
  return keys;
}

/** The input that asks for the router's own public key. */
function ownKeyOf({ tunnels }: MigrationOutcome): string {
  return tunnels.find(({ ownKey }) => ownKey !== undefined)?.ownKey ?? OWN_KEY;
}

async function knownPair(path: string): Promise<KeyPair | undefined> {
  try {
    const text = await readFile(path, "utf8");
    const [, key = ""] = /(?:PrivateKey = |private-key=")([A-Za-z0-9+/]{43}=)/.exec(text) ?? [];
    return keyPairOf(key);
  } catch {
    return undefined;
  }
}

/** Writes the finished exports, the scripts and the files of the users into `--out`. */
export async function writeFiles(
  finished: readonly FinishedFile[],
  outcome: MigrationOutcome,
  keys: MadeKeys,
  flags: MigrateFlags,
  io: CliIo,
): Promise<void> {
  if (flags.out === undefined) return;
  const folder = resolve(io.cwd, flags.out);
  const problem = await makeFolder(folder);
  if (problem !== undefined) throw new UsageError(notWritten(flags.out, problem));
  const write = async (name: string, content: string | Uint8Array, isSecret = false) => {
    const shown = join(flags.out ?? "", name);
    await save(shown, content, io, isSecret ? { mode: 0o600 } : {});
    io.err.write(`wrote ${shown}\n`);
  };
  for (const file of finished) {
    const { source, text, isChanged } = file;
    if (isChanged || source.isAsked)
      await write(migratedName(file, finished, io.cwd), encode(text, source.encoding));
  }
  const own = keys.get(ownKeyOf(outcome));
  const prefixes: string[] = [];
  for (const tunnel of outcome.tunnels) {
    const prefix = scriptPrefix(tunnel, outcome, prefixes);
    prefixes.push(prefix.toLowerCase());
    const note = own === undefined ? "" : keyNote(keyedInterfaces(outcome).length);
    for (const [name, text] of scriptFiles(tunnel, prefix, flags))
      await write(name, proofNote(outcome) + (name.endsWith("1-parallel.rsc") ? note + text : text));
    await writeClients(tunnel, keys, flags, io, write);
  }
  if (own === undefined) return;
  const names = keyedInterfaces(outcome);
  await write(OWN_FILE, routerKey(own, names), true);
  const lines = names.length === 1 ? "the line" : `the ${names.length} lines`;
  io.err.write(`type ${lines} of ${join(flags.out, OWN_FILE)} on the router after the first stage\n`);
}

function keyNote(count: number): string {
  const lines = count === 1 ? "line" : `${count} lines`;
  return `# After this script type the ${lines} of ${OWN_FILE} on the router: what others have of it goes with that key.\n`;
}

/** Unlike every other one on disks that do not tell `HQ` from `hq`. */
function scriptPrefix(
  { name }: TunnelOutcome,
  { tunnels }: MigrationOutcome,
  taken: readonly string[],
): string {
  if (tunnels.length === 1) return "";
  const safe = name.replace(/[^A-Za-z0-9._-]+/g, "-");
  const isTaken = (prefix: string) => taken.includes(prefix.toLowerCase());
  let prefix = `${safe}-`;
  for (let number = 2; isTaken(prefix); number++) prefix = `${safe}-${number}-`;
  return prefix;
}

function scriptFiles(
  tunnel: TunnelOutcome,
  prefix: string,
  { stage }: MigrateFlags,
): readonly (readonly [string, string])[] {
  const { scripts } = tunnel;
  if (scripts === undefined) return [];
  const wanted = (["parallel", "cutover", "decommission"] as const).filter(
    (each) => stage === undefined || stage === "all" || stage === each,
  );
  return wanted
    .filter((each) => !scripts[each].isEmpty)
    .flatMap((each) => {
      const number = ["parallel", "cutover", "decommission"].indexOf(each) + 1;
      return [
        [`${prefix}${number}-${each}.rsc`, scripts[each].text],
        [`${prefix}${number}-${each}-rollback.rsc`, scripts[each].rollback],
      ] as const;
    });
}

type Write = (name: string, content: string | Uint8Array, isSecret?: boolean) => Promise<void>;

async function writeClients(
  tunnel: TunnelOutcome,
  keys: MadeKeys,
  flags: MigrateFlags,
  io: CliIo,
  write: Write,
): Promise<void> {
  for (const { fileName, text, keyInput } of tunnel.clientFiles) {
    const pair = keys.get(keyInput ?? "");
    const filled = pair === undefined ? text : withKey(text, pair);
    await write(fileName, filled, true);
    if (flags.qr !== undefined && pair !== undefined) await writeQr(fileName, filled, flags.qr, io, write);
  }
}

function withKey(text: string, { privateKey }: KeyPair): string {
  return text
    .replace(/^# The key is made on the device.*$/m, "# Delete this file once the device has it.")
    .replace("<PRIVATE-KEY>", privateKey);
}

async function writeQr(
  fileName: string,
  text: string,
  format: NonNullable<MigrateFlags["qr"]>,
  io: CliIo,
  write: Write,
): Promise<void> {
  const name = fileName.replace(/\.conf$/, `.${format}`);
  if (format === "png") await write(name, await QRCode.toBuffer(text), true);
  else if (format === "svg") await write(name, await QRCode.toString(text, { type: "svg" }), true);
  else io.out.write(`${fileName}\n${await QRCode.toString(text, { type: "terminal", small: true })}\n`);
}

/** Every interface that the users' files lead to. */
function keyedInterfaces({ tunnels }: MigrationOutcome): readonly string[] {
  const text = tunnels.flatMap(({ scripts }) => scripts?.parallel.text ?? "").join("\n");
  const added = [...text.matchAll(/\/interface wireguard add [^\n]*\bname=("[^"]*"|\S+)/g)].map(
    ([, name = ""]) => name,
  );
  return added.length === 0 ? ["wg-vpn"] : [...new Set(added)];
}

/** Puts the key on them; it is never in a script. */
function routerKey({ privateKey }: KeyPair, names: readonly string[]): string {
  const lines = names.map((name) => {
    const quoted = name.startsWith('"') ? name : `"${name}"`;
    return `/interface wireguard set [find where name=${quoted}] private-key="${privateKey}"`;
  });
  return `# Type this on the router after the first stage, then delete this file.\n${lines.join("\n")}\n`;
}

export function checkKeyFlags({ generateKeys, out, qr, to }: MigrateFlags): void {
  if (generateKeys === true && out === undefined)
    throw new UsageError("--generate-keys writes keys into files: name a folder with --out");
  if (generateKeys === true && to !== "wireguard")
    throw new UsageError("--generate-keys makes WireGuard keys: it goes with --to wireguard");
  if (qr !== undefined && generateKeys !== true)
    throw new UsageError("--qr needs --generate-keys: without the device's key there is nothing to scan");
}
