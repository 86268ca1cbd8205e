import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { migrated, router } from "../support/migrations.ts";
import { modelOf } from "../support/model.ts";
import { provedMove } from "../support/proved-move.ts";
import { contents, exportOf, routerOf } from "../support/router-state.ts";
import { runScript } from "../support/run-script.ts";
import { proveScripts } from "../support/stage-proof.ts";

const FOLDER = fileURLToPath(new URL("cases", import.meta.url));

describe.each(readdirSync(FOLDER))("the scripts of %s", (name) => {
  const before = readFileSync(`${FOLDER}/${name}/before.rsc`, "utf8");
  const wanted: { target: Target; answers: Record<string, string> } = JSON.parse(
    readFileSync(`${FOLDER}/${name}/case.json`, "utf8"),
  );
  const { outcome, text } = migrated(before, wanted.target, wanted);
  const scripts = outcome.tunnels.flatMap((tunnel) => tunnel.scripts ?? []);

  it("run twice, can be taken back, and end in the finished export", () => {
    expect(proveScripts(modelOf(before), scripts, text)).toEqual([]);
  });

  it("touch nothing of the old tunnel in parallel", () => {
    // OpenVPN goes on with the same accounts, so they are opened to it.
    const old = wanted.target === "openvpn" ? /^\/interface\/pptp-/ : /^\/(?:interface\/pptp-|ppp\/secret)/;
    const run = runScript(routerOf(modelOf(before)), scripts[0]?.parallel.text ?? "");
    expect(run.touched.filter(({ row }) => old.test(row.menu))).toEqual([]);
  });
});

describe("scripts find", () => {
  it("what only its area tells apart", () => {
    const lines = [
      ...["/interface pptp-client", "add connect-to=203.0.113.7 disabled=no name=old user=a"],
      ...["/routing ospf instance", "add name=main", "/routing ospf area"],
      ...["add area-id=0.0.0.0 instance=main name=first", "add area-id=0.0.0.1 instance=main name=second"],
      ...["/routing ospf interface-template", "add area=first interfaces=old type=ptp"],
      "add area=second interfaces=old type=ptp",
    ];
    const { before, first, text } = migrated(router("7.19.4", ...lines), "wireguard");
    expect(first.scripts?.cutover.byHand).toEqual([]);
    expect(proveScripts(before, first.scripts === undefined ? [] : [first.scripts], text)).toEqual([]);
  });
});

describe("the runner of scripts", () => {
  const TEXT = router(
    "7.19.4",
    "/interface list",
    "add name=WAN",
    "/ip firewall filter",
    "add action=accept chain=input comment=first",
    "add action=drop chain=input comment=last",
    "/interface pptp-client",
    "add connect-to=203.0.113.7 name=old user=a",
  );
  const ran = (...lines: readonly string[]) => {
    const state = routerOf(modelOf(TEXT));
    const { faults, stopped } = runScript(state, lines.join("\n"));
    return { state, faults, stopped, text: exportOf(state) };
  };

  it("puts an item where it is told, and finds it again", () => {
    const line =
      ':if ([:len [/ip firewall filter find where comment="new"]] = 0) do={ /ip firewall filter add action=accept chain=input comment=new place-before=[find where comment="last" dynamic=no] }';
    const { state, text } = ran(line, line);
    expect(contents(state)["/ip/firewall/filter"]).toHaveLength(3);
    expect(text).toMatch(/comment=first\n.*comment=new.*\n.*comment=last/);
  });

  it("knows defaults as conditions do", () => {
    const { text } = ran("/interface pptp-client set [find where name=old disabled=yes] disabled=no");
    expect(text).toMatch(/add connect-to=203.0.113.7 disabled=no name=old/);
    expect(ran("/interface pptp-client remove [find where name=old disabled=no]").text).toBe(TEXT);
  });

  it("stops at an error and keeps what was done until then", () => {
    const { stopped, text } = ran(
      "/interface list add name=LAN",
      ':error "enough"',
      "/interface list add name=X",
    );
    expect(stopped).toBe("enough");
    expect(text).toMatch(/name=LAN/);
    expect(text).not.toMatch(/name=X/);
  });

  it("tells what a router would refuse", () => {
    expect(ran("/interface list add name=WAN").faults).toEqual([
      "/interface/list: adds a second item named WAN",
    ]);
    expect(ran("/ip firewall filter add chain=input place-before=[find where comment=none]").faults).toEqual([
      "/ip/firewall/filter: place-before finds 0 items",
    ]);
  });

  it("tells names that come before what they name", () => {
    const table = "/routing table add fib name=VPN";
    const route = "/ip route add gateway=192.0.2.1 routing-table=VPN";
    expect(ran(table, route).faults).toEqual([]);
    expect(ran(route, table).faults).toEqual([
      "/ip/route: routing-table=VPN is written before there is such a thing",
    ]);
  });

  it("passes nothing over", () => {
    expect(() => ran("/ip route print")).toThrow("no command known here");
    expect(() => ran(":do { :put 1 } while=(1 = 1)")).toThrow("known here");
  });
});

describe("a rule whose neighbour nothing tells apart", () => {
  it("comes back to its place by the turn of the neighbour among its like", () => {
    const before = router(
      "7.16.2",
      ...["/interface pptp-client", "add connect-to=198.51.100.7 disabled=no name=hq user=me"],
      ...["/ip address", "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0"],
      ...["/ip firewall filter", "add action=drop chain=input connection-state=invalid"],
      "add action=accept chain=input dst-port=22 in-interface=hq protocol=tcp",
      "add action=drop chain=input",
      ...["/ip route", "add dst-address=10.7.0.0/16 gateway=hq", "/system identity", "set name=branch"],
    );
    const { decommission } = provedMove(before, "wireguard").first.scripts ?? {};
    expect(decommission?.rollback).toMatch(
      /firewall filter add .*place-before=\[:pick \[\/ip firewall filter find where chain=input action=drop dynamic=no\] 1\]/,
    );
  });
});
