import type { Item, Model } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { needsLocalExclusion } from "./local-exclusion.ts";
import { connectionMarks, uniqueName } from "./name.ts";
import { commentOf, given, label } from "./properties.ts";
import { asksForMark, matchersOf, type Steering } from "./steering.ts";

/**
 * FastTrack lets all but the first packets of a connection past mangle, so marked hosts would leave by the main
 * table. The way out is a connection mark that the fasttrack rule does not take.
 */
export function spareFromFasttrack(draft: PlanDraft, steering: Steering): void {
  const { model } = draft.context;
  const fasttracks = fasttrackRules(model);
  const marks = steering.marks.filter(
    (rule) => rule.isDisabled === false && rule.menu === "/ip/firewall/mangle",
  );
  if (fasttracks.length === 0 || marks.length === 0) return;
  const uncovered = marks.filter((rule) => !isCovered(model, rule));
  const open = fasttracks.filter((rule) => MARKS.every((name) => rule.property(name) === undefined));
  if (uncovered.length === 0 && open.length === 0) return;
  if (uncovered.some((rule) => dependsOnNoMark(model, rule))) {
    draft.warn(
      "FastTrack takes the later packets of marked connections past mangle, and other rules rely on `connection-mark=no-mark`; exempt them from FastTrack by hand.",
      open[0] ?? fasttracks[0],
    );
    return;
  }
  for (const rule of uncovered) markConnection(draft, rule);
  for (const rule of open) spareMarked(draft, rule);
  if (open.length > 0)
    draft.expect({ about: "fasttrack", reason: "marked connections are kept out of FastTrack" });
}

const MARKS = ["connection-mark", "packet-mark", "routing-mark"] as const;

export function fasttrackRules(model: Model): readonly Item[] {
  return ["/ip/firewall/filter"]
    .flatMap((menu) => model.items(menu))
    .filter((rule) => rule.text("action") === "fasttrack-connection" && rule.isDisabled === false);
}

/** The rule asks for a connection mark, or an equal one marks the connection. */
function isCovered(model: Model, rule: Item): boolean {
  if (asksForMark(rule)) return true;
  const own = comparable(rule);
  return model
    .items(rule.menu)
    .some(
      (other) =>
        other.isDisabled === false &&
        other.text("action") === "mark-connection" &&
        other.text("chain") === rule.text("chain") &&
        comparable(other) === own,
    );
}

/** Matchers without those that a mark-connection rule has for itself. */
function comparable(rule: Item): string {
  const {
    "connection-mark": _mark,
    "connection-state": _state,
    "dst-address-type": _type,
    ...rest
  } = matchersOf(rule) ?? {};
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A new connection mark would take the packet away from rules that want none. */
function dependsOnNoMark(model: Model, rule: Item): boolean {
  const wantsNone = (item: Item) =>
    item.isDisabled !== true && item.property("connection-mark")?.text === "no-mark";
  if (wantsNone(rule) || matchersOf(rule) === undefined) return true;
  return (
    rule.text("passthrough") !== "no" &&
    model.items(rule.menu).some((other) => other.index > rule.index && wantsNone(other))
  );
}

function markConnection(draft: PlanDraft, rule: Item): void {
  const { model } = draft.context;
  const mark = rule.text("new-routing-mark") ?? "vpn";
  const isOurs = needsLocalExclusion(draft, rule);
  const add = {
    kind: "add",
    menu: rule.menu,
    properties: given({
      ...matchersOf(rule),
      action: "mark-connection",
      chain: rule.text("chain") ?? "prerouting",
      comment: `${commentOf(rule) ?? mark}: keep out of fasttrack`,
      "connection-mark": "no-mark",
      "dst-address-type": isOurs ? "!local" : rule.property("dst-address-type")?.text,
      "new-connection-mark": connectionMark(model, mark),
      passthrough: "yes",
    }),
    place: { before: rule },
  } as const;
  draft.step({
    title: `Mark the connections of ${label(rule)}`,
    reason: "The mark is what FastTrack spares.",
    stage: "cutover",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
}

/** `VPN-conn`, also when an earlier run has made it; nothing asks for that one. */
function connectionMark(model: Model, mark: string): string {
  const isOurs = (rule: Item) => (commentOf(rule) ?? "").endsWith("keep out of fasttrack");
  const foreign = connectionMarks(model, (rule) => !isOurs(rule));
  return uniqueName(`${mark}-conn`, (name) => foreign.has(name));
}

function spareMarked(draft: PlanDraft, rule: Item): void {
  const change = { kind: "set", item: rule, properties: { "connection-mark": "no-mark" } } as const;
  draft.step({
    title: `${label(rule)}: FastTrack spares marked connections`,
    reason: "Fasttracked packets skip mangle and would leave by the main table.",
    stage: "parallel",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}
