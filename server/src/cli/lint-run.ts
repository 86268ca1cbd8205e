import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { encode } from "../project/decode.ts";
import {
  type LoadRequest,
  type Project,
  type ProjectPlan,
  readProject,
  type SourceFile,
} from "../project/load-sources.ts";
import { displayPath, portablePath, reportUri } from "../project/paths.ts";
import { systemProblem, type UnreadFile } from "../project/read-file.ts";
import { writeTo } from "../project/write-file.ts";
import { printReport } from "../report/formats.ts";
import { plural, type Report, type ReportFile } from "../report/report.ts";
import {
  type Analysis,
  type AnalysisSettings,
  applyBaseline,
  type Baseline,
  compareSeverities,
  configSchema,
  configuredVersion,
  createBaseline,
  type LanguageService,
  type LintFinding,
  parseBaseline,
  printBaseline,
} from "../service.ts";
import { withoutAlienNoise } from "./alien-file.ts";
import { tellApplied, tellHeldBack } from "./applied-fixes.ts";
import { readBefore } from "./before.ts";
import { paletteFor, widthOf } from "./colour.ts";
import { type CliIo, StopError, type StopWatch, UsageError } from "./io.ts";
import { type LintFlags, withFlags } from "./lint-flags.ts";
import { planned } from "./load-router.ts";
import { maskedDiff, withoutSecretsOf } from "./masked.ts";
import { type PolicyUse, tellDeadNames } from "./policy-names.ts";
import { createProgress } from "./progress.ts";
import { lacksVersion, noteNewerVersion } from "./router-options.ts";
import { save } from "./save.ts";
import { type EntryUse, unusedEntries } from "./unused-entries.ts";

/** `lint` and `fix`: read, judge, perhaps fix, report, and say how it went. */
export async function runLint(
  paths: readonly string[],
  flags: LintFlags,
  io: CliIo,
  color?: boolean,
): Promise<void> {
  const service = await io.service();
  const request = await loadRequest(paths, flags, io, service);
  const { plans, failures } = await planned(request, io);
  const baseline = await readBaseline(flags, io);
  const uses = new Map<string, EntryUse>();
  const policies: PolicyUse = new Map();
  const stop = io.watchStop();
  const job: Job = {
    request,
    service,
    flags,
    io,
    baseline,
    uses,
    policies,
    stop,
    changed: new Set(),
    versionless: new Set(),
  };
  const outcome = await lintAll(plans, job).finally(stop.end);
  if (job.versionless.size > 0) noteNewerVersion(flags.rosVersion, service, io);
  tellDeadNames(policies, service, io);
  // With rules picked on the command line an entry's rule may not have run.
  const picksRules = flags.preset !== undefined || flags.rule.length > 0;
  const unused = picksRules ? [] : await unusedEntries(uses.values(), service.rules, io.cwd);
  const files = [...outcome.files, ...unused];
  const allFailures = [...failures, ...outcome.failures];
  if (outcome.files.length === 0 && allFailures.length === 0) {
    throw new UsageError(`no RouterOS files found in ${paths.join(", ")}`);
  }
  if (flags.updateBaseline) await writeBaseline(outcome.files, flags, io);
  const corporate = plans.map(({ config }) => config.config.corporate).find((policy) => policy !== undefined);
  const report: Report = {
    files: files.map((file) => (flags.quiet ? errorsOnly(file) : file)),
    others: outcome.others,
    failures: allFailures.map((failure) => failureOf(failure, io)),
    rules: service.rules,
    toolVersion: io.version,
    ...(corporate !== undefined && { corporate }),
  };
  const isBaselineOnly = flags.updateBaseline && flags.format === "stylish" && flags.output === undefined;
  if (!isBaselineOnly) await print(report, flags, io, color);
  io.setExitCode(exitCode(files, allFailures, flags));
}

