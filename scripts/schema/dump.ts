/** Reads inspect dumps (`/console/inspect` answers as a tree in JSON, optionally gzipped). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Word } from "../../server/src/schema/value-specs.ts";
import { compareVersions, parseVersion } from "../../server/src/values/version.ts";

export interface DumpNode {
  readonly name: string;
  readonly kind: "menu" | "command" | "argument";
  readonly desc: string | undefined;
  readonly words: readonly Word[];
  readonly children: readonly DumpNode[];
}

export interface Dump {
  readonly version: string;
  readonly extra: boolean;
  readonly root: readonly DumpNode[];
}

export function readJson(file: string): unknown {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The tree of a dump's JSON; keys that start with "_" are the dump's own. */
export function toNodes(json: unknown): DumpNode[] {
  return Object.entries(record(json))
    .filter(([name, value]) => !name.startsWith("_") && typeof record(value)["_type"] === "string")
    .map(([name, value]) => toNode(name, record(value)));
}

function toNode(name: string, json: Record<string, unknown>): DumpNode {
  const type = json["_type"];
  const desc = json["desc"];
  const words = Object.entries(record(json["_completion"])).map(([text, word]) => ({
    text,
    style: String(record(word)["style"] ?? ""),
    desc: String(record(word)["desc"] ?? ""),
  }));
  return {
    name,
    kind: type === "arg" ? "argument" : type === "cmd" ? "command" : "menu",
    desc: typeof desc === "string" ? desc : undefined,
    words,
    children: toNodes(json),
  };
}

/** All `<version>[+extra].inspect.json.gz` of a folder, oldest first. */
export function readDumps(folder: string): Dump[] {
  const dumps: Dump[] = [];
  for (const file of readdirSync(folder)) {
    const match = /^(\d[\w.]*?)(\+extra)?\.inspect\.json(\.gz)?$/.exec(file);
    if (!match?.[1]) continue;
    const root = toNodes(readJson(join(folder, file)));
    dumps.push({ version: match[1], extra: match[2] !== undefined, root });
  }
  return dumps.sort((a, b) => byVersion(a.version, b.version));
}

export function byVersion(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left && right ? compareVersions(left, right) : a.localeCompare(b);
}
