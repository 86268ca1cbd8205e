import { placeholderOf } from "../edit/placeholders.ts";
import { escapeString } from "../edit/quote.ts";
import type { Item, Model } from "../model/model.ts";
import { SPARED } from "./carry/policy-fasttrack.ts";
import { label } from "./carry/properties.ts";
import { TEST_LIST } from "./carry/test-devices.ts";
import { type Guard, guardLines, guardOf, lookLines, movedLines, waitLines, wayBackLines } from "./guards.ts";
import type { Plan, ScriptStep, Stage, Step } from "./plan.ts";
import { isVersion } from "./router-version.ts";
import {
  canChange,
  isForLater,
  type RouterState,
  routerState,
  writeChange,
  writeUndoAdd,
} from "./script-writer.ts";
import { siteGuards } from "./server-guards.ts";

export interface StageScript {
  /** To be imported on the router; safe to run twice. */
  readonly text: string;
  /** Takes the stage back; undefined where nothing can any more. */
  readonly rollback: string;
  /** It holds no command. */
  readonly isEmpty: boolean;
  /** What has to be done by hand, in words. */
  readonly byHand: readonly string[];
}

const STAGES = ["parallel", "cutover", "decommission"] as const satisfies readonly Stage[];

/** The scripts of all stages, each made for the state that the stages before it have left. */
export function stageScripts(plan: Plan, model: Model): Readonly<Record<Stage, StageScript>> {
  const state = routerState(model, plan);
  return {
    parallel: writeStage(plan, state, "parallel"),
    cutover: writeStage(plan, state, "cutover"),
    decommission: writeStage(plan, state, "decommission"),
  };
}

function writeStage(plan: Plan, state: RouterState, stage: Stage): StageScript {
  const steps = plan.steps.filter((step) => step.stage === stage);
  const guards = steps.length === 0 ? [] : guardsOf(plan, state.model);
  const stuck = stage === "decommission" ? stillNamed(plan, state) : [];
  const lines = checkLines(plan, guards, stage, stuck.length > 0);
  const guarded: string[] = [];
  const undo: string[][] = [];
  const byHand: string[] = [];
  if (stuck.length > 0)
    byHand.push(
      `\`${plan.tunnel.name}\` stays on, since ${stuck.join(", ")} may still name it. Change that first, then switch the old tunnel off.`,
    );
  for (const step of steps) {
    if (stuck.length > 0 && touches(step, plan.tunnel.item)) continue;
    const written = writeStep(state, step);
    byHand.push(...written.byHand);
    if (written.lines.length > 0)
      lines.push("", `# ${oneLine(step.title)}. ${oneLine(step.reason)}`, ...written.lines);
    if (written.guarded.length > 0)
      guarded.push(`    # ${oneLine(step.title)}.`, ...written.guarded.map((line) => `    ${line}`));
    if (step.turn === "last") undo.push([...written.undo]);
    else undo.unshift([...written.undo]);
    for (const guard of guards) if (guard.after === step) lines.push(...waitLines(guard, undo.flat()));
  }
  if (stage === "decommission") lines.push(...temporaryRemovals(plan, state));
  const body = [
    ...(stage === "decommission" ? reviewPart(plan) : []),
    ...lines,
    ...guardedPart(plan, state, guarded),
    ...handPart(byHand),
    ...lookLines(guards, stage),
  ];
  const isEmpty = body.every((line) => line === "" || line.startsWith("#"));
  const remarks = isEmpty ? emptyLines(plan, stage) : wayBackLines(guards, stage);
  const heading = headingOf(plan, stage, body.join("\n"), remarks);
  return {
    text: `${[...heading, ...body].join("\n")}\n`,
    rollback: rollbackText(plan, stage, undo.flat(), guarded.length > 0),
    isEmpty,
    byHand,
  };
}

/** Of a client, or of the sites behind a server: its users move one by one, and nothing has to be up for all. */
function guardsOf(plan: Plan, model: Model): readonly Guard[] {
  if (plan.tunnel.kind.endsWith("-server")) return siteGuards(plan);
  const guard = guardOf(plan, model);
  return guard === undefined ? [] : [guard];
}

/** What has to be so before the stage's first change. `isKept`: the old tunnel stays on in any case. */
function checkLines(plan: Plan, guards: readonly Guard[], stage: Stage, isKept: boolean): string[] {
  const moved = stage === "decommission" && !isKept ? movedLines(oldGateways(plan)) : [];
  return [...guards.flatMap((guard) => guardLines(guard, stage)), ...moved];
}

