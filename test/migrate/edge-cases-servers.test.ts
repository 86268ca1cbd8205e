import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { type Migrated, migrated, router, said, unwrapped } from "../support/migrations.ts";
import { expectProved } from "../support/proved-move.ts";

/** Servers and their users; numbers as in the other files of edge cases. */

const TARGETS = ["wireguard", "ikev2", "openvpn"] as const satisfies readonly Target[];

const NETWORKS = [
  "/ip address",
  "add address=192.168.1.1/24 interface=lan network=192.168.1.0",
  "add address=203.0.113.2/30 interface=ether1 network=203.0.113.0",
  ...["/ip route", "add dst-address=0.0.0.0/0 gateway=203.0.113.1"],
  ...["/ip pool", "add name=vpn ranges=10.10.10.10-10.10.10.50"],
  "/ppp profile",
  "add local-address=10.10.10.1 name=office remote-address=vpn",
];
const ON = ["/interface pptp-server server", "set default-profile=office enabled=yes"];
const ALICE = ["/ppp secret", "add name=alice password=hidden profile=office service=pptp"];
const FILTER = [
  "/ip firewall filter",
  "add action=accept chain=input connection-state=established,related",
  "add action=accept chain=input dst-port=1723 protocol=tcp",
  "add action=accept chain=input protocol=gre",
  "add action=accept chain=input in-interface=lan",
  "add action=drop chain=input",
];
const SERVER = [...NETWORKS, ...ON, ...ALICE];

function move(target: Target, ...lines: readonly string[]): Migrated {
  return migrated(router("7.17", "/interface bridge", "add name=lan", ...lines), target);
}

/** Addresses of WireGuard peers by their names. */
const places = ({ after }: Migrated) =>
  Object.fromEntries(
    after.items("/interface/wireguard/peers").map((peer) => [peer.name ?? "", peer.text("allowed-address")]),
  );

