import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";
import { proveScripts } from "../support/stage-proof.ts";

const CALLER = router(
  "7.15.3",
  "/interface l2tp-client",
  "add connect-to=198.51.100.2 disabled=no name=hq user=b",
  "/ip address",
  "add address=10.20.1.1/24 interface=ether2 network=10.20.1.0",
  "/ip dhcp-client",
  "add interface=ether1",
  "/ip firewall filter",
  "add action=accept chain=input connection-state=established,related,untracked",
  "add action=drop chain=input connection-state=invalid",
  "add action=accept chain=input in-interface=ether2",
  "add action=drop chain=input",
  "/ip firewall nat",
  "add action=masquerade chain=srcnat out-interface=ether1",
  "/ip route",
  "add dst-address=10.10.1.0/24 gateway=hq",
  "/system identity",
  "set name=b",
);

describe("a rule in front of one that shares all its words with another", () => {
  const moved = migrated(CALLER, "ikev2", { answers: { overlay: "gre" } });

  it("is placed by the turn of that one among its like", () => {
    expect(moved.first.scripts?.parallel.text).toContain(
      "place-before=[:pick [/ip firewall filter find where chain=input action=drop dynamic=no] 1]",
    );
  });

  it("stands where the finished export has it", () => {
    const scripts = moved.first.scripts;
    expect(scripts && proveScripts(moved.before, [scripts], moved.text)).toEqual([]);
  });
});
