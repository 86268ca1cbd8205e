import { type Command, InvalidArgumentError, Option } from "commander";
import { nearest } from "../project/nearest.ts";
import { REPORT_FORMATS, type ReportFormat } from "../report/formats.ts";
import { type ConfigOverride, type LintConfig, PRESETS, type Preset, type RuleLevel } from "../service.ts";
import { UsageError } from "./io.ts";
import { collect, readVersion, schemaOption } from "./router-options.ts";

/** The options of `lint` and `fix`, as commander hands them over. */
export interface LintFlags {
  readonly format: ReportFormat;
  readonly output?: string;
  readonly fix?: boolean;
  readonly fixSuggestions?: boolean;
  readonly fixDryRun?: boolean;
  readonly allowLockout?: boolean;
  readonly before?: string;
  readonly rosVersion?: string;
  readonly preset?: Preset;
  readonly rule: readonly string[];
  readonly schema: readonly string[];
  readonly maxWarnings?: number;
  readonly failOn: "error" | "warning" | "info";
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  /** A path; false after `--no-config`; true when neither was said. */
  readonly config: string | boolean;
  readonly quiet?: boolean;
  readonly summary?: boolean;
  readonly full?: boolean;
  readonly stdinFilename?: string;
}

export function addSourceOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--ros-version <version>", "RouterOS version of files that do not name one").argParser(
        readVersion,
      ),
    )
    .addOption(new Option("--preset <preset>", "the rules that run").choices(PRESETS))
    .option(
      "--rule <id=level>",
      "level of one rule: off, hint, info, warning, error, its own where none is given; may be repeated",
      collect,
      [],
    )
    .addOption(schemaOption())
    .option("--config <file>", "use this configuration file")
    .option("--no-config", "use no configuration and no suppressions file")
    .option("--stdin-filename <path>", "what standard input (-) is called");
}

export function addReportOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--format <format>", "how findings are printed").choices(REPORT_FORMATS).default("stylish"),
    )
    .option("--output <file>", "write the report to a file")
    .option("--quiet", "print errors only")
    .option("--full", "print each finding, also where one rule speaks often")
    .option("--summary", "with several files: count by rule and file at the end of the terminal's report")
    .option("--max-warnings <n>", "fail when there are more warnings", readCount)
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 from this severity on")
        .choices(["error", "warning", "info"])
        .default("error"),
    );
}

/** The config with what the command line says on top. */
export function withFlags(
  config: LintConfig,
  flags: LintFlags,
  rules: ReadonlyMap<string, RuleLevel>,
): LintConfig {
  const settings = Object.fromEntries(flags.rule.map((text) => readRule(text, rules)));
  const last: ConfigOverride = { files: ["**"], rules: settings };
  const overrides = (config.overrides ?? []).map((override) =>
    flags.preset === undefined ? override : withoutPreset(override),
  );
  return {
    ...config,
    ...(flags.preset !== undefined && { extends: flags.preset }),
    overrides: [...overrides, ...(flags.rule.length > 0 ? [last] : [])],
  };
}

function withoutPreset({ files, rules, routerosVersion }: ConfigOverride): ConfigOverride {
  return { files, ...(rules && { rules }), ...(routerosVersion !== undefined && { routerosVersion }) };
}

const LEVELS = ["off", "hint", "info", "warning", "error"] as const satisfies readonly RuleLevel[];

/** A rule without a level is on at its own. */
function readRule(text: string, rules: ReadonlyMap<string, RuleLevel>): readonly [string, RuleLevel] {
  const [id = "", word] = text.split(/[=:]/);
  const own = rules.get(id);
  if (own === undefined) {
    const close = nearest(id, rules.keys());
    throw new UsageError(`--rule ${text}: there is no such rule.${close ? ` Did you mean "${close}"?` : ""}`);
  }
  const level = word === undefined ? own : LEVELS.find((known) => known === word);
  if (level === undefined)
    throw new UsageError(`--rule ${text}: the level must be one of ${LEVELS.join(", ")}`);
  return [id, level];
}

function readCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Must be a whole number.");
  return Number(text);
}
