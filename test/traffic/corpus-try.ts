import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { comparePaths } from "../../server/src/traffic/compare-paths.ts";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import { sampleFlows } from "../../server/src/traffic/flows.ts";
import { findLockouts } from "../../server/src/traffic/lockout.ts";
import { modelOf } from "../support/model.ts";

function* walk(d: string): Generator<string> {
  for (const f of readdirSync(d)) {
    const p = join(d, f);
    if (statSync(p).isDirectory()) yield* walk(p);
    else if (p.endsWith(".rsc") || p.endsWith(".txt")) yield p;
  }
}
const only = process.argv[2];
let n = 0,
  total = 0;
const count: Record<string, number> = {};
const bump = (k: string) => {
  count[k] = (count[k] ?? 0) + 1;
};
const slow: [number, string, string][] = [];
for (const f of walk("/work/shared/corpus/files")) {
  if (only && !f.includes(only)) continue;
  const text = readFileSync(f, "latin1");
  console.error("..", f, text.length);
  const mt = performance.now();
  const m = modelOf(text);
  const md = performance.now() - mt;
  if (md > 1500) console.log("MODEL", md.toFixed(0), f);
  n++;
  const t0 = performance.now();
  const t = createTraffic(m, {});
  bump("wan:" + t.wan.from);
  const r = t.inputFromWan("tcp", 8291);
  bump("8291:" + m.source.kind + ":" + r.verdict);
  const r2 = t.inputFromWan("udp", 53);
  bump("53:" + m.source.kind + ":" + r2.verdict);
  if (m.source.kind === "full" && r.verdict === "unknown") console.log("UNK", f, r.reason.slice(0, 160));
  for (const s of t.shadows) bump("shadow:" + s.kind);
  const t1 = performance.now();
  const flows = sampleFlows([t.network]);
  total += flows.length;
  let unk = 0;
  for (const q of flows) {
    const p = t.path(q);
    bump("path:" + p.end.verdict);
    if (p.end.verdict === "unknown") {
      unk++;
      bump(
        "why:" +
          p.end.reason
            .replace(/`[^`]*`/g, "``")
            .replace(/\d+(\.\d+)*/g, "N")
            .slice(0, 90),
      );
    }
  }
  const t2 = performance.now();
  const d = comparePaths(
    (q) => t.path(q),
    (q) => t.path(q),
    flows,
    () => false,
  );
  if (d.length) console.log("SELF-DIFF", f, d[0]?.message);
  const l = findLockouts(t, t, {});
  if (l.length) console.log("SELF-LOCK", f, l[0]?.reason);
  const t3 = performance.now();
  slow.push([
    t3 - t0,
    `${(t1 - t0).toFixed(0)}+${(t2 - t1).toFixed(0)}+${(t3 - t2).toFixed(0)}ms flows ${flows.length} unk ${unk}`,
    f,
  ]);
}
slow.sort((a, b) => b[0] - a[0]);
for (const s of slow.slice(0, 8)) console.log(s[1], s[2]);
console.log(n, "files", total, "flows");
for (const [k, v] of Object.entries(count)
  .sort((a, b) => b[1] - a[1])
  .slice(0, 60))
  console.log(v, k);
