/**
 * Crawls the command tree of one's own router over REST and writes an extra schema file:
 * `ROUTER_USER=… ROUTER_PASSWORD=… npx tsx scripts/schema/crawl.ts https://router [--insecure] > mine.schema`.
 * It only asks `/console/inspect` (a user with the policies read, api and rest-api is enough) and changes nothing.
 * Names of objects, files and devices are dropped: only words of the command language are written.
 */
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { pathToFileURL } from "node:url";
import { createSchema } from "../../server/src/schema/lookup.ts";
import type { Word } from "./dump.ts";
import { isRecord } from "./dump.ts";
import { LayerText } from "./layer-text.ts";
import { specOf } from "./value-specs.ts";

export type Ask = (
  request: "child" | "syntax" | "completion",
  path: readonly string[],
) => Promise<Record<string, string>[]>;

/** Asking what stands below these can hang or crash a router's REST service (seen on 7.20.8). */
const SKIPPED = new Set(["where", "do", "else", "rule", "command", "on-error"]);
/** Commands whose arguments are worth a question each. */
const TYPED = new Set(["add", "set"]);

export async function crawl(
  ask: Ask,
  version: string,
  note: (text: string) => void = () => {},
): Promise<string> {
  const layer = new LayerText();
  const references = createSchema();
  const visitMenu = async (path: readonly string[]): Promise<void> => {
    const menu = `/${path.join("/")}`;
    note(menu);
    layer.menu(menu);
    for (const child of await ask("child", path)) {
      const name = child["name"] ?? "";
      const type = child["node-type"];
      if (type === "dir" || type === "path") await visitMenu([...path, name]);
      else if (type === "cmd") await visitCommand(path, name);
    }
  };
  const visitCommand = async (path: readonly string[], command: string): Promise<void> => {
    const menu = `/${path.join("/")}`;
    layer.command(menu, command);
    // A bare `do` at the root never answers.
    if (SKIPPED.has(command)) return;
    for (const child of await ask("child", [...path, command])) {
      const name = child["name"] ?? "";
      const isName =
        references.reference(menu, name) !== undefined || name === "numbers" || name === "copy-from";
      const typed = TYPED.has(command) && !SKIPPED.has(name) && !isName;
      layer.property(menu, command, name, typed ? await typeOf(ask, [...path, command, name]) : "");
    }
  };
  await visitMenu([]);
  return layer.toString(`crawled from RouterOS ${version}`);
}

/** All syntax rows count: a type is told only where one row, besides literal words, says what is taken. */
async function typeOf(ask: Ask, path: readonly string[]): Promise<string> {
  const rows = (await ask("syntax", path)).map((row) => row["text"] ?? "").filter((text) => text !== "");
  const words: Word[] = (await ask("completion", path)).map((row) => ({
    text: row["completion"] ?? "",
    style: row["style"] ?? "",
    desc: row["text"] ?? "",
  }));
  const ranges = rows
    .map((row) => /^(-?\d+)\.\.(-?\d+)\s+\(integer number\)/.exec(row))
    .filter((match) => match !== null);
  const others = rows.filter((row) => !/\(integer number\)/.test(row));
  if (ranges.length > 1 || others.length > 1) return "";
  const [range] = ranges;
  const spec = specOf({
    spec: range ? "Num" : others[0],
    min: range?.[1],
    max: range?.[2],
    desc: undefined,
    words,
    choices: [],
    isReference: false,
  });
  const flags = `${spec.negatable ? "!" : ""}${spec.list ? "*" : ""}`;
  return spec.type.includes("@") || /\s/.test(spec.type) ? flags : `${flags}${spec.type}`;
}

/** Asks a router's REST service; a question that gets no answer in time is asked once more, then given up. */
export function askRouter(base: string, user: string, password: string, insecure: boolean): Ask {
  const url = new URL("/rest/console/inspect", base);
  const once = (body: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const send = url.protocol === "http:" ? httpRequest : httpsRequest;
      const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
      const headers = { authorization, "content-type": "application/json" };
      const options = { method: "POST", headers, timeout: 20_000, rejectUnauthorized: !insecure };
      const request = send(url, options, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () =>
          response.statusCode === 200
            ? resolve(text)
            : reject(new Error(`the router answered ${response.statusCode}`)),
        );
      });
      request.on("timeout", () => request.destroy(new Error("no answer in 20 seconds")));
      request.on("error", reject);
      request.end(body);
    });
  return async (request, path) => {
    const body = JSON.stringify({ request, path: path.join(",") });
    const answer: unknown = JSON.parse(
      await once(body)
        .catch(() => once(body))
        .catch(() => "[]"),
    );
    return Array.isArray(answer) ? answer.filter(isRecord).map(textFields) : [];
  };
}

function textFields(row: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
}

async function main(base: string): Promise<void> {
  const { ROUTER_USER: user, ROUTER_PASSWORD: password } = process.env;
  if (!user) throw new Error("Set ROUTER_USER and ROUTER_PASSWORD in the environment.");
  const ask = askRouter(base, user, password ?? "", process.argv.includes("--insecure"));
  if ((await ask("child", [])).length === 0)
    throw new Error("The router does not answer /rest/console/inspect.");
  const text = await crawl(ask, "(version not told)", (menu) => process.stderr.write(`${menu}\n`));
  process.stdout.write(text);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const base = process.argv[2];
  if (base) {
    main(base).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    });
  } else {
    process.stderr.write(
      "Usage: ROUTER_USER=… ROUTER_PASSWORD=… npx tsx scripts/schema/crawl.ts <https://router> [--insecure]\n",
    );
    process.exitCode = 2;
  }
}
