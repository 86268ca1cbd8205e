import { readFileSync } from "node:fs";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import { sampleFlows } from "../../server/src/traffic/flows.ts";
import { modelOf } from "../support/model.ts";

let t = performance.now();
const lap = (s: string) => {
  console.log(s, (performance.now() - t).toFixed(0));
  t = performance.now();
};
const m = modelOf(readFileSync(process.argv[2] ?? "", "latin1"));
lap("model");
const tr = createTraffic(m, {});
lap("create");
tr.inputFromWan("tcp", 8291);
lap("reach");
tr.shadows;
lap("shadows");
const f = sampleFlows([tr.network],{flows:100});
lap("flows " + f.length);
let i = 0;
for (const q of f) {
  tr.path(q);
  if (++i % 50 === 0) lap("paths " + i);
}