/** Interfaces that cutover led static routes away from. */
function oldGateways({ tunnel, steps }: Plan): readonly string[] {
  const own = new Set([tunnel.item, ...(tunnel.bindings ?? [])].flatMap(({ name }) => name ?? []));
  const live = steps
    .filter(({ stage }) => stage === "cutover")
    .flatMap(itemsOf)
    .filter(({ menu, isDisabled }) => menu === "/ip/route" && isDisabled === false);
  return [...new Set(live.flatMap((route) => route.property("gateway")?.text ?? []))].filter((name) =>
    own.has(name),
  );
}

/** What names the old tunnel and could not be changed by a script: without the tunnel it would be broken. */
function stillNamed({ tunnel, steps, review }: Plan, state: RouterState): readonly string[] {
  const named = new Set(tunnel.dependents.flatMap(({ item }) => item ?? []));
  const changed = new Set(steps.flatMap(itemsOf));
  const computed = review.flatMap(({ item }) =>
    item !== undefined && named.has(item) && !changed.has(item) ? [item] : [],
  );
  const unwritten = steps
    .filter(({ stage }) => stage !== "decommission")
    .flatMap(scriptOf)
    .flatMap((each) =>
      each.kind === "change" && each.change.kind === "set" && named.has(each.change.item)
        ? [each.change.item]
        : [],
    )
    .filter((item) => !canChange(state, item));
  return [...new Set([...computed, ...unwritten].map(label))];
}

function touches(step: Step, item: Item): boolean {
  return itemsOf(step).includes(item);
}

/** Items of the file that a step's script sets or removes. */
function itemsOf(step: Step): readonly Item[] {
  return scriptOf(step).flatMap((each) =>
    each.kind === "change" && (each.change.kind === "set" || each.change.kind === "remove")
      ? [each.change.item]
      : [],
  );
}

interface WrittenStep {
  readonly lines: readonly string[];
  /** Removals that no rollback brings back: only after the user has confirmed a backup. */
  readonly guarded: readonly string[];
  readonly undo: readonly string[];
  readonly byHand: readonly string[];
}

function writeStep(state: RouterState, step: Step): WrittenStep {
  const lines: string[] = [];
  const guarded: string[] = [];
  const undo: string[] = [];
  const byHand: string[] = [];
  for (const each of scriptOf(step)) {
    if (each.kind === "command") {
      lines.push(`# ${oneLine(each.comment)}`, each.text);
      continue;
    }
    const written = writeChange(state, each.change);
    if (typeof written === "string") {
      byHand.push(`${step.title}: ${written}`);
      continue;
    }
    if (each.change.kind === "set" && written.undo === undefined && each.change.item.origin !== "settings")
      byHand.push(`${step.title}: the rollback could not find it again; set it back by hand.`);
    if (isForLater(state, each.change)) {
      lines.push("# Switched off, and not known enough to be written; for the day it is needed:");
      lines.push(...written.lines.map((line) => `# ${line}`));
      undo.unshift(...(written.undo ?? []));
      continue;
    }
    const isGuarded = each.change.kind === "remove" && written.undo === undefined;
    (isGuarded ? guarded : lines).push(
      ...(each.comment === undefined || isGuarded ? [] : [`# ${oneLine(each.comment)}`]),
      ...written.lines,
    );
    undo.unshift(...(written.undo ?? []));
  }
  const own = step.rollback?.flatMap((each) =>
    each.kind === "command" ? [`# ${oneLine(each.comment)}`, each.text] : [],
  );
  return { lines, guarded, undo: own ?? undo, byHand };
}

function scriptOf(step: Step): readonly ScriptStep[] {
  return step.script ?? step.changes.map((change) => ({ kind: "change", change }));
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").replace(/\.$/, "");
}

/** What parallel brought for the time of the change only, in reverse order. */
function temporaryRemovals(plan: Plan, state: RouterState): readonly string[] {
  const temporary = plan.steps
    .flatMap(scriptOf)
    .flatMap((each) =>
      each.kind === "change" && each.isTemporary === true && each.change.kind === "add" ? [each.change] : [],
    );
  const lines = temporary.reverse().flatMap((change) => writeUndoAdd(state, change) ?? []);
  return lines.length === 0 ? [] : ["", "# What was there for the test only.", ...lines];
}

const TITLES: Readonly<Record<Stage, string>> = {
  parallel: "the new tunnel beside the old one; no traffic moves yet",
  cutover: "traffic moves to the new tunnel; the old one stays up as the way back",
  decommission: "the old tunnel is switched off, and removed once you have confirmed it",
};

/** Users of a server move by what is set up on their devices; the router has nothing to do for it. */
function emptyLines({ tunnel, steps }: Plan, stage: Stage): readonly string[] {
  const isServer = tunnel.kind.endsWith("-server") && steps.some((step) => step.stage === "parallel");
  return isServer && stage === "cutover"
    ? [
        "# Nothing to run here: each user moves over on the own device, and the old server stays on until then.",
      ]
    : ["# Nothing to run in this stage."];
}

