import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { migrated, router, said, unwrapped } from "../support/migrations.ts";
import { expectProved, provedMove } from "../support/proved-move.ts";

const LAN = [
  "/interface bridge",
  "add name=lan",
  "/interface bridge port",
  "add bridge=lan interface=ether2",
  "/ip address",
  "add address=192.168.88.1/24 interface=lan network=192.168.88.0",
  "/ip dhcp-client",
  "add interface=ether1",
];
const DROP = "add action=drop chain=input in-interface=ether1";

function server(...filter: readonly string[]): string {
  return router(
    "7.16.2",
    ...LAN,
    "/ip firewall filter",
    ...filter,
    "/interface pptp-server server",
    "set default-profile=p enabled=yes",
    "/ppp profile",
    "add local-address=10.1.1.254 name=p",
    "/ppp secret",
    "add name=u profile=p remote-address=10.1.1.1 service=pptp",
  );
}

describe("a server whose accept rule stood behind the drop", () => {
  it.each([
    ["wireguard", "dst-port=13231 protocol=udp"],
    ["openvpn", "dst-port=1194 protocol=udp"],
    ["ikev2", "dst-port=500,4500 protocol=udp"],
  ] as const)("is reached after the move to %s", (target, words) => {
    const moved = migrated(server(DROP, "add action=accept chain=input dst-port=1723 protocol=tcp"), target);
    const text = unwrapped(moved);
    expect(text.indexOf(words)).toBeGreaterThan(0);
    expect(text.indexOf(words)).toBeLessThan(text.indexOf("add action=drop chain=input"));
    expectProved(moved);
    expect(said(moved)).toContain("never let anyone in from the internet");
  });

  it("is not proved where the stop stands in another table", () => {
    const raw = ["/ip firewall raw", "add action=drop chain=prerouting in-interface=ether1 protocol=udp"];
    const rule = "add action=accept chain=input dst-port=1723 protocol=tcp";
    const text = server(DROP, rule).replace("/ppp profile", [...raw, "/ppp profile"].join("\n"));
    const { problems = [] } = migrated(text, "wireguard").first.verification ?? {};
    expect(problems.join("\n")).toContain("Nobody on the internet gets in to the new server");
  });

  it.each([
    "add action=accept chain=input dst-port=1723 in-interface=lan protocol=tcp",
    "add action=accept chain=input dst-port=1723 protocol=tcp src-address=198.51.100.0/24",
    "add action=accept chain=input disabled=yes dst-port=1723 protocol=tcp",
  ])("keeps the place where the rule is for some only, or off: %s", (rule) => {
    const text = unwrapped(migrated(server(DROP, rule), "wireguard"));
    expect(text.indexOf("dst-port=13231")).toBeGreaterThan(text.indexOf("add action=drop chain=input"));
  });
});

function client(version: string, ...mangle: readonly string[]): string {
  const table = version.startsWith("7") ? ["/routing table", "add fib name=vpn"] : [];
  return router(
    version,
    ...LAN,
    "/interface pptp-client",
    "add connect-to=vpn.example.com disabled=no name=pptp-hq user=u",
    ...table,
    "/ip firewall mangle",
    ...mangle,
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
    "add action=masquerade chain=srcnat out-interface=pptp-hq",
    "/ip route",
    `add distance=1 dst-address=0.0.0.0/0 gateway=pptp-hq ${table.length > 0 ? "routing-table" : "routing-mark"}=vpn`,
  );
}

const MARK =
  "add action=mark-routing chain=prerouting new-routing-mark=vpn passthrough=yes src-address=192.168.88.9";

describe("the clamp of TCP MSS", () => {
  it.each(["wireguard", "ikev2"] as const)("stands ahead of what ends its chain: %s", (target: Target) => {
    const ends = "add action=mark-packet chain=forward new-packet-mark=all passthrough=no";
    const text = unwrapped(provedMove(client("7.16.2", MARK, ends), target));
    expect(text.indexOf("action=change-mss")).toBeGreaterThan(0);
    expect(text.indexOf("action=change-mss")).toBeLessThan(text.indexOf("new-packet-mark=all"));
  });

  it("stands last where nothing ends the chain", () => {
    const goesOn = "add action=mark-packet chain=forward new-packet-mark=all passthrough=yes";
    const text = unwrapped(migrated(client("7.16.2", MARK, goesOn), "wireguard"));
    expect(text.indexOf("action=change-mss")).toBeGreaterThan(text.indexOf("new-packet-mark=all"));
  });

  it("is off while the tunnel is", () => {
    const text = client("7.16.2", MARK).replace("disabled=no name=pptp-hq", "disabled=yes name=pptp-hq");
    for (const target of ["wireguard", "ikev2"] as const) {
      const clamps = unwrapped(migrated(text, target)).match(/.*action=change-mss.*/g) ?? [];
      expect(clamps.length).toBeGreaterThan(0);
      for (const clamp of clamps) expect(clamp).toContain("disabled=yes");
    }
  });
});

describe("a new mark", () => {
  const BY_LIST = MARK.replace("src-address=192.168.88.9", "dst-address-list=sites in-interface=lan");

  it("is one that nothing asks for", () => {
    const reads =
      "add action=mark-packet chain=forward connection-mark=hq-conn new-packet-mark=q passthrough=no";
    const text = unwrapped(migrated(client("6.49.10", BY_LIST, reads), "ikev2"));
    expect(text).toContain("new-connection-mark=hq-conn-2");
    expect(text).not.toContain("new-connection-mark=hq-conn ");
  });

  it("comes from no rule that never chose a way", () => {
    const idle = "add action=mark-routing chain=postrouting dst-port=53 new-routing-mark=vpn protocol=udp";
    const moved = migrated(client("6.49.10", BY_LIST, idle), "ikev2");
    expect(unwrapped(moved)).not.toContain("chain=postrouting");
    expect(said(moved)).toContain("behind the choice of their route");
  });
});

describe("a fallback that goes with the tunnel", () => {
  it("is not proved by a warning alone", () => {
    const text = client("6.49.10", MARK).concat(
      "add distance=2 dst-address=0.0.0.0/0 gateway=192.168.88.7 routing-mark=vpn\n",
    );
    const { problems = [] } = migrated(text, "ikev2").first.verification ?? {};
    expect(problems.join("\n")).toContain("took over when the tunnel was down");
  });
});

describe("scripts", () => {
  it("write the login of a peer that waits for cutover", () => {
    const marked = MARK.replace("src-address=192.168.88.9", "dst-address-list=sites in-interface=lan");
    const { scripts } = migrated(client("7.16.2", marked), "ikev2").first;
    expect(scripts?.parallel.text).toMatch(/^ {4}\/ip ipsec identity add .*eap-methods/m);
    expect(scripts?.parallel.text).not.toContain("Switched off");
  });

  it("empty a comment and do not unset it", () => {
    const filter = ["/ip firewall filter", "add action=accept chain=forward in-interface=pptp-hq"].join("\n");
    const text = client("7.16.2", MARK).replace("/ip firewall mangle", `${filter}\n/ip firewall mangle`);
    const { scripts } = migrated(text, "ikev2").first;
    expect(scripts?.cutover.rollback).toContain('comment=""');
    expect(scripts?.cutover.rollback).not.toContain("!comment");
  });
});