async function loadRequest(
  paths: readonly string[],
  flags: LintFlags,
  io: CliIo,
  service: LanguageService,
): Promise<LoadRequest> {
  const stdinPath = resolve(io.cwd, flags.stdinFilename ?? "<stdin>");
  return {
    cwd: io.cwd,
    paths,
    config: flags.config === true ? undefined : flags.config,
    schema: configSchema(service.rules),
    rules: service.rules,
    schemaFiles: flags.schema,
    schemaProblem: service.schemaFileProblem,
    ...(paths.includes("-") && { stdin: { bytes: await io.readStdin(), path: stdinPath } }),
  };
}

interface Job {
  readonly request: LoadRequest;
  readonly service: LanguageService;
  readonly flags: LintFlags;
  readonly io: CliIo;
  readonly baseline: Baseline | undefined;
  /** By path of the suppressions file; filled as projects are linted. */
  readonly uses: Map<string, EntryUse>;
  readonly policies: PolicyUse;
  readonly stop: StopWatch;
  /** Files that were fixed on the disk. */
  readonly changed: Set<string>;
  /** Routers whose files tell no version. */
  readonly versionless: Set<string>;
}

interface Outcome {
  readonly files: readonly ReportFile[];
  /** Files that were read along with those asked for. */
  readonly others: readonly ReportFile[];
  readonly failures: readonly Failure[];
}

interface Failure extends UnreadFile {
  readonly isUnwritten?: true;
}

/** One project at a time, so that memory holds one model only. */
async function lintAll(plans: readonly ProjectPlan[], job: Job): Promise<Outcome> {
  const files: ReportFile[] = [];
  const others: ReportFile[] = [];
  const failures: Failure[] = [];
  const progress = createProgress(job.io, plans.length);
  for (const [at, plan] of plans.entries()) {
    progress.step(plan.paths[0] ?? "");
    const read = await readProject(plan, job.request);
    failures.push(...read.failures);
    if (read.project.files.length === 0) continue;
    const done = await lintProject(read.project, job);
    if (done === undefined || (at + 1 < plans.length && job.stop.isStopped())) {
      progress.done();
      // What is fixed is written before the rest is looked for.
      const isThrough = done !== undefined || fixKinds(job.flags).length > 0;
      throw new StopError(howFar(isThrough ? at + 1 : at, plans, job));
    }
    files.push(...done.files);
    others.push(...done.others);
    failures.push(...done.failures);
  }
  progress.done();
  return { files, others, failures };
}

/** What is on the disk now, since nothing is reported. */
function howFar(done: number, plans: readonly ProjectPlan[], { flags, changed }: Job): string {
  const count = (some: readonly ProjectPlan[]) =>
    some.reduce((sum, { paths, asked }) => sum + paths.filter((path) => asked.has(path)).length, 0);
  const fixed =
    fixKinds(flags).length === 0 || flags.fixDryRun
      ? ""
      : `; ${changed.size === 0 ? "no file" : plural(changed.size, "file")} changed`;
  return `stopped after ${count(plans.slice(0, done))} of ${plural(count(plans), "file")}${fixed}`;
}

/** Undefined: stopped before it was done. */
async function lintProject(project: Project, job: Job): Promise<Outcome | undefined> {
  const { service } = job;
  const before = await readBefore(project.files, job.flags.before, job.io.cwd);
  const settings = { ...settingsOf(project, job), ...(before && { before }) };
  const first = service.analyse(project.files, settings);
  const { analysis, failures } = await applyFixes(first, project, job);
  if (!(await isLinted(analysis, job.stop))) return undefined;
  if (lacksVersion(analysis)) job.versionless.add(project.files[0]?.path ?? "");
  noteUse(project, analysis.lintResult.usedExternal, job);
  notePolicy(project, analysis, job);
  const relative = (path: string) => portablePath(path, job.io.cwd);
  const left = service.lint(analysis);
  const findings = job.baseline ? applyBaseline(left, job.baseline, relative) : left;
  const report = (file: SourceFile) => reportFile(file, analysis, findings, job.io);
  return {
    files: project.files.filter((file) => file.isAsked).map(report),
    others: project.files.filter((file) => !file.isAsked).map(report),
    failures,
  };
}

/** Milliseconds of work after which the keyboard is listened to. */
const BREATH = 50;

