import { type Command, InvalidArgumentError, Option } from "commander";
import { displayPath } from "../project/paths.ts";
import type { SourcePlace } from "../service.ts";
import { UsageError } from "./io.ts";

export function addVersionOption(command: Command): Command {
  return command.addOption(
    new Option("--ros-version <version>", "RouterOS version of a file that does not name one").argParser(
      readVersion,
    ),
  );
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

/** "8291/tcp", "8291", "tcp/8291", "gre". */
export function readPortAndProtocol(text: string): { readonly protocol: string; readonly port?: number } {
  const parts = text.toLowerCase().split("/");
  const number = parts.find((part) => /^\d{1,5}$/.test(part));
  const word = parts.find((part) => /^[a-z][a-z0-9-]*$/.test(part));
  const isReadable = parts.length <= 2 && parts.every((part) => part === number || part === word);
  if (!isReadable || Number(number ?? 0) > 65_535)
    throw new UsageError(`"${text}" is no port; write it as 8291/tcp, 1701/udp or gre`);
  return { protocol: word ?? "tcp", ...(number === undefined ? {} : { port: Number(number) }) };
}

/** "office.rsc:12", counted from 1. */
export function placeText(at: SourcePlace, cwd: string): string {
  return `${displayPath(at.file, cwd)}:${at.line + 1}`;
}

/** A place as JSON reports write it: lines and columns from 1. */
export function placeRecord(at: SourcePlace, cwd: string): Readonly<Record<string, unknown>> {
  return { file: displayPath(at.file, cwd), line: at.line + 1, column: at.character + 1 };
}