function headingOf(plan: Plan, stage: Stage, body: string, remarks: readonly string[]): readonly string[] {
  const written = new Set(body.replace(/^#.*$/gm, "").match(/<[A-Z][A-Z0-9-]*>/g));
  const open = plan.inputs
    .map(({ name }) => placeholderOf(name))
    .filter((placeholder) => written.has(placeholder));
  const testing =
    stage === "parallel" && body.includes(`src-address-list=${TEST_LIST}`) ? TESTING : undefined;
  return [
    `# ${plan.tunnel.name} to ${plan.target}, stage ${STAGES.indexOf(stage) + 1} of 3: ${TITLES[stage]}${testing?.but ?? ""}.`,
    "# Safe to run twice. Take a backup first: /system backup save name=before-migration",
    ...remarks,
    ...(testing?.how ?? []),
    ...(testing !== undefined && body.includes(SPARED) ? [TESTED_BY_SPARED] : []),
    ...unfilledPart(open),
  ];
}

/** The list is empty until somebody wants to try the tunnel; the option `device` writes this line. */
const TESTING = {
  but: `, except that of the hosts in the address list ${TEST_LIST}`,
  how: [
    "# To try the new tunnel with one host first, run this script, and then, with its address for HOST:",
    `#   /ip firewall address-list add list=${TEST_LIST} address=HOST`,
  ],
};

/** Rules that spare a policy's packets name the hosts of the old tunnel, and not everyone that may be tried. */
const TESTED_BY_SPARED =
  "# Take a host that uses the old tunnel now: FastTrack takes the packets of all others past IPsec.";

/** A script that stops in its middle leaves half a tunnel, so it looks at its open places first. */
function unfilledPart(open: readonly string[]): readonly string[] {
  if (open.length === 0) return [];
  return [
    "# Fill in before running, everywhere in this file (the next line looks whether it is done):",
    `:foreach place in={${open.map((each) => `"${each}"`).join(";")}} do={ :if ([:pick $place 0 1] = "<") do={ :error "Fill in the places in <> first; nothing was changed." } }`,
  ];
}

const FLAG = "rsclintConfirmRemoval";

/** The word counts for this tunnel alone, and once: the next tunnel's removal has to be confirmed by itself. */
function guardedPart(
  { tunnel }: Plan,
  { model, quoting }: RouterState,
  guarded: readonly string[],
): readonly string[] {
  if (guarded.length === 0) return [];
  const word = `"${escapeString(tunnel.name, quoting)}"`;
  const isSeven = isVersion(model, ">=7") !== false;
  const find = `/system script environment find where name="${FLAG}" value=${word}`;
  return [
    "",
    `# Removal cannot be taken back by a script${isSeven ? ": passwords are not in an export of RouterOS 7" : ""}.`,
    "# After some days without trouble, and with a backup at hand, run this and import the script again:",
    `#   :global ${FLAG} ${word}`,
    `:if ([:len [${find}]] > 0) do={`,
    ...guarded,
    `    /system script environment remove [find where name="${FLAG}"]`,
    "} else={",
    '    :put "Nothing removed yet: confirm first, see the comment in the script."',
    "}",
  ];
}

/** A watch or a schedule that switches the old tunnel on again would undo the stage. */
function reviewPart({ review }: Plan): readonly string[] {
  const scripts = review.filter(
    ({ item }) => /^\/(?:system|tool|ppp|ip\/dhcp)/.test(item?.menu ?? "") && !isPlainWatch(item),
  );
  if (scripts.length === 0) return [];
  return [
    "",
    "# Look at these first; a script that switches the old tunnel on again would undo this stage:",
    ...scripts.map(({ message }) => `# - ${oneLine(message)}`),
  ];
}

/** A watch without scripts switches nothing. */
function isPlainWatch(item: Item | undefined): boolean {
  if (item?.menu !== "/tool/netwatch") return false;
  return item.properties.every(({ name }) => !name.endsWith("-script"));
}

function handPart(byHand: readonly string[]): readonly string[] {
  return byHand.length === 0 ? [] : ["", "# By hand:", ...byHand.map((text) => `# - ${oneLine(text)}`)];
}

function rollbackText(plan: Plan, stage: Stage, undo: readonly string[], hasRemovals: boolean): string {
  const note = hasRemovals ? ["# What the confirmed removal took away comes back from the backup only."] : [];
  return `${[`# ${plan.tunnel.name} to ${plan.target}: takes stage ${STAGES.indexOf(stage) + 1} (${stage}) back.`, ...note, ...undo].join("\n")}\n`;
}
