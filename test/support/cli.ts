import type { CliIo } from "../../server/src/cli/io.ts";
import { runCli } from "../../server/src/cli/run.ts";
import { RULES } from "../../server/src/rules/registry.ts";
import { createLanguageService, type LanguageService } from "../../server/src/service.ts";

export interface CliRun {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

export interface CliSetting {
  readonly cwd: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTty?: boolean;
  /** Ctrl-C is pressed at the so many-th time that somebody looks. */
  readonly stopAt?: number;
  /** Absent: one with a handful of rules. */
  readonly service?: LanguageService;
}

/** A handful, so that new rules do not change what these tests see. */
const RULE_IDS = [
  "pptp-client",
  "syntax-error",
  "unused-suppression",
  "snmp-public",
  "bandwidth-server-on",
  "unknown-menu",
];
const few = createLanguageService({ rules: RULES.filter(({ id }) => RULE_IDS.includes(id)) });

/** The whole command line program on a real folder, without a process around it. */
export async function cli(argv: readonly string[], setting: CliSetting): Promise<CliRun> {
  const written = { out: "", err: "" };
  let code = 0;
  const stream = (name: "out" | "err") => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTty: setting.isTty === true,
    columns: 80,
  });
  const io: CliIo = {
    cwd: setting.cwd,
    env: setting.env ?? {},
    out: stream("out"),
    err: stream("err"),
    readStdin: () => Promise.resolve(Buffer.from(setting.stdin ?? "")),
    service: () => Promise.resolve(setting.service ?? few),
    serveLanguageServer: () => Promise.resolve(),
    version: "1.2.3",
    watchStop: () => {
      let looks = 0;
      return {
        isStopped: () => setting.stopAt !== undefined && ++looks >= setting.stopAt,
        end: () => undefined,
      };
    },
    setExitCode: (next) => {
      code = Math.max(code, next);
    },
  };
  await runCli(argv, io);
  return { ...written, code };
}
