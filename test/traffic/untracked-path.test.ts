import { describe, expect, it } from "vitest";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import type { PacketPath, PathQuery } from "../../server/src/traffic/path.ts";
import { modelOf } from "../support/model.ts";
import { DEFCONF } from "./defconf.ts";

const paths = (config: string): ((query: PathQuery) => PacketPath) => createTraffic(modelOf(config), {}).path;
const stages = (path: PacketPath): readonly string[] => path.steps.map((s) => s.stage);

describe("without connection tracking", () => {
  const NOTRACK = `${DEFCONF}/ip firewall raw\nadd action=notrack chain=prerouting src-address=192.168.88.0/24\n`;
  it("nothing is translated or fasttracked, and the state is untracked", () => {
    const out = paths(NOTRACK)({ src: "192.168.88.10", dst: "1.1.1.1", dstPort: 443 });
    expect(out.end).toMatchObject({ verdict: "forwarded", isSourceTranslated: "no", isFasttracked: "no" });
    expect(stages(out)).toEqual(["raw", "routing", "filter"]);
    expect(out.steps[2]?.item?.comment).toBe("accept established");
  });
  it("leaves other packets alone", () => {
    const narrow = NOTRACK.replace("192.168.88.0/24", "192.168.88.64/26");
    expect(paths(narrow)({ src: "192.168.88.10", dst: "1.1.1.1", dstPort: 443 }).end).toMatchObject({
      isSourceTranslated: "yes",
      isFasttracked: "yes",
    });
  });
  it("dst-nat sends nothing on", () => {
    const nat =
      "/ip firewall nat\nadd action=dst-nat chain=dstnat dst-port=8443 in-interface-list=WAN protocol=tcp to-addresses=192.168.88.20\n/ip firewall raw\nadd action=notrack chain=prerouting\n";
    const path = paths(DEFCONF + nat)({
      src: "8.8.8.8",
      dst: "9.9.9.9",
      inInterface: "ether1",
      dstPort: 8443,
    });
    expect(path.end.translatedTo).toBeUndefined();
  });
  it("switched off: says so, translates nothing, and does not guess what connection-state sees", () => {
    const off = `${DEFCONF}/ip firewall connection tracking\nset enabled=no\n`;
    const out = paths(off)({ src: "192.168.88.10", dst: "1.1.1.1", dstPort: 443 });
    expect(out.steps[0]).toMatchObject({ stage: "raw", effect: expect.stringContaining("no NAT") });
    expect(out.alternatives.map(({ isSourceTranslated }) => isSourceTranslated)).not.toContain("yes");
    expect(out.alternatives.map(({ isFasttracked }) => isFasttracked)).not.toContain("yes");
  });
});
