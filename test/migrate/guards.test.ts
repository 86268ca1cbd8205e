import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { parse } from "../../server/src/syntax/parser.ts";
import { migrated, router } from "../support/migrations.ts";
import { proveScripts } from "../support/stage-proof.ts";

const SELECTIVE = router(
  "7.15.3",
  "/interface pptp-client",
  "add connect-to=198.51.100.7 disabled=no name=pptp-out1 user=me",
  "/routing table",
  "add fib name=VPN",
  "/ip address",
  "add address=192.168.5.1/24 interface=ether2 network=192.168.5.0",
  "/ip dhcp-client",
  "add interface=ether1",
  "/ip firewall mangle",
  "add action=mark-routing chain=prerouting new-routing-mark=VPN src-address-list=tv",
  "/ip firewall nat",
  "add action=masquerade chain=srcnat out-interface=ether1",
  "add action=masquerade chain=srcnat out-interface=pptp-out1",
  "/ip route",
  "add dst-address=0.0.0.0/0 gateway=pptp-out1 routing-table=VPN",
);
const SITE = router(
  "7.15.3",
  "/interface pptp-client",
  "add connect-to=198.51.100.7 disabled=no name=to-b user=a",
  "/ip address",
  "add address=10.1.0.1/24 interface=ether2 network=10.1.0.0",
  "/ip dhcp-client",
  "add interface=ether1",
  "/ip route",
  "add dst-address=10.2.0.0/24 gateway=to-b",
);

function scripts(text: string, target: Target) {
  const found = migrated(text, target).first.scripts;
  if (found === undefined) throw new Error("there are no scripts");
  return found;
}

