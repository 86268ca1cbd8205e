import { planEdits } from "../edit/render-edits.ts";
import type { BoundCommand, Model, Reference } from "../model/model.ts";
import type { SitePolicy } from "../model/site-policy.ts";
import { comparePaths, type PathDifference } from "../traffic/compare-paths.ts";
import { createTraffic } from "../traffic/create-traffic.ts";
import { firewallMenus } from "../traffic/firewall-menus.ts";
import { sampleFlows } from "../traffic/flows.ts";
import { findLockouts } from "../traffic/lockout.ts";
import { formatVersion } from "../values/version.ts";
import { shutDoors } from "./doors.ts";
import { changesOf } from "./end-state.ts";
import { explain } from "./explain.ts";
import { openedManagement } from "./opened-management.ts";
import type { Plan } from "./plan.ts";

export interface Verification {
  /** What must not be: the migration is not to be used as it is. One sentence each. */
  readonly problems: readonly string[];
  /** Packets that take another way than before, in words. */
  readonly differences: readonly ToldDifference[];
  readonly flows: number;
}

export interface ToldDifference {
  readonly message: string;
  /** Why it does not speak against the plan; undefined where it does. */
  readonly reason?: string;
  /** The way before or after is not known: nobody can say that the packet goes as meant. */
  readonly isUndecided: boolean;
}

/** Proves what can be proved of a finished migration: the text, its names and words, who gets in, where packets go. */
export function verify(plan: Plan, before: Model, after: Model, policy: SitePolicy = {}): Verification {
  const [old, now] = [createTraffic(before, policy), createTraffic(after, policy)];
  const flows = sampleFlows([old.network, now.network], { flows: flowLimit(before) });
  const ways = plan.ways ?? { before: [], after: [] };
  const isSame = (a: string, b: string) => ways.before.includes(a) && ways.after.includes(b);
  const found = comparePaths(old.path, now.path, flows, isSame);
  return {
    problems: [
      ...unreadable(before, after),
      ...unknownWords(before, after),
      ...danglingNames(before, after),
      ...leftovers(plan, after),
      ...findLockouts(old, now, policy)
        .filter(({ state }) => state === "closed")
        .map(({ reason }) => `Management access is cut: ${reason}`),
      ...openedManagement(plan.tunnel, old, now),
      ...shutDoors(plan, old, now),
      ...repeated(plan, before, after),
      ...(plan.losses ?? []),
    ],
    differences: inWords(plan, found),
    flows: flows.length,
  };
}

/** Following a packet costs as many steps as there are rules. */
function flowLimit(model: Model): number {
  const rules = firewallMenus("ip").reduce((sum, menu) => sum + model.items(menu).length, 0);
  return rules > 150 ? 200 : 600;
}

function inWords(plan: Plan, found: readonly PathDifference[]): Verification["differences"] {
  return found.map((difference) => {
    const reason = explain(plan, difference);
    const isUndecided = difference.kind === "undecided";
    return { message: difference.message, isUndecided, ...(reason === undefined ? {} : { reason }) };
  });
}

function unreadable(before: Model, after: Model): readonly string[] {
  const count = (model: Model) =>
    model.files.reduce(
      (sum, { tree }) => sum + tree.chunks.filter(({ problems }) => problems.length > 0).length,
      0,
    );
  return count(after) > count(before) ? ["The result cannot be read as RouterOS commands throughout."] : [];
}

/** Statements that this version certainly does not have, and did not have in the file before. */
function unknownWords(before: Model, after: Model): readonly string[] {
  const known = new Set(wordsUnknown(before));
  return [...new Set(wordsUnknown(after))].filter((word) => !known.has(word)).map((word) => `${word}.`);
}

function wordsUnknown(model: Model): readonly string[] {
  const version = model.version === undefined ? "any version" : `RouterOS ${formatVersion(model.version)}`;
  return model.commands.flatMap((command) => {
    const words = `\`/${command.menu.slice(1).replaceAll("/", " ")}\``;
    if (command.problem !== undefined)
      return [`${words} holds a word that ${version} does not know: \`${command.problem.at.text}\``];
    return absentProperties(model, command).map(
      (name) => `\`${name}\` of ${words} does not exist in ${version}`,
    );
  });
}

function absentProperties(model: Model, { menu, command, args }: BoundCommand): readonly string[] {
  if (command !== "add" && command !== "set") return [];
  return args.flatMap(({ name }) =>
    name !== undefined && model.schema.property(menu, command, name).kind === "absent" ? [name] : [],
  );
}

function danglingNames(before: Model, after: Model): readonly string[] {
  const missing = (model: Model, kinds: readonly string[]) =>
    model.references.filter(({ target, strength }) => kinds.includes(target.kind) && strength === "strong");
  const words = ({ name, property, command }: Reference) =>
    `\`${property}=${name}\` of \`/${command.menu.slice(1).replaceAll("/", " ")}\` names nothing`;
  // With more sections the result may count as a whole export where the file was taken for a part of one.
  const known = new Set(missing(before, ["missing", "unknown"]).map(words));
  return [...new Set(missing(after, ["missing"]).map(words))]
    .filter((text) => !known.has(text))
    .map((text) => `${text}.`);
}

function leftovers({ tunnel }: Plan, after: Model): readonly string[] {
  if (tunnel.kind.endsWith("-server")) {
    const isOn = after.settings(tunnel.item.menu).text("enabled") === "yes";
    return isOn ? [`The ${tunnel.name} is still switched on.`] : [];
  }
  const { name } = tunnel.item;
  const isThere = after.items(tunnel.item.menu).some((item) => item.origin === "add" && item.name === name);
  return isThere ? [`\`${tunnel.name}\` is still there.`] : [];
}

/** Additions that the finished file would take once more: the plan must find its own work. */
function repeated(plan: Plan, before: Model, after: Model): readonly string[] {
  const adds = changesOf(plan)
    .filter((change) => change.kind === "add")
    .map(({ kind, menu, properties }) => ({ kind, menu, properties }));
  const { files } = planEdits(after, adds);
  return files.length > 0 && before !== after
    ? ["Applied again, it would write some lines a second time."]
    : [];
}