/** Works out the findings unless the user stops it. */
async function isLinted(analysis: Analysis, stop: StopWatch): Promise<boolean> {
  let since = Date.now();
  for (const _ of analysis.lintSteps()) {
    if (Date.now() - since < BREATH) continue;
    await setImmediate();
    if (stop.isStopped()) return false;
    since = Date.now();
  }
  return true;
}

interface Fixed {
  /** Of what is reported: after a dry run too what would be left, so that it tells what the real one will. */
  readonly analysis: Analysis;
  readonly failures: readonly Failure[];
}

async function applyFixes(analysis: Analysis, project: Project, job: Job): Promise<Fixed> {
  const { service, flags, io } = job;
  const safeties = fixKinds(flags);
  if (safeties.length === 0) return { analysis, failures: [] };
  const within = project.files.filter(({ isAsked }) => isAsked).map(({ path }) => path);
  const fixed = service.fixAll(analysis, { safeties, within, allowsLockout: flags.allowLockout === true });
  const written = new Set<string>();
  const failures: Failure[] = [];
  const texts = new Map(fixed.files.map(({ path, text }) => [path, text] as const));
  for (const file of project.files) {
    const failure = await deliver(file, texts.get(file.path) ?? file.text, job);
    if (failure) failures.push(failure);
    else written.add(file.path);
  }
  const told = { cwd: io.cwd, err: withoutSecretsOf(project.files, io.err) };
  if (!flags.fixDryRun) tellApplied(fixed.applied, written, told);
  tellHeldBack(fixed.heldBack, told);
  if (flags.fixDryRun && fixed.applied.length > 0)
    io.err.write("What would be left, at the places of the fixed text:\n");
  // What could not be written is still what it was.
  const files = project.files.map(({ path, text }) => ({
    path,
    text: (failures.some((failure) => failure.path === path) ? undefined : texts.get(path)) ?? text,
  }));
  return { analysis: service.analyse(files, analysis.settings), failures };
}

function noteUse({ config, suppressions, files }: Project, used: ReadonlySet<number>, { uses }: Job): void {
  if (suppressions.path === undefined) return;
  const use = uses.get(suppressions.path) ?? {
    file: suppressions,
    used: new Set(),
    linted: new Set(),
    paths: new Set(),
    ignore: { globs: config.config.ignore ?? [], root: config.root },
  };
  uses.set(suppressions.path, use);
  for (const index of used) use.used.add(index);
  for (const { path } of files) {
    use.linted.add(portablePath(path, config.root));
    use.paths.add(path);
  }
}

function notePolicy({ config: { path } }: Project, analysis: Analysis, { service, policies }: Job): void {
  if (path === undefined) return;
  policies.set(path, [...(policies.get(path) ?? []), service.policyNames(analysis)]);
}

function settingsOf(project: Project, { flags, service }: Job): AnalysisSettings {
  const { config, root } = project.config;
  const relativePath = (path: string) => portablePath(path, root);
  const levels = new Map(
    service.rules.flatMap(({ id, aliases, severity }) =>
      [id, ...(aliases ?? [])].map((name) => [name, severity] as const),
    ),
  );
  const main = project.files[0];
  const version = flags.rosVersion ?? (main && configuredVersion(config, relativePath(main.path)));
  return {
    config: {
      ...withFlags(config, flags, levels),
      ...(version !== undefined && { routerosVersion: version }),
    },
    external: project.suppressions.entries,
    relativePath,
    schemaExtensions: project.schemas.files,
    withEdits: true,
  };
}

type AppliedSafety = "safe" | "suggestion";

function fixKinds(flags: LintFlags): readonly AppliedSafety[] {
  if (flags.fixSuggestions) return ["safe", "suggestion"];
  return flags.fix || flags.fixDryRun ? ["safe"] : [];
}

