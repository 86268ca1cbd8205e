import { type Command, InvalidArgumentError, Option } from "commander";
import { nearest } from "../project/nearest.ts";
import { displayPath } from "../project/paths.ts";
import type { Analysis, LanguageService, SourcePlace } from "../service.ts";
import type { CliIo } from "./io.ts";

/** What every command that reads a configuration takes. */
export function addRouterOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--ros-version <version>", "RouterOS version of a file that does not name one").argParser(
        readVersion,
      ),
    )
    .addOption(schemaOption());
}

export function schemaOption(): Option {
  return new Option("--schema <file>", "extra schema file, made by `rsclint schema`; may be repeated")
    .argParser(collect)
    .default([], "none");
}

/** For options that may be repeated. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

export function readVersion(text: string): string {
  if (!/^v?\d+\.\d+/.test(text)) throw new InvalidArgumentError("Write it as 7.15.3 or 6.49.");
  return text;
}

export function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError("Must be a port, 0 to 65535.");
  return port;
}

/** "; did you mean ether1?", or nothing. */
export function didYouMean(text: string, known: Iterable<string>): string {
  const close = nearest(text, known);
  return close === undefined ? "" : `; did you mean ${close}?`;
}

/** A version that the facts do not reach is read as the newest they know. */
export function noteNewerVersion(version: string | undefined, service: LanguageService, io: CliIo): void {
  const [newest] = service.knownVersions();
  if (version === undefined || newest === undefined || !isNewer(version, newest)) return;
  io.err.write(`note: nothing newer than RouterOS ${newest} is known; ${version} is taken as that version\n`);
}

/** Whether what `--ros-version` says counts: the version in a file's header goes before it. */
export function lacksVersion({ model }: Analysis): boolean {
  return model.source.versionText === undefined;
}

function isNewer(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number.parseFloat);
  const [knownMajor = 0, knownMinor = 0] = than.split(".").map(Number.parseFloat);
  return major === knownMajor ? minor > knownMinor : major > knownMajor;
}

/** "office.rsc:12", counted from 1. */
export function placeText(at: SourcePlace, cwd: string): string {
  return `${displayPath(at.file, cwd)}:${at.line + 1}`;
}

/** A place as JSON reports write it: lines and columns from 1. */
export function placeRecord(at: SourcePlace, cwd: string): Readonly<Record<string, unknown>> {
  return { file: displayPath(at.file, cwd), line: at.line + 1, column: at.character + 1 };
}
