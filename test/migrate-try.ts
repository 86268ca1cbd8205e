import { readFileSync } from "node:fs";
import { modelOf } from "/work/main/test/support/model.ts";
import { tunnels } from "/work/main/server/src/migrate/discover.ts";
import { offers } from "/work/main/server/src/migrate/offers.ts";
import { makePlan, isRefusal } from "/work/main/server/src/migrate/make-plan.ts";
import { editsOf, textsAfter } from "/work/main/server/src/migrate/end-state.ts";
import { stageScript } from "/work/main/server/src/migrate/stages.ts";
const [file, target="wireguard", what="end", ...sets] = process.argv.slice(2);
const answers = Object.fromEntries(sets.map(s=>{const i=s.indexOf("=");return [s.slice(0,i),s.slice(i+1)]}));
let model = modelOf(readFileSync(file,"utf8"));
for (const t of tunnels(model)) {
  console.log("##", t.kind, t.name, t.isDisabled, t.dependents.map(d=>d.command.menu+" "+d.property).join("; "));
  for (const o of offers(model,t)) console.log("  ", o.target,o.isPossible,o.isRecommended,o.reason);
  const plan = makePlan(t, target as never, {model, answers});
  if (isRefusal(plan)) { console.log("REFUSED", plan.reason); continue; }
  if (what==="end") {
    const e = editsOf(plan, model);
    console.log(e.refused.map(r=>r.reason));
    console.log(textsAfter(model,e)[0]!.text);
  } else for (const s of ["parallel","cutover","decommission"] as const) { const x=stageScript(plan,model,s); console.log("-----",s); console.log(x.text); console.log("--- rollback"); console.log(x.rollback); }
  console.log("INPUTS", plan.inputs.map(i=>i.name+(i.suggestion?"="+i.suggestion:"")));
  for (const w of plan.warnings) console.log("W", w.message);
  for (const w of plan.review) console.log("R", w.message);
}
