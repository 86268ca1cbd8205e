import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import { modelOf } from "../support/model.ts";
function* walk(d: string): Generator<string> { for (const f of readdirSync(d)) { const p = join(d,f); if (statSync(p).isDirectory()) yield* walk(p); else if (p.endsWith(".rsc")) yield p; } }
const line=(i:any)=>i.properties.map((p:any)=>p.name+"="+p.text).join(" ").slice(0,240);
for (const f of walk("/work/shared/corpus/files")) {
  const m=modelOf(readFileSync(f,"latin1")); const t=createTraffic(m,{});
  const by: Record<string,number>={};
  for (const s of t.shadows) { by[s.kind]=(by[s.kind]??0)+1; if ((by[s.kind]??0)<=2) { console.log(s.kind, f.split("/").pop(), m.source.kind); if ("by" in s) console.log("    BY", s.by.index, line(s.by)); console.log("    IT", s.item.index, line(s.item)); } }
  if (t.shadows.length) console.log("##", f.split("/").slice(-2).join("/"), JSON.stringify(by));
  if (m.source.kind==="full") { const r=t.inputFromWan("tcp",8291); console.log("@@", r.verdict, t.wan.interfaces.join(","), "|", r.reason.slice(0,150), f.split("/").slice(-2).join("/")); }
}
