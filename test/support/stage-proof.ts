import { modelAfter } from "../../server/src/migrate/end-state.ts";
import type { Stage } from "../../server/src/migrate/plan.ts";
import type { StageScript } from "../../server/src/migrate/stages.ts";
import type { Model } from "../../server/src/model/model.ts";
import { comparePaths } from "../../server/src/traffic/compare-paths.ts";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import { sampleFlows } from "../../server/src/traffic/flows.ts";
import { formatIpAddress, parseIpPrefix, prefixRange } from "../../server/src/values/ip.ts";
import { contentOf, contents, exportOf, type Router, routerOf, rowsIn } from "./router-state.ts";
import { runScript, type ScriptRun } from "./run-script.ts";

type Scripts = Readonly<Record<Stage, StageScript>>;

/**
 * Runs the stages of one tunnel after the other as a person would, and holds what is left against the finished
 * export: the same items, findings and ways of packets. Gives what must not be, in words without secrets.
 */
export function proveScripts(model: Model, all: readonly Scripts[], finished: string): readonly string[] {
  const problems: string[] = [];
  const filledEnd = modelAfter(model, [{ path: pathOf(model), text: fillIn(finished) }]);
  let current = model;
  for (const scripts of all) {
    const proof = proveStages(current, scripts, filledEnd);
    problems.push(...proof.problems);
    current = modelAfter(current, [{ path: pathOf(model), text: exportOf(proof.end) }]);
  }
  problems.push(...lateWaysBack(current, all));
  // What a script leaves to a person is told in it, and missing here.
  if (all.some((scripts) => STAGES.some((stage) => scripts[stage].byHand.length > 0))) return problems;
  const left = differences(routerOf(filledEnd), routerOf(current), true);
  const ways = left.length > 0 ? [] : otherWays(filledEnd, current);
  return [...problems, ...[...left, ...ways].map((each) => `the end is not the finished export: ${each}`)];
}

/** Long after, with the other tunnels moved: a way back may find nothing any more, but never another's item. */
function lateWaysBack(end: Model, all: readonly Scripts[]): readonly string[] {
  return all.flatMap((scripts) =>
    (["parallel", "cutover"] as const).flatMap((stage) => {
      const { faults } = runScript(routerOf(end), fillIn(scripts[stage].rollback));
      return faults.filter((each) => MANY.test(each)).map((each) => `${stage}, late way back: ${each}`);
    }),
  );
}

const MANY = /writes to \d+ items/;

function pathOf({ files }: Model): string {
  return files[0]?.path ?? "";
}

function otherWays(wanted: Model, got: Model): readonly string[] {
  const [a, b] = [createTraffic(wanted, {}), createTraffic(got, {})];
  const flows = sampleFlows([a.network, b.network], { flows: 150 });
  return comparePaths(a.path, b.path, flows, () => false).map(({ message }) => message);
}

interface StageProof {
  readonly problems: readonly string[];
  /** What the router holds when all is done. */
  readonly end: Router;
}

const STAGES = ["parallel", "cutover", "decommission"] as const satisfies readonly Stage[];

/**
 * With the open places filled in: a script stops where they are not, and where the new tunnel is not up; twice is
 * once; each stage is taken back whole; and no account goes before the removal is confirmed.
 */
function proveStages(model: Model, scripts: Scripts, finished: Model): StageProof {
  const problems: string[] = [];
  let done: readonly string[] = [];
  for (const stage of STAGES) {
    const { text } = scripts[stage];
    const found = [
      ...openPlaces(model, done, text),
      ...proveStage(model, done, scripts[stage], stage === "decommission" ? finished : undefined),
      ...(stage === "parallel" ? earlyAddresses(replay(model, [fillIn(text)]).router) : []),
    ];
    problems.push(...found.map((each) => `${stage}: ${each}`));
    done = [...done, fillIn(text)];
  }
  const word = confirmation(scripts.decommission.text);
  return { problems, end: replay(model, [...done, word, done.at(-1) ?? ""]).router };
}

