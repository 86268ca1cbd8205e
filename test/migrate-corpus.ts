import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { decode } from "/work/main/server/src/project/decode.ts";
import { modelOf } from "/work/main/test/support/model.ts";
import { tunnels } from "/work/main/server/src/migrate/discover.ts";
import { makePlan, isRefusal } from "/work/main/server/src/migrate/make-plan.ts";
import { editsOf, textsAfter, modelAfter } from "/work/main/server/src/migrate/end-state.ts";
import { stageScript } from "/work/main/server/src/migrate/stages.ts";
import { verify } from "/work/main/server/src/migrate/verify.ts";
import { parse } from "/work/main/server/src/syntax/parser.ts";
const targets = (process.argv[2] ?? "wireguard,ikev2,openvpn").split(",");
const filter = process.argv[3];
const verbose = process.argv.includes("-v");
function walk(d: string): string[] { return readdirSync(d).flatMap(n=>{const p=join(d,n); return statSync(p).isDirectory()?walk(p):[p];}); }
const count: Record<string, number> = {}; const inc=(k:string)=>{count[k]=(count[k]??0)+1;};
for (const f of walk("/work/shared/corpus/files")) {
  if (filter && filter!=="-v" && !f.includes(filter)) continue;
  const d = decode(readFileSync(f)); if (d.text===undefined || !/pptp|l2tp/.test(d.text)) continue;
  const model = modelOf(process.argv.includes("-7") ? d.text.replace(/by RouterOS 6\.\S+/, "by RouterOS 7.15.3") : d.text);
  const short=f.replace("/work/shared/corpus/files/","");
  const ts = tunnels(model); 
  for (const t of ts) for (const target of targets) {
    inc(`${t.kind} ${target}`);
    const t0=Date.now();
    try {
      const plan = makePlan(t, target as never, {model, answers: {}});
      if (isRefusal(plan)) { inc(`${target} refused`); if (verbose||/not there yet/.test(plan.reason)===false) console.log("-", short, t.name, target, plan.reason.slice(0,100)); continue; }
      const e = editsOf(plan, model);
      if (e.refused.length) { inc(`${target} edits refused`); console.log("EDITREFUSED", short, t.name, target, e.refused.map(r=>r.reason+" "+(("item" in r.change)?r.change.item.menu:"")).join("; ")); continue; }
      const texts = textsAfter(model, e); const after = modelAfter(model, texts);
      const v = verify(plan, model, after);
      const open = v.differences.filter(x=>x.reason===undefined);
      inc(`${target} done`); if (v.problems.length) inc(`${target} problems`); if (open.length) inc(`${target} open-diff`);
      console.log(v.problems.length||open.length?"!!":"ok", short, t.name, target, `flows ${v.flows} diff ${v.differences.length} open ${open.length} ${Date.now()-t0}ms`);
      for (const p of v.problems) console.log("     P", p);
      for (const p of open.slice(0,4)) console.log("     D", p.message);
      for (const st of ["parallel","cutover","decommission"] as const) { const s=stageScript(plan, model, st); for (const h of s.byHand) console.log("     H", st, h); 
        for (const [n,x] of [["script",s.text],["rollback",s.rollback]] as const) { const tree=parse(x); if (tree.chunks.some(c=>c.problems.length)) console.log("     SCRIPT", st, n, "does not parse"); 
          const m=modelOf(x,{version: model.version?`${model.version.major}.${model.version.minor}`:undefined} as never); const bad=m.commands.filter(c=>c.problem); if (bad.length) console.log("     SCRIPT", st, n, bad.map(b=>b.problem?.at.text)); 
          for (const c of m.commands) if (c.command==="add"||c.command==="set") for (const a of c.args) if (a.name!==undefined && m.schema.property(c.menu,c.command,a.name).kind==="absent") console.log("     SCRIPT", st, n, "absent", c.menu, a.name); } }
    } catch (err) { inc("CRASH"); console.log("CRASH", short, t.name, target, (err as Error).stack?.split("\n").slice(0,4).join("\n")); }
  }
}
console.log(count);
