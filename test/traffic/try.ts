import { readFileSync } from "node:fs";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import { naiveModel } from "./naive-model.ts";
const G="/work/shared/golden/";
function show(file: string, flows: [string|undefined, string, string?, number?][]) {
  const t = createTraffic(naiveModel(readFileSync(G+file,"utf8")), {});
  console.log("=====", file, "WAN", JSON.stringify(t.wan));
  for (const p of [22,53,8291,1723]) { const r = t.inputFromWan(p===53?"udp":"tcp", p); console.log(p, r.verdict, r.reason); }
  console.log("gre", t.inputFromWan("gre").verdict, t.inputFromWan("gre").reason);
  for (const s of t.shadows) console.log("SHADOW", s.kind, s.item.menu, s.item.index);
  for (const [src,dst,protocol,dstPort] of flows) {
    const p = t.path({...(src?{src}:{isFromRouter:true}), dst, ...(protocol?{protocol}:{}), ...(dstPort?{dstPort}:{})});
    console.log(`-- ${src} -> ${dst} ${protocol??"tcp"} ${dstPort??""}: ${p.end.verdict} | ${p.end.reason} | nat ${p.end.isSourceTranslated} ft ${p.end.isFasttracked} | ${p.assumptions.join("; ")}`);
    for (const s of p.steps) console.log("     ", s.stage, s.item ? s.item.menu+"#"+s.item.index : "-", s.effect, s.isCertain?"":"?");
  }
}
show("torguard-v7/before.rsc", [["192.168.88.40","8.8.8.8","tcp",443],["192.168.88.50","8.8.8.8"],["192.168.88.40","192.168.88.1"],[undefined,"1.1.1.1"],["8.8.8.8","192.168.88.40"]]);
show("torguard-v7/after-wireguard.rsc", [["192.168.88.40","8.8.8.8","tcp",443],["192.168.88.50","8.8.8.8"]]);
show("torguard-v6/before.rsc", [["192.168.88.50","8.8.8.8","tcp",443],["192.168.88.52","8.8.8.8"]]);
show("torguard-v6/after-ikev2.rsc", [["192.168.88.50","8.8.8.8","tcp",443],["192.168.88.52","8.8.8.8"]]);
show("office-server-v7/before.rsc", [["192.168.1.7","10.10.10.20"],["192.168.1.7","10.10.10.30"],["192.168.1.7","192.168.77.3"],["10.10.10.20","192.168.1.7"],["192.168.1.7","8.8.8.8"]]);
show("v6-pptp-client-selective-to-ikev2/after.rsc", [["192.168.88.50","8.8.8.8"],["192.168.88.60","8.8.8.8"],["192.168.88.50","192.168.88.51"]]);
show("v7-pptp-client-selective-to-wireguard/before.rsc", [["192.168.88.10","8.8.8.8"]]);
show("v7-pptp-client-default-route-to-openvpn/before.rsc", [["192.168.88.10","8.8.8.8"]]);
