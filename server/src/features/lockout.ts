import { policyOf } from "../lint/config.ts";
import type { FileEdits, OfferedFix } from "../lint/finding.ts";
import { applyEdits } from "../text/edit.ts";
import { findLostAccess } from "../traffic/lockout.ts";
import type { Analyser, Analysis } from "./analysis.ts";

/** What a change does to those who administer the router. */
export interface Cut {
  /** For titles: "cuts access from 192.168.88.0/24". */
  readonly brief: string;
  /** A sentence without its full stop. */
  readonly reason: string;
}

/** Undefined when everybody still gets in. */
export function cutOf(before: Analysis, after: Analysis): Cut | undefined {
  const [first] = findLostAccess(before.traffic, after.traffic, policyOf(before.settings.config ?? {}));
  if (first === undefined) return undefined;
  return {
    brief: `cuts access from ${first.from}`,
    reason: `Nobody could administer the router from ${first.from} any more: ${first.reason}`,
  };
}

/** The same for a fix that is offered; what cannot lead to the router's services is not thought through. */
export function cutOfFix(
  analyser: Analyser,
  analysis: Analysis,
  fix: OfferedFix,
  edits: readonly FileEdits[],
): Cut | undefined {
  if (fix.mayCut !== undefined) return { brief: "may cut access", reason: fix.mayCut };
  if (fix.safety === "safe" || !fix.changes.some(leadsToRouter)) return undefined;
  const files = analysis.files.map(({ path, text }) => ({
    path,
    text: applyEdits(text, edits.find(({ file }) => file === path)?.edits ?? []),
  }));
  return cutOf(analysis, analyser.analyse(files, analysis.settings));
}

function leadsToRouter(change: OfferedFix["changes"][number]): boolean {
  if (change.kind === "text") return true;
  const menu = change.kind === "add" ? change.menu : change.item.menu;
  return /^\/(ip|ipv6)\/(firewall|service|address|settings)|^\/interface/.test(menu);
}
