import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createKeep } from "../../server/src/model/keep.ts";
import { comparePaths } from "../../server/src/traffic/compare-paths.ts";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import { sampleFlows } from "../../server/src/traffic/flows.ts";
import { createInterfaceTable } from "../../server/src/traffic/interfaces.ts";
import { findLockouts } from "../../server/src/traffic/lockout.ts";
import { modelOf } from "../support/model.ts";
import { DEFCONF } from "./defconf.ts";

const word = fc.constantFrom(
  "x",
  "!x",
  "",
  "10.0.0.0/8",
  "!10.0.0.1-10.0.0.9",
  "$v",
  "[find]",
  "ether1",
  "all",
  "1-70000",
  "*1",
  "::/0",
  "no-mark",
  "both-addresses:2/0",
);
const property = fc.constantFrom(
  "src-address",
  "dst-address-list",
  "in-interface",
  "in-interface-list",
  "protocol",
  "dst-port",
  "port",
  "connection-mark",
  "per-connection-classifier",
  "jump-target",
  "new-routing-mark",
  "to-addresses",
  "ipsec-policy",
  "disabled",
  "gateway",
  "routing-table",
  "dst-address",
  "interface",
  "table",
  "address",
  "list",
  "ranges",
  "remote-address",
  "new-connection-mark",
  "passthrough",
  "copy-from",
);
const action = fc.constantFrom(
  "accept",
  "drop",
  "jump",
  "return",
  "mark-routing",
  "mark-connection",
  "dst-nat",
  "masquerade",
  "redirect",
  "netmap",
  "lookup",
  "$a",
);
const menu = fc.constantFrom(
  "/ip firewall filter",
  "/ip firewall mangle",
  "/ip firewall nat",
  "/ip firewall raw",
  "/ip route",
  "/routing rule",
  "/ip address",
  "/interface list member",
  "/interface list",
  "/ip firewall address-list",
  "/ip pool",
  "/ppp secret",
  "/ip ipsec policy",
  "/ip vrf",
  "/ip dhcp-client",
);
const chain = fc.constantFrom("input", "forward", "prerouting", "srcnat", "dstnat", "output", "a", "b");
const line = fc
  .tuple(menu, action, chain, fc.array(fc.tuple(property, word), { maxLength: 4 }))
  .map(
    ([m, a, c, pairs]) => `${m} add action=${a} chain=${c} ${pairs.map(([p, w]) => `${p}=${w}`).join(" ")}`,
  );

it("lists that hold each other are looked into once each, however often that is said", () => {
  const names = Array.from({ length: 12 }, (_, at) => `l${at}`);
  const lists = names.flatMap((name) => Array(20).fill(`add include=${names.join(",")} name=${name}`));
  const chain = Array.from({ length: 3000 }, (_, at) => `add include=c${at + 1} name=c${at}`);
  const members = "/interface list member\nadd interface=ether1 list=l7\nadd interface=ether2 list=c40";
  const model = modelOf(`/interface list\n${[...lists, ...chain].join("\n")}\n${members}\n`);
  const interfaces = createInterfaceTable(model, createKeep());
  expect(interfaces.inList("ether1", "l0")).toBe("yes");
  expect(interfaces.inList("ether3", "l0")).toBe("unknown");
  expect(interfaces.inList("ether2", "c0")).toBe("yes");
  expect(interfaces.inList("ether3", "c0")).toBe("unknown");
});

describe("any configuration", () => {
  it("is answered without throwing, and is no different from itself", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), fc.boolean(), (lines, isWhole) => {
        const traffic = createTraffic(modelOf(`${isWhole ? DEFCONF : ""}${lines.join("\n")}\n`), {});
        for (const port of [22, 53])
          expect(["accepted", "blocked", "unknown"]).toContain(traffic.inputFromWan("tcp", port).verdict);
        for (const shadow of traffic.shadows) expect(shadow.item.isDisabled).not.toBe(true);
        const flows = sampleFlows([traffic.network], { flows: 25 });
        expect(comparePaths(traffic.path, traffic.path, flows, () => false)).toEqual([]);
        expect(findLockouts(traffic, traffic, {})).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
