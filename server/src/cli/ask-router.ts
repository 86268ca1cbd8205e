import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Ask } from "../service.ts";
import { UsageError } from "./io.ts";

export interface RouterAccess {
  readonly url: URL;
  readonly user: string;
  readonly password: string;
  /** Take any certificate. */
  readonly isInsecure: boolean;
}

export interface RouterQuestions {
  readonly ask: Ask;
  /** Of the router's own telling; undefined where the user may not read it. */
  version(): Promise<string | undefined>;
  /** How many questions got no answer. */
  unanswered(): number;
}

const PATIENCE_MS = 20_000;

/** Asks a router's REST service, and nothing but `/console/inspect` and `/system/resource`, neither of which changes anything. */
export function questionsTo(access: RouterAccess): RouterQuestions {
  let unanswered = 0;
  return {
    ask: async (request, path) => {
      const body = JSON.stringify({ request, path: path.join(",") });
      const once = () => send(access, "POST", "console/inspect", body);
      try {
        // A router that is busy may answer late: once more, then on without it.
        return rowsOf(await once().catch(once));
      } catch {
        unanswered++;
        return [];
      }
    },
    version: async () => {
      const answer = await send(access, "GET", "system/resource", undefined);
      return rowsOf(`[${answer}]`)[0]?.["version"]?.split(" ")[0];
    },
    unanswered: () => unanswered,
  };
}

/** The body of an answer; everything else is an error in the user's words. */
function send(access: RouterAccess, method: string, path: string, body: string | undefined): Promise<string> {
  const url = new URL(`/rest/${path}`, access.url);
  const login = Buffer.from(`${access.user}:${access.password}`).toString("base64");
  const headers = { authorization: `Basic ${login}`, "content-type": "application/json" };
  const options = { method, headers, timeout: PATIENCE_MS, rejectUnauthorized: !access.isInsecure };
  return new Promise((resolve, reject) => {
    const start = url.protocol === "http:" ? httpRequest : httpsRequest;
    const request = start(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () =>
        response.statusCode === 200 ? resolve(text) : reject(new UsageError(statusText(response.statusCode))),
      );
    });
    request.on("timeout", () => request.destroy(new UsageError("the router does not answer in 20 seconds")));
    request.on("error", (error) =>
      reject(error instanceof UsageError ? error : new UsageError(errorText(error))),
    );
    request.end(body);
  });
}

function statusText(status: number | undefined): string {
  if (status === 401)
    return "the router refuses the login; the user needs the policies read, api and rest-api";
  if (status === 404)
    return "there is no REST service at this address; RouterOS 7.1 or later has one, for 6.x there is `rsclint schema import`";
  return `the router answered with status ${status}`;
}

function errorText(error: NodeJS.ErrnoException): string {
  const code = error.code ?? "";
  if (code === "ECONNREFUSED")
    return "nothing listens at this address; the REST service is /ip/service www-ssl (or www)";
  if (/CERT|SIGNATURE|ALTNAME/.test(code))
    return `the router's certificate cannot be verified (${code}); --insecure takes any, NODE_EXTRA_CA_CERTS=FILE names its authority`;
  return error.message;
}

function rowsOf(text: string): Record<string, string>[] {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new UsageError("this is no answer of a REST service; is it the router's address?");
  }
  return Array.isArray(answer) ? answer.filter(isRecord).map(textFields) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textFields(row: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
}
