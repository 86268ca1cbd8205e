import { resolve } from "node:path";
import { decodeSource, isUnread, readSource } from "../project/read-file.ts";
import { questionsTo, type RouterAccess } from "./ask-router.ts";
import { type CliIo, UsageError } from "./io.ts";
import { save } from "./save.ts";

export interface ImportFlags {
  readonly output?: string;
}

export interface CrawlFlags extends ImportFlags {
  readonly user?: string;
  readonly passwordStdin?: boolean;
  readonly insecure?: boolean;
}

/** An export becomes an extra schema file. */
export async function runSchemaImport(path: string, { output }: ImportFlags, io: CliIo): Promise<void> {
  const file =
    path === "-" ? decodeSource("<stdin>", await io.readStdin()) : await readSource(resolve(io.cwd, path));
  if (isUnread(file)) throw new UsageError(`${path}: ${file.problem}`);
  const { text, version, menus } = (await io.service()).schemaFromExport(file.text);
  if (menus === 0) throw new UsageError(`${path} holds no menu; an export is needed (\`/export verbose\`)`);
  if (version === undefined)
    io.err.write("note: no header tells the RouterOS version; the menus count for every version\n");
  await deliver(text, menus, output, io);
}

/** A running router becomes an extra schema file. */
export async function runSchemaCrawl(address: string, flags: CrawlFlags, io: CliIo): Promise<void> {
  const access = await accessOf(address, flags, io);
  if (access.url.protocol === "http:")
    io.err.write("note: over http:// the password goes through the network in the clear\n");
  const router = questionsTo(access);
  const version = await router.version();
  const service = await io.service();
  const { text, menus } = await service.crawlSchema(router.ask, version, (menu) => {
    if (io.err.isTty) io.err.write(`\r${menu.slice(0, (io.err.columns ?? 80) - 1)}\u001b[K`);
  });
  if (io.err.isTty) io.err.write("\r\u001b[K");
  if (menus < 2)
    throw new UsageError(`${address} does not answer /console/inspect; RouterOS 7.9 or later does`);
  const silent = router.unanswered();
  if (silent > 0)
    io.err.write(`note: ${silent} questions got no answer; what they asked about is left out\n`);
  await deliver(text, menus, flags.output, io);
}

async function accessOf(address: string, flags: CrawlFlags, io: CliIo): Promise<RouterAccess> {
  const text = /^https?:\/\//.test(address) ? address : `https://${address}`;
  if (!URL.canParse(text)) throw new UsageError(`${address} is no address; write https://192.168.88.1`);
  const url = new URL(text);
  if (url.username !== "" || url.password !== "")
    throw new UsageError("a login does not belong into the address; use --user and --password-stdin");
  const user = flags.user ?? io.env["RSCLINT_ROUTER_USER"];
  if (user === undefined) throw new UsageError("say who asks: --user NAME, or RSCLINT_ROUTER_USER");
  const password = flags.passwordStdin
    ? Buffer.from(await io.readStdin())
        .toString("utf8")
        .replace(/\r?\n$/, "")
    : io.env["RSCLINT_ROUTER_PASSWORD"];
  if (password === undefined)
    throw new UsageError("the password is taken from RSCLINT_ROUTER_PASSWORD, or with --password-stdin");
  return { url, user, password, isInsecure: flags.insecure === true };
}

async function deliver(text: string, menus: number, output: string | undefined, io: CliIo): Promise<void> {
  if (output === undefined) return io.out.write(text);
  await save(output, text, io);
  io.err.write(
    `${output}: ${menus} menus\nUse it with --schema ${output}, or in .rsclintrc.json: "schemaFiles": ["${output}"]\n`,
  );
}