/** Writes a fixed file in its own encoding, or shows what would be written. */
async function deliver(
  file: SourceFile,
  text: string,
  { flags, io, changed }: Job,
): Promise<Failure | undefined> {
  const isDry = flags.fixDryRun === true;
  if (file.isStdin && !isDry) io.out.write(text);
  if (text === file.text || file.isStdin) return undefined;
  if (isDry) {
    const name = displayPath(file.path, io.cwd);
    io.out.write(maskedDiff(name, file.text, text, "fixed"));
    return undefined;
  }
  const problem = await writeTo(file.path, encode(text, file.encoding));
  if (problem === undefined) {
    changed.add(file.path);
    return undefined;
  }
  return {
    path: file.path,
    problem: `The fixed text could not be written: ${problem}`,
    isUnwritten: true,
  };
}

/** Changes hold items, and through them whole models; the edits are what reports need. */
function reportFile(
  file: SourceFile,
  analysis: Analysis,
  all: readonly LintFinding[],
  io: CliIo,
): ReportFile {
  const text = analysis.file(file.path)?.text ?? file.text;
  const findings = withoutAlienNoise(
    text,
    all.filter((finding) => finding.file === file.path),
  );
  return {
    path: displayPath(file.path, io.cwd),
    uri: reportUri(file.path, io.cwd),
    modelPath: file.path,
    text,
    isPartial: analysis.model.source.kind === "partial",
    findings: findings.map((finding) => ({
      ...finding,
      fixes: finding.fixes.map((fix) => ({ ...fix, changes: [] })),
    })),
  };
}

function errorsOnly(file: ReportFile): ReportFile {
  return { ...file, findings: file.findings.filter(({ severity }) => severity === "error") };
}

function failureOf({ path, problem, ...kind }: Failure, io: CliIo): Report["failures"][number] {
  return { path: displayPath(path, io.cwd), uri: reportUri(path, io.cwd), message: problem, ...kind };
}

async function print(report: Report, flags: LintFlags, io: CliIo, color: boolean | undefined): Promise<void> {
  // Fixed standard input already went to standard output.
  const isFilter =
    report.files.some(({ path }) => path === (flags.stdinFilename ?? "<stdin>")) &&
    fixKinds(flags).length > 0;
  const stream = isFilter ? io.err : io.out;
  const palette = paletteFor(io, stream, flags.output === undefined ? color : false);
  const text = printReport(report, flags.format, {
    palette,
    width: widthOf(stream),
    withTable: flags.summary === true,
    inFull: flags.full === true,
  });
  if (flags.output === undefined) {
    stream.write(text);
    return;
  }
  await save(flags.output, text, io);
}

async function readBaseline(flags: LintFlags, io: CliIo): Promise<Baseline | undefined> {
  if (flags.baseline === undefined) {
    if (flags.updateBaseline) throw new UsageError("--update-baseline needs --baseline FILE");
    return undefined;
  }
  if (flags.updateBaseline) return undefined;
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, flags.baseline), "utf8");
  } catch (error) {
    throw new UsageError(`${flags.baseline}: ${systemProblem(error)} \`--update-baseline\` makes it.`);
  }
  const baseline = parseBaseline(text);
  if (baseline === undefined) throw new UsageError(`${flags.baseline} is no baseline of rsclint`);
  return baseline;
}

async function writeBaseline(files: readonly ReportFile[], flags: LintFlags, io: CliIo): Promise<void> {
  if (flags.baseline === undefined) return;
  const findings = files.flatMap((file) => file.findings);
  const text = printBaseline(createBaseline(findings, (path) => portablePath(path, io.cwd)));
  await save(flags.baseline, text, io);
  io.err.write(`${flags.baseline} now knows ${plural(findings.length, "finding")}\n`);
}

function exitCode(files: readonly ReportFile[], failures: readonly Failure[], flags: LintFlags): 0 | 1 | 2 {
  if (failures.length > 0) return 2;
  if (flags.updateBaseline) return 0;
  const shown = files.flatMap((file) => file.findings).filter(({ suppressed }) => suppressed === undefined);
  const warnings = shown.filter(({ severity }) => severity === "warning").length;
  const isOverLimit = flags.maxWarnings !== undefined && warnings > flags.maxWarnings;
  return isOverLimit || shown.some(({ severity }) => compareSeverities(severity, flags.failOn) >= 0) ? 1 : 0;
}