/** The commands of a script, without its comments. */
function commands(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

describe("cutover", () => {
  it.each([
    ["wireguard", 'interface="wg-out1" rx>0'],
    ["openvpn", 'name="ovpn-out1" running'],
    ["ikev2", 'peer="ike2-out1" ph2-state=established'],
  ] as const)("to %s looks first whether the new tunnel is up", (target, condition) => {
    const { parallel, cutover } = scripts(SELECTIVE, target);
    const [first = ""] = commands(cutover.text).filter((line) => !line.startsWith(":foreach"));
    expect(first).toContain(condition);
    expect(first).toMatch(/= 0\) do=\{ :error ".* is not up; nothing was changed" \}$/);
    expect(parallel.text).toContain("# Before the next stage, see that the new tunnel is up:");
    expect(parse(cutover.text).chunks.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it.each([
    ["wireguard", 'interface="wg-to-b" rx>0', []],
    ["openvpn", 'name="ovpn-to-b" running', []],
    ["ikev2", 'peer="ike2-to-b" ph2-state=established', ["/ping 10.2.0.1 src-address=10.1.0.1 count=1"]],
  ] as const)(
    "to %s comes before the old tunnel goes: stage 3 asks for both",
    (target, condition, nudges) => {
      const { text } = scripts(SITE, target).decommission;
      const lines = commands(text).filter((line) => !line.startsWith(":foreach"));
      const up = lines.findIndex((line) => line.includes(condition) && line.includes(":error"));
      const moved = lines.findIndex((line) => line.includes('route find where gateway="to-b" disabled=no'));
      const off = lines.findIndex((line) => line.includes("/interface pptp-client set"));
      expect(up).toBe(nudges.length);
      for (const nudge of nudges) expect(lines[0]).toContain(nudge);
      expect(lines[moved]).toContain("run stage 2 first; nothing was changed");
      expect([up < moved, moved < off]).toEqual([true, true]);
      expect(parse(text).chunks.flatMap(({ problems }) => problems)).toEqual([]);
    },
  );

  it("waits for what it brings up itself, and takes its own steps back when nothing comes", () => {
    const { text } = scripts(SITE, "ikev2").cutover;
    const [policy, wait, route] = ["policy add", ":for i from=1 to=60", "route set"].map((each) =>
      text.indexOf(each),
    );
    expect(policy).toBeLessThan(wait ?? 0);
    expect(wait).toBeLessThan(route ?? 0);
    expect(text).toContain("/ping 10.2.0.1 src-address=10.1.0.1 count=1");
    expect(text).toMatch(
      /do=\{\n {4}\/ip ipsec policy remove .*\n {4}:error "ike2-to-b did not come up; all is as before"\n\}/,
    );
  });

  it("tells how to have the way back run by itself", () => {
    expect(scripts(SELECTIVE, "wireguard").cutover.text).toContain("/import back.rsc");
  });

  it("does not ask after a tunnel that is switched off", () => {
    expect(scripts(SELECTIVE.replace("disabled=no", "disabled=yes"), "wireguard").cutover.text).not.toContain(
      ":error",
    );
  });
});

/** A branch with a static interface and a network behind it. */
const BRANCH = router(
  "7.18.2",
  "/interface pptp-server",
  "add name=pptp-branch user=branch",
  "/ppp profile",
  "add local-address=10.9.0.1 name=vpn",
  "/interface pptp-server server",
  "set enabled=yes",
  "/ip address",
  "add address=10.1.0.1/24 interface=ether2 network=10.1.0.0",
  "/ip dhcp-client",
  "add interface=ether1",
  "/ip route",
  "add dst-address=10.2.0.0/24 gateway=pptp-branch",
  "/ppp secret",
  "add name=branch profile=vpn remote-address=10.9.0.2 service=pptp",
  "add name=ann profile=vpn remote-address=10.9.0.3 service=pptp",
);

describe("cutover of a server with a branch", () => {
  it.each([
    ["wireguard", 'interface="wg-vpn" name="branch" rx>0'],
    ["openvpn", 'name="ovpn-branch" running'],
  ] as const)("to %s looks first whether the branch is up", (target, condition) => {
    const { parallel, cutover } = scripts(BRANCH, target);
    const [first = ""] = commands(cutover.text).filter((line) => !line.startsWith(":foreach"));
    expect(first).toContain(condition);
    expect(first).toMatch(/is not up; nothing was changed" \}$/);
    expect(parallel.text).toContain("# Before the next stage, see that the new tunnel is up:");
  });

  it("to IKEv2 waits for the branch's policies before the route goes", () => {
    const { text } = scripts(BRANCH, "ikev2").cutover;
    const [wait, route] = [":for i from=1 to=60", "route set"].map((each) => text.indexOf(each));
    expect(text).toContain('find where peer="ike2-vpn-branch" ph2-state=established');
    expect(wait).toBeGreaterThan(text.indexOf("policy add"));
    expect(wait).toBeLessThan(route ?? 0);
  });

  it("asks for the policy that a caller from anywhere has brought", () => {
    const answers = { "branch-endpoint": "0.0.0.0/0" };
    const { first } = migrated(BRANCH, "ikev2", { answers });
    const condition = "find where dst-address=10.2.0.0/24 ph2-state=established";
    const [wait, stop] = commands(first.scripts?.cutover.text ?? "").filter((line) =>
      line.includes(condition),
    );
    // The branch's own cutover brings the policy, so this one may well be the first.
    expect(wait).toMatch(/^:for i from=1 to=60 do=/);
    expect(stop).toContain("nothing was changed");
  });

  it("does not ask after a branch that is switched off", () => {
    const off = BRANCH.replace("add name=branch", "add disabled=yes name=branch");
    for (const target of ["wireguard", "ikev2"] as const)
      expect(scripts(off, target).cutover.text).not.toContain("is not up");
  });
});

describe("open places", () => {
  it("stop a script before its first command", () => {
    const { text } = scripts(SELECTIVE, "wireguard").parallel;
    const [first = ""] = commands(text);
    expect(first).toMatch(/^:foreach place in=\{.*"<PEER-PUBLIC-KEY>".*\} do=\{.*:error/);
    expect(commands(scripts(SELECTIVE, "wireguard").decommission.text)[0]).not.toContain(":foreach");
  });

  it("of accounts that are switched off stop nothing", () => {
    const server = router(
      "7.18.2",
      "/ppp profile",
      "add local-address=10.9.0.1 name=vpn",
      "/interface pptp-server server",
      "set enabled=yes",
      "/ppp secret",
      "add name=bob profile=vpn remote-address=10.9.0.2 service=pptp",
      "add disabled=yes name=carol profile=vpn remote-address=10.9.0.3 service=pptp",
    );
    const { text } = scripts(server, "wireguard").parallel;
    expect(commands(text).join("\n")).toContain("<BOB-PUBLIC-KEY>");
    expect(commands(text).join("\n")).not.toContain("<CAROL-PUBLIC-KEY>");
    expect(text).toMatch(/^# .*\/interface wireguard peers add .*<CAROL-PUBLIC-KEY>/m);
  });
});

describe("a branch that is switched off, to IKEv2", () => {
  const off = BRANCH.replace("add name=branch", "add disabled=yes name=branch");

  it("is left whole for the day it is needed while its places are open", () => {
    const { before, text, first, outcome } = migrated(off, "ikev2", { answers: { auth: "psk" } });
    const { parallel, cutover } = first.scripts ?? {};
    const lines = [...commands(parallel?.text ?? ""), ...commands(cutover?.text ?? "")].join("\n");
    expect(lines).not.toMatch(/<BRANCH-|peer=ike2-vpn-branch/);
    const all = outcome.tunnels.flatMap((tunnel) => tunnel.scripts ?? []);
    expect(proveScripts(before, all, text)).toEqual([]);
  });

  it("does not hold up the others for its key alone", () => {
    const answers = { auth: "psk", "branch-endpoint": "203.0.113.9" };
    const { text } = migrated(off, "ikev2", { answers }).first.scripts?.parallel ?? { text: "" };
    expect(commands(text).join("\n")).toMatch(/peer add .*disabled=yes .*name=ike2-vpn-branch/);
    expect(commands(text).join("\n")).not.toContain("<BRANCH-PRE-SHARED-KEY>");
    expect(text).toMatch(/^# .*identity add .*<BRANCH-PRE-SHARED-KEY>/m);
  });
});

describe("the word that confirms a removal", () => {
  it("counts for one tunnel, and once", () => {
    const { text } = scripts(SELECTIVE, "wireguard").decommission;
    expect(text).toContain('#   :global rsclintConfirmRemoval "pptp-out1"');
    expect(text).toContain('environment find where name="rsclintConfirmRemoval" value="pptp-out1"');
    expect(text).toContain('    /system script environment remove [find where name="rsclintConfirmRemoval"]');
  });

  it("speaks of RouterOS 7 to routers that have it", () => {
    const six = SELECTIVE.replace("7.15.3", "6.49.10")
      .replace("/routing table\nadd fib name=VPN\n", "")
      .replace("routing-table", "routing-mark");
    expect(scripts(six, "ikev2").decommission.text).not.toContain("RouterOS 7");
    expect(scripts(SELECTIVE, "ikev2").decommission.text).toContain("an export of RouterOS 7");
  });
});