describe.each(TARGETS)("edge cases of servers, to %s", (target) => {
  it("C5 C6 C7 comments, a server that is set up but off, and accounts for any service are no use", () => {
    const off = [
      ...[
        "/interface pptp-server server",
        "# PPTP connections are considered unsafe",
        "set authentication=mschap2",
      ],
      ...[
        "/ip firewall filter",
        'add action=accept chain=input comment="allow pptp" dst-port=22 protocol=tcp',
      ],
      ...["/ppp secret", "add name=any"],
    ];
    expect(() => move(target, ...NETWORKS, ...off)).toThrow("no tunnel");
  });

  it("C8 C45 forwarded PPTP is another server's", () => {
    const others = [
      ...[
        "/ip firewall nat",
        "add action=dst-nat chain=dstnat dst-port=1723 in-interface=ether1 protocol=tcp to-addresses=192.168.1.9",
      ],
      ...["/ip firewall filter", "add action=accept chain=forward dst-port=1723 protocol=tcp"],
      ...["/ip firewall service-port", "set pptp disabled=yes"],
    ];
    const result = move(target, ...SERVER, ...FILTER, ...others);
    const kept = target === "ikev2" ? others.filter((line) => !line.includes("dst-nat")) : others;
    for (const line of kept) expect(result.text).toContain(`${line}\n`);
    expect(result.text).toContain("to-addresses=192.168.1.9");
  });

  it("C9 GRE stays open for EoIP", () => {
    const eoip = ["/interface eoip", "add name=eoip1 remote-address=192.0.2.9 tunnel-id=7"];
    const result = move(target, ...SERVER, ...FILTER, ...eoip);
    expect(result.text).toContain("add action=accept chain=input protocol=gre\n");
    expect(result.text).not.toContain("1723");
  });

  it("C18 an accept that is off opens nothing", () => {
    const lines = FILTER.map((line) =>
      /1723|gre/.test(line) ? line.replace("chain=input", "chain=input disabled=yes") : line,
    );
    const result = move(target, ...SERVER, ...lines);
    const opened = result.after
      .items("/ip/firewall/filter")
      .filter((rule) => /^(?:13231|500|1194)/.test(rule.text("dst-port") ?? "") && rule.isDisabled !== true);
    expect(opened).toEqual([]);
  });

  it("C19 C20 C21 rules about all-ppp, a session and a binding go with their users", () => {
    const lines = [
      ...["/interface pptp-server", "add name=pptp-alice user=alice"],
      ...["/ppp secret", "add name=bob profile=office remote-address=10.10.10.60 service=pptp"],
      ...FILTER,
      "add action=accept chain=forward in-interface=pptp-alice out-interface=lan",
      'add action=accept chain=forward dst-address=192.168.1.5 in-interface="<pptp-bob>"',
      "add action=accept chain=forward dst-address=192.168.1.7 in-interface=all-ppp",
      "add action=drop chain=forward",
    ];
    const result = move(target, ...SERVER, ...lines);
    expectProved(result);
    expect(unwrapped(result)).not.toMatch(/pptp-(?:alice|bob|server)/);
    for (const place of ["192.168.1.5", "192.168.1.7"])
      expect(unwrapped(result)).toMatch(
        new RegExp(`accept chain=forward .*dst-address=${place.replace(/\./g, "\\.")}`),
      );
  });

  it("C24 RADIUS goes on knowing its users, where the target can ask it", () => {
    const lines = [
      ...NETWORKS,
      ...ON,
      "/ppp aaa",
      "set use-radius=yes",
      "/radius",
      "add address=192.168.1.9 service=ppp",
    ];
    const result = move(target, ...lines);
    if (target === "wireguard") expect(result.first.refusal).toContain("RADIUS");
    else expect(result.first.refusal).toBeUndefined();
  });

  it("C25 scripts on login are told, and stay in the profile", () => {
    const script =
      'add local-address=10.10.10.1 name=loud on-up="/log info \\"pptp-server\\"" remote-address=vpn';
    const lines = ["/ppp profile", script, "/ppp secret", "add name=bob profile=loud service=pptp"];
    const result = move(target, ...SERVER, ...FILTER, ...lines);
    if (target === "openvpn") expect(result.text).toContain(`${script}\n`);
    else expect(said(result)).toMatch(/script/);
  });

  it("C39 what lets users in stands before the last drop", () => {
    const result = move(target, ...SERVER, ...FILTER);
    expectProved(result);
    const rules = result.after.items("/ip/firewall/filter");
    const ports = rules.findIndex((rule) => /^(?:13231|500|1194)/.test(rule.text("dst-port") ?? ""));
    expect(ports).toBeGreaterThan(0);
    expect(ports).toBeLessThan(rules.findIndex((rule) => rule.text("action") === "drop"));
  });

  it("C40 the users' network stays, so who may administer stays", () => {
    const lines = [
      ...["/ip service", "set winbox address=10.10.10.0/24,192.168.1.0/24"],
      "/ip firewall filter",
      "add action=accept chain=input dst-port=8291 protocol=tcp src-address=10.10.10.0/24",
    ];
    const rules = FILTER.filter((line) => !line.includes("drop"));
    const result = move(
      target,
      ...SERVER,
      ...rules,
      ...lines.slice(3),
      lines[2] ?? "",
      "add action=drop chain=input",
      ...lines.slice(0, 2),
    );
    expect(result.first.verification?.problems).toEqual([]);
    expect(result.text).toContain("set winbox address=10.10.10.0/24,192.168.1.0/24\n");
  });

  it("C57 accounts go only once a backup is confirmed", () => {
    const result = move(target, ...SERVER, ...FILTER);
    const script = result.first.scripts?.decommission.text ?? "";
    const [before = ""] = script.split('rsclintConfirmRemoval" value');
    expect(before).not.toMatch(/ppp secret[^\n]*remove|remove \[find where name="alice"/);
    expect(unwrapped(result)).not.toMatch(target === "openvpn" ? /$^/ : /hidden/);
  });
});

describe("edge cases of the users' places", () => {
  it("C20 whom a rule names by the session gets an address of the pool for good, and nobody else does", () => {
    const rules = [
      ...FILTER,
      'add action=accept chain=forward dst-address=192.168.1.5 in-interface="<pptp-alice>"',
      "add action=drop chain=forward",
    ];
    const result = move("ikev2", ...SERVER, ...rules);
    expectProved(result);
    expect(unwrapped(result)).toMatch(/add address=10\.10\.10\.10 .*name=ike2-vpn-alice/);
    expect(unwrapped(result)).toMatch(/dst-address=192\.168\.1\.5 .*src-address=10\.10\.10\.10/);
    expect(result.text).toContain("add name=vpn ranges=10.10.10.11-10.10.10.50\n");
  });

  it("C22 a profile named `default` is the server's, a single address beats a pool", () => {
    const lines = [
      ...["/ppp profile", "add local-address=10.30.0.1 name=fixed remote-address=10.30.0.9"],
      ...[
        "/ppp secret",
        "add name=bob profile=default service=pptp",
        "add name=carl profile=fixed remote-address=vpn service=pptp",
      ],
    ];
    expect(places(move("wireguard", ...SERVER, ...lines))).toEqual({
      alice: "10.10.10.10/32",
      bob: "10.10.10.11/32",
      carl: "10.30.0.9/32",
    });
  });

  it("C23 pools with several ranges, a prefix and a next pool; other servers' fixed addresses are left out", () => {
    const lines = [
      ...[
        "/ip pool",
        "add name=b ranges=10.10.20.0/30",
        "add name=a next-pool=b ranges=10.10.11.5,10.10.11.7-10.10.11.8",
      ],
      ...["/ppp profile", "add local-address=10.10.11.1 name=many remote-address=a"],
      ...["/ppp secret", "add name=u1 profile=many service=pptp", "add name=u2 profile=many service=pptp"],
      ...["add name=u3 profile=many service=pptp", "add name=l2 remote-address=10.10.11.7 service=l2tp"],
    ];
    const result = move("wireguard", ...SERVER, ...lines);
    expect(places(result)).toMatchObject({ u1: "10.10.11.5/32", u2: "10.10.11.8/32", u3: "10.10.20.1/32" });
  });

  it("C7 C23 users of both servers get one place each", () => {
    const lines = [
      ...["/interface l2tp-server server", "set default-profile=office enabled=yes use-ipsec=required"],
      ...["/ppp secret", "add name=any profile=office", "add name=lea profile=office service=l2tp"],
    ];
    const result = migrated(
      router("7.17", "/interface bridge", "add name=lan", ...SERVER, ...lines, ...FILTER),
      "wireguard",
      { tunnel: "all" },
    );
    expect(result.outcome.tunnels.map(({ refusal }) => refusal)).toEqual([undefined, undefined]);
    const peers = result.after.items("/interface/wireguard/peers");
    expect(peers.map(({ name }) => name)).toEqual(["alice", "any", "lea"]);
    const all = peers.map((peer) => peer.text("allowed-address"));
    expect(new Set(all).size).toBe(3);
    for (const { verification } of result.outcome.tunnels) {
      expect(verification?.problems).toEqual([]);
      expect(verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
    }
  });

  it("C48 a second server shares the peer that waits for anybody", () => {
    const lines = ["/ip ipsec peer", "add exchange-mode=ike2 name=rw passive=yes"];
    const result = move("ikev2", ...SERVER, ...FILTER, ...lines);
    expect(result.after.items("/ip/ipsec/peer").filter(({ origin }) => origin === "add")).toHaveLength(1);
    expect(unwrapped(result)).toMatch(/add auth-method=digital-signature .*peer=rw /);
  });

  it("C49 certificates are signed one after the other, and no CA is removed", () => {
    const scripts = Object.values(move("ikev2", ...SERVER, ...FILTER).first.scripts ?? {});
    const text = scripts.map((script) => script.text).join("\n");
    expect(text).toContain("/certificate sign");
    expect(text).not.toMatch(/\/certificate\s+remove/);
  });

  it.each([
    ["7.14.3", /comment=alice/, /name=alice|responder/],
    ["7.16.1", /is-responder=yes/, / responder=/],
    ["7.17", / responder=yes/, /is-responder/],
  ])("C53 a peer that waits, in the words of %s", (version, wanted, unwanted) => {
    const result = migrated(router(version, ...SERVER, ...FILTER), "wireguard");
    const line = unwrapped(result)
      .split("\n")
      .find((each) => each.includes("ALICE-PUBLIC-KEY"));
    expect(line).toMatch(wanted);
    expect(line).not.toMatch(unwanted);
  });

  it("C27 C41 addresses that look like a user's are kept with the user", () => {
    const lines = [
      ...["/ppp secret", "add name=bob profile=office remote-address=10.10.10.60 service=pptp"],
      ...["/tool netwatch", "add host=10.10.10.60", "/ip dns static", "add address=10.10.10.60 name=bob.lan"],
    ];
    const result = move("wireguard", ...SERVER, ...FILTER, ...lines);
    expect(places(result)).toMatchObject({ bob: "10.10.10.60/32" });
    for (const line of lines.slice(2)) expect(result.text).toContain(line);
  });
});