/** `finished` is given with the stage that takes away what was there for the test. */
function proveStage(
  model: Model,
  done: readonly string[],
  script: StageScript,
  finished: Model | undefined,
): readonly string[] {
  const [text, rollback] = [fillIn(script.text), fillIn(script.rollback)];
  const after = (...more: readonly string[]) => replay(model, [...done, ...more]);
  const [start, once, down] = [after().router, after(text), after()];
  const { faults = [], stopped } = once.runs.at(-1) ?? {};
  const isDown = runScript(down.router, text, { isUp: false }).stopped !== undefined;
  const wanted = after().router;
  // What this tunnel leaves may be another's to change.
  if (finished !== undefined) dropTemporary(wanted, [routerOf(model), once.router, routerOf(finished)]);
  const told = (what: string, found: readonly string[]) => found.map((each) => `${what}: ${each}`);
  return [
    ...faults,
    ...told(
      "way back",
      after(text, rollback)
        .runs.at(-1)
        ?.faults.filter((each) => MANY.test(each)) ?? [],
    ),
    ...(stopped === undefined ? [] : [`stops: ${stopped}`]),
    ...told("twice is not once", differences(once.router, after(text, text).router)),
    ...told("stops half-way where the tunnel is not up", isDown ? differences(start, down.router) : []),
    // What the rollback leaves to a person is told in the script.
    ...(script.byHand.length > 0
      ? []
      : told("is not taken back", differences(wanted, after(text, rollback).router))),
    ...lostAccounts(model, once.router),
  ];
}

function replay(
  model: Model,
  texts: readonly string[],
): { readonly router: Router; readonly runs: readonly ScriptRun[] } {
  const router = routerOf(model);
  return { router, runs: texts.map((text) => runScript(router, text)) };
}

/** Open places with something in them; what was left as a comment for its open places is written out, too. */
function fillIn(text: string): string {
  return text
    .replace(/<([A-Z][A-Z0-9-]*)>/g, "filled-$1")
    .replace(/^(# Switched off, and not known enough .*\n)# (.*\n)# (.*\n)# \}/gm, "$1$2$3}");
}

/** What was there for the test only, neither before nor in the end, need not come back. */
function dropTemporary(router: Router, lasting: readonly Router[]): void {
  for (const [menu, rows] of router.menus) {
    const known = new Set(lasting.flatMap((each) => contents(each)[menu] ?? []));
    const kept = rows.filter((row) => row.item !== undefined || known.has(contentOf(router, row)));
    rows.splice(0, rows.length, ...kept);
  }
}

function openPlaces(model: Model, done: readonly string[], text: string): readonly string[] {
  const commands = text.replace(/^\s*#.*$/gm, "");
  if (!/<[A-Z][A-Z0-9-]*>/.test(commands)) return [];
  const { router } = replay(model, done);
  const start = JSON.stringify(contents(router));
  const { stopped } = runScript(router, text);
  return stopped !== undefined && start === JSON.stringify(contents(router))
    ? []
    : ["runs though places are open"];
}

/**
 * New addresses that lead to one host are the old tunnel's own way as long as it is up; and none is the first or last
 * of its network.
 */
function earlyAddresses(router: Router): readonly string[] {
  return rowsIn(router, "/ip/address").flatMap(({ item, values }) => {
    if (item !== undefined) return [];
    const prefix = parseIpPrefix(String(values.get("address") ?? ""));
    if (prefix === undefined) return [];
    const { first, last } = prefixRange(prefix);
    const own = formatIpAddress(prefix.address);
    const far = values.get("network") ?? own;
    const isEdge = prefix.length < 31 && [first, last].includes(prefix.address.value);
    return [
      ...(isEdge ? [`${own}/${prefix.length} is no host of its network`] : []),
      ...(prefix.length === 32 && far !== own ? [`leads to ${String(far)} while the old tunnel does`] : []),
    ];
  });
}

/** Before the word is given. */
function lostAccounts(model: Model, router: Router): readonly string[] {
  const kept = new Set(rowsIn(router, "/ppp/secret").map(({ item }) => item));
  const isKept = model.items("/ppp/secret").every((item) => kept.has(item));
  return isKept ? [] : ["removes accounts before the removal is confirmed"];
}

/** The line that the script asks a person to run. */
function confirmation(text: string): string {
  return /^# {3}(:global .*)$/m.exec(text)?.[1] ?? "";
}

/** What only one of two routers holds. */
function differences(wanted: Router, got: Router, isOrderFree = false): readonly string[] {
  const [a, b] = [contents(wanted), contents(got)];
  const menus = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...menus]
    .filter((menu) => !PASSING.test(menu))
    .flatMap((menu) => {
      const [left, right] = [a[menu] ?? [], b[menu] ?? []];
      const missing = left.filter((row) => !right.includes(row));
      const extra = right.filter((row) => !left.includes(row));
      const isMoved = missing.length + extra.length === 0 && left.join("\n") !== right.join("\n");
      return [
        ...missing.map((row) => `${menu}: not there: ${row}`),
        ...extra.map((row) => `${menu}: there: ${row}`),
        ...(isMoved && !isOrderFree ? [`${menu}: another order or number`] : []),
      ];
    });
}

/** Certificates are never exported, and a word of confirmation is no configuration. */
const PASSING = /^\/(?:certificate|system\/script\/environment)$/;
