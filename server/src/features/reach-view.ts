import type { Analysis } from "./analysis.ts";
import type { ReachRow } from "./reach-rows.ts";
import type { SourcePlace } from "./source-place.ts";
import { listeners, type ReachReport, readReachTarget, whoReaches } from "./who-reaches.ts";

/** The report as an editor wants it: sources with the same answer together. */
export interface ReachView {
  readonly port: string;
  readonly service?: string;
  readonly rows: readonly {
    readonly from: readonly string[];
    readonly verdict: ReachRow["verdict"];
    readonly reason: string;
    readonly at?: SourcePlace;
  }[];
  readonly notes: readonly string[];
}

/** Undefined when nothing is known of the router; a problem when the text names no port. */
export function reachView(analysis: Analysis, port: string): ReachView | { readonly problem: string } {
  const asked = readReachTarget(analysis, port);
  if ("message" in asked) return { problem: asked.message };
  const report = whoReaches(analysis, asked);
  if (report === undefined) return { problem: "nobody is known to ask for it" };
  const rows = mergedRows(report.rows).map(({ names, row: { verdict, reason, at } }) => ({
    from: names,
    verdict,
    reason,
    ...(at === undefined ? {} : { at }),
  }));
  const service = report.service === undefined ? {} : { service: report.service.name };
  return { port: report.port, ...service, rows, notes: report.notes };
}

/** Everything that waits on a port under a name. */
export function listenerViews({ model }: Analysis) {
  return listeners(model).map(({ name, port, protocol, isEnabled }) => ({
    name,
    port: `${port}/${protocol}`,
    isEnabled,
  }));
}

export interface MergedRow {
  readonly names: readonly string[];
  readonly row: ReachRow;
}

/** Sources with the same answer share a row; the internet stands alone. */
export function mergedRows(rows: ReachReport["rows"]): readonly MergedRow[] {
  const merged = new Map<string, { names: string[]; row: ReachRow }>();
  for (const row of rows) {
    const reason = neutral(row);
    const key = [row.from.startsWith("internet"), row.verdict, reason, row.at?.file, row.at?.line].join("|");
    const known = merged.get(key);
    if (known) known.names.push(row.from);
    else merged.set(key, { names: [row.from], row: { ...row, reason } });
  }
  return [...merged.values()];
}

/** Reasons say "for packets from `x`"; the names say that already. */
function neutral({ reason }: ReachRow): string {
  return reason.replace(/ for packets from `[^`]*`(?=$|, but |, unless )/, "");
}
