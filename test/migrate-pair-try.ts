import { readFileSync } from "node:fs";
import { modelOf } from "/work/main/test/support/model.ts";
import { planPair } from "/work/main/server/src/migrate/targets/wireguard-pair.ts";
import { editsOf, textsAfter, modelAfter } from "/work/main/server/src/migrate/end-state.ts";
import { verify } from "/work/main/server/src/migrate/verify.ts";
const g="/work/shared/golden/site-to-site-v7/";
const p = planPair(modelOf(readFileSync(g+"side-b.rsc","utf8")), modelOf(readFileSync(g+"side-a.rsc","utf8")), {});
if ("kind" in p) console.log(p.reason); else for (const e of [p.caller,p.answerer]) { const x=editsOf(e.plan,e.model); const t=textsAfter(e.model,x); console.log(t[0]!.text, x.refused.map(r=>r.reason)); const v=verify(e.plan,e.model,modelAfter(e.model,t)); console.log(v.problems, v.flows, v.differences);  console.log(e.plan.inputs, e.plan.warnings.map(w=>w.message)); }
