import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { type MigrationOutcome, migratePair } from "../../server/src/migrate/run.ts";
import { migrated, router, said, unwrapped } from "../support/migrations.ts";
import { modelOf } from "../support/model.ts";
import { provedMove } from "../support/proved-move.ts";

/** Two sites behind one server, one of them switched off, and a user; OSPF runs over the lines. */
const HQ = router(
  "7.18.2",
  ...["/interface bridge", "add name=lan"],
  ...["/interface l2tp-server", "add name=to-shop user=shop", "add disabled=yes name=to-barn user=barn"],
  ...["/interface list", "add name=lines"],
  ...["/ip ipsec profile", "add name=inner"],
  ...["/ip ipsec peer", "add address=10.44.0.3/32 local-address=10.44.0.1 name=inner-shop passive=yes"],
  ...["/ip pool", "add name=dial ranges=10.44.0.0/29"],
  ...["/ppp profile", "add local-address=10.44.0.1 name=lines only-one=no remote-address=dial"],
  ...[
    "/routing ospf instance",
    "add disabled=no name=o",
    "/routing ospf area",
    "add instance=o name=backbone",
  ],
  ...["/interface l2tp-server server", "set default-profile=lines enabled=yes"],
  ...["/interface list member", "add interface=to-shop list=lines", "add interface=to-barn list=lines"],
  "/ip address",
  "add address=192.168.40.1/24 interface=lan network=192.168.40.0",
  "add address=198.51.100.2/30 interface=ether1 network=198.51.100.0",
  ...["/ip firewall address-list", "add address=10.44.0.0/29 list=tunnels"],
  "/ip firewall nat",
  "# to-barn not ready",
  "add action=masquerade chain=srcnat out-interface=to-barn",
  "add action=masquerade chain=srcnat out-interface=to-shop",
  ...["/ip route", "add gateway=198.51.100.1"],
  "/ppp secret",
  "add name=barn profile=lines remote-address=10.44.0.2 service=l2tp",
  "add name=shop profile=lines remote-address=10.44.0.3 service=l2tp",
  "add name=vera profile=lines remote-address=10.44.0.4 service=l2tp",
  "/routing ospf interface-template",
  "add area=backbone interfaces=to-shop type=ptp",
  "add area=backbone interfaces=to-barn type=ptp",
  ...["/system identity", "set name=hq"],
);

const SHOP = router(
  "7.18.2",
  ...["/interface bridge", "add name=lan"],
  ...["/ip ipsec peer", "add address=10.44.0.1/32 local-address=10.44.0.3 name=inner-hq"],
  ...["/ppp profile", "add local-address=10.44.0.3 name=line remote-address=10.44.0.1"],
  ...["/interface l2tp-client", "add connect-to=198.51.100.2 disabled=no name=hq profile=line user=shop"],
  ...[
    "/routing ospf instance",
    "add disabled=no name=o",
    "/routing ospf area",
    "add instance=o name=backbone",
  ],
  ...["/routing table", "add disabled=no fib name=by-hq"],
  ...["/ip address", "add address=192.168.50.1/24 interface=lan network=192.168.50.0"],
  ...["/ip dhcp-client", "add interface=ether1"],
  "/ip firewall mangle",
  "add action=mark-routing chain=output dst-address-list=far new-routing-mark=by-hq passthrough=no",
  "add action=mark-routing chain=prerouting dst-address-list=far new-routing-mark=by-hq passthrough=no",
  ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=hq"],
  ...["/ip route", "add dst-address=0.0.0.0/0 gateway=hq pref-src=10.44.0.3 routing-table=by-hq"],
  ...["/routing filter rule", 'add chain=in rule="if (dst-len==0) { set pref-src 10.44.0.3; accept }"'],
  ...["/routing ospf interface-template", "add area=backbone interfaces=hq type=ptp"],
  ...["/system identity", "set name=shop"],
);

function textOf({ files }: MigrationOutcome): string {
  return files[0]?.text.replace(/\\\r?\n\s*/g, "") ?? "";
}

function scriptOf({ tunnels }: MigrationOutcome, stage: "parallel" | "cutover"): string {
  return tunnels[0]?.scripts?.[stage].text ?? "";
}

function pairOf(target: Target = "wireguard") {
  const pair = migratePair(modelOf(SHOP), modelOf(HQ), { target });
  if (typeof pair === "string") throw new Error(pair);
  return pair;
}

describe("the addresses of a line", () => {
  const { own: shop, other: hq } = pairOf();

  it("stay a pair at both ends", () => {
    expect(textOf(shop)).toContain("add address=10.44.0.3/32 interface=wg-hq network=10.44.0.1");
    expect(textOf(hq)).toContain("add address=10.44.0.1/32 interface=wg-to-shop network=10.44.0.3");
  });

  it("lead nowhere while the old tunnel has them", () => {
    expect(scriptOf(hq, "parallel")).not.toContain("network=10.44.0.3");
    expect(scriptOf(hq, "cutover")).toContain("address=10.44.0.1/32 interface=wg-to-shop network=10.44.0.3");
    // Hosts under test need an address to be masqueraded with.
    expect(scriptOf(shop, "parallel")).toContain("address=10.44.0.3/32 interface=wg-hq network=10.44.0.3");
    expect(scriptOf(shop, "cutover")).toMatch(/\/ip address set \[find where .*\] network=10\.44\.0\.1/);
  });

  it("are the same in IKEv2, inside GRE", () => {
    const gre = pairOf("ikev2");
    expect(textOf(gre.own)).toContain("add address=10.44.0.3/32 interface=gre-hq network=10.44.0.1");
    expect(textOf(gre.other)).toContain("add address=10.44.0.1/32 interface=gre-to-shop network=10.44.0.3");
    expect(scriptOf(gre.own, "parallel")).not.toMatch(/network=10\.44\.0\.[01] /);
    const alone = provedMove(SHOP, "ikev2");
    expect(unwrapped(alone)).toContain("add address=10.44.0.3/32 interface=gre-hq network=10.44.0.1");
  });

  it("are those of the profile where one end moves alone", () => {
    const alone = provedMove(SHOP, "wireguard");
    expect(unwrapped(alone)).toContain("add address=10.44.0.3/32 interface=wg-hq network=10.44.0.1");
    expect(said(alone)).not.toMatch(/10\.44\.0\.[13]`? (?:in|of)/);
    provedMove(HQ, "wireguard");
  });

  it("are told wherever they are named, where another is wanted", () => {
    const other = migrated(SHOP, "wireguard", { answers: { "tunnel-address": "10.13.128.5/32" } });
    for (const [address, name] of [
      ["10.44.0.3", "pref-src"],
      ["10.44.0.3", "local-address"],
      ["10.44.0.1/32", "address"],
      ["10.44.0.3", "rule"],
    ] as const)
      expect(said(other)).toMatch(
        new RegExp(`holds \`${address.replace("/32", "").replaceAll(".", "\\.")}\` in \`${name}\``),
      );
  });
});

describe("a site that is given another address", () => {
  it("is told wherever the old one is named", () => {
    const moved = migrated(HQ, "wireguard", { answers: { "shop-address": "10.44.0.6" } });
    expect(said(moved)).toMatch(
      /`inner-shop`.* holds `10\.44\.0\.3` in `address`, .*`shop`.* 10\.44\.0\.6 now/,
    );
    expect(said(migrated(HQ, "wireguard"))).not.toContain("holds `10.44.0.3`");
  });
});

describe("the trial with one host", () => {
  const trial = (text: string, target: Target) => {
    const { first } = migrated(text, target, { answers: { device: "192.168.50.7" } });
    return first.scripts?.parallel.text ?? "";
  };

  it.each(["wireguard", "openvpn"] as const)(
    "stands where hosts pass, and not the router itself (%s)",
    (target) => {
      const script = trial(SHOP, target);
      expect(script).toMatch(/add action=mark-routing chain=prerouting .*src-address-list=vpn-test/);
      expect(script).not.toMatch(/chain=output .*src-address-list=vpn-test/);
    },
  );

  it("is not promised where only the router's own packets are marked", () => {
    const own = SHOP.replace(/^add .*chain=prerouting .*\n/m, "");
    expect(trial(own, "wireguard")).not.toContain("vpn-test");
  });
});

describe("the users' network", () => {
  const server = (...lines: readonly string[]) =>
    router(
      "7.18.2",
      ...["/interface bridge", "add name=lan"],
      ...["/ip pool", "add name=dial ranges=10.45.0.2-10.45.0.6"],
      ...["/ppp profile", "add local-address=10.45.0.1 name=users remote-address=dial"],
      ...["/interface l2tp-server server", "set default-profile=users enabled=yes"],
      ...["/ip address", "add address=198.51.100.2/30 interface=ether1 network=198.51.100.0"],
      ...lines,
      ...["/ip route", "add gateway=198.51.100.1"],
      ...["/ip service", "set telnet disabled=yes"],
      ...["/ppp secret", "add name=vera profile=users service=l2tp"],
    );
  const addressIn = (text: string) =>
    /add address=(\S+) interface=wg-vpn/.exec(unwrapped(provedMove(text, "wireguard")))?.[1];

  it("is no wider than what the server could give", () => {
    expect(addressIn(server())).toBe("10.45.0.1/29");
    const reasons = (text: string) =>
      migrated(text, "wireguard")
        .first.steps.map(({ reason }) => reason)
        .join("\n");
    expect(reasons(server())).toContain("the smallest network");
    expect(reasons(HQ)).toContain("The file names this network");
  });

  it("is the one that the file names, though the pool begins and ends at its edges", () => {
    const named = unwrapped(provedMove(HQ, "wireguard"));
    expect(named).toContain("add address=10.44.0.1/29 interface=wg-vpn network=10.44.0.0");
    expect(addressIn(server("/ip firewall address-list", "add address=10.45.0.0/26 list=vpn"))).toBe(
      "10.45.0.1/26",
    );
  });

  it("is never one that all private addresses are in", () => {
    expect(addressIn(server("/ip firewall address-list", "add address=10.0.0.0/8 list=private"))).toBe(
      "10.45.0.1/29",
    );
  });

  it("takes in no other network of the router, and nothing that is routed elsewhere", () => {
    const lan = ["/ip address", "add address=10.45.0.129/25 interface=ether2 network=10.45.0.128"];
    const named = ["/ip firewall address-list", "add address=10.45.0.0/24 list=vpn"];
    expect(addressIn(server(...lan, ...named))).toBe("10.45.0.1/29");
    const routed = ["/ip route", "add dst-address=10.45.0.200/32 gateway=192.0.2.9"];
    expect(addressIn(server(...named, ...routed))).toBe("10.45.0.1/29");
  });

  it("is none where the smallest takes in another: host routes then", () => {
    const text = server("/ip address", "add address=10.45.0.5/31 interface=ether2 network=10.45.0.4");
    const moved = provedMove(text, "wireguard");
    expect(unwrapped(moved)).toContain("add address=10.45.0.1/32 interface=wg-vpn network=10.45.0.1");
    expect(unwrapped(moved)).toMatch(/add .*dst-address=10\.45\.0\.2\/32 gateway=wg-vpn/);
  });
});

describe("a line that is switched off", () => {
  const moved = provedMove(HQ, "wireguard");
  const cutoverOf = (target: Target, text = HQ) => migrated(text, target).first.scripts?.cutover.text ?? "";

  it("stays off, and is told", () => {
    expect(unwrapped(moved)).toMatch(/^add .*disabled=yes .*name=wg-to-barn$/m);
    expect(unwrapped(moved)).toMatch(
      /^add allowed-address=0\.0\.0\.0\/0 disabled=yes interface=wg-to-barn /m,
    );
    expect(unwrapped(moved)).not.toMatch(/disabled=yes .*name=wg-to-shop/);
    expect(said(moved)).toMatch(/`barn`.*`wg-to-barn`.*switched off/);
    // Once the interface is enabled, all about it acts as it did.
    expect(unwrapped(moved)).toMatch(/^add action=masquerade chain=srcnat out-interface=wg-to-barn$/m);
  });

  it.each(["wireguard", "openvpn", "ikev2"] as const)("keeps no other line waiting (%s)", (target) => {
    const text = cutoverOf(target);
    expect(text).toMatch(/:if \(\[:len .*shop/);
    expect(text).not.toMatch(/:error .*barn/);
  });

  const offByAccount = HQ.replace("disabled=yes name=to-barn", "name=to-barn").replace(
    "add name=barn profile",
    "add disabled=yes name=barn profile",
  );

  it("is proved where its account is off", () => {
    expect(unwrapped(provedMove(offByAccount, "wireguard"))).toMatch(/disabled=yes .*name=wg-to-barn$/m);
    provedMove(offByAccount, "openvpn");
  });

  it.each(["wireguard", "openvpn", "ikev2"] as const)("is off by its account, too (%s)", (target) => {
    expect(cutoverOf(target, offByAccount)).not.toMatch(/:error .*barn/);
  });
});

describe("a site whose static interface is off, with OSPF by the network of its address", () => {
  it("has a line that is on, since OSPF runs on any session", () => {
    const text = HQ.replace(
      "add area=backbone interfaces=to-barn type=ptp",
      "add area=backbone networks=10.44.0.0/29",
    );
    expect(unwrapped(migrated(text, "wireguard"))).not.toMatch(/disabled=yes .*name=wg-to-barn/);
    expect(migrated(text, "ikev2").text.replace(/\\\n\s*/g, "")).not.toMatch(
      /disabled=yes .*name=gre-to-barn/,
    );
  });
});

describe("a static interface that is off, of a user who may come in all the same", () => {
  const plain = HQ.replace(/^\/routing ospf interface-template\n(?:add .*\n)+/m, "")
    .replace(
      "add gateway=198.51.100.1",
      "add gateway=198.51.100.1\nadd dst-address=192.168.60.0/24 gateway=to-barn",
    )
    .replace("/ppp secret", "/queue simple\nadd max-limit=1M/1M name=barn target=to-barn\n/ppp secret");

  it("leaves its rules, queues and routes without effect, and keeps nobody waiting", () => {
    const moved = provedMove(plain, "wireguard");
    const text = unwrapped(moved);
    expect(text).toMatch(/^add action=masquerade .*disabled=yes .*out-interface=wg-vpn/m);
    expect(text).toMatch(/^add .*disabled=yes .*name=barn target=10\.44\.0\.2/m);
    expect(text).toMatch(/^add disabled=yes dst-address=192\.168\.60\.0\/24 gateway=wg-vpn/m);
    expect(text).not.toMatch(/^add allowed-address=10\.44\.0\.2\S* disabled=yes/m);
    expect(moved.first.scripts?.cutover.text).not.toMatch(/:error .*barn/);
    expect(said(moved)).toMatch(/is about `to-barn`, which is switched off/);
  });
});

describe("the file for a site", () => {
  it("lets through what the plan says that it must", () => {
    const { clientFiles, warnings } = migrated(HQ, "wireguard").first;
    const fileOf = (user: string) =>
      clientFiles.find(({ fileName }) => fileName === `${user}.conf`)?.text ?? "";
    expect(warnings.join("\n")).toMatch(/`shop`.*`allowed-address=0\.0\.0\.0\/0`/);
    expect(fileOf("shop")).toMatch(/^AllowedIPs = 0\.0\.0\.0\/0$/m);
    expect(fileOf("shop")).toContain("# Everything may come through");
    expect(fileOf("vera")).toMatch(/^AllowedIPs = 10\.44\.0\.0\/29, 192\.168\.40\.0\/24$/m);
    expect(fileOf("vera")).not.toContain("Everything may");
  });
});

describe("the words about a line", () => {
  const moved = migrated(HQ, "wireguard");
  const titles = moved.first.steps.map(({ stage, title }) => `${stage}: ${title}`);

  it("name the interface and the direction, so that no two steps read alike", () => {
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
    expect(titles).toContain(
      "parallel: rule 1 of `/ip firewall nat`: the same for what leaves by `wg-to-shop`",
    );
  });

  it("tell who an interface is for", () => {
    const reasonOf = (name: string) =>
      moved.first.steps.find(({ title }) => title === `WireGuard interface \`${name}\``)?.reason;
    expect(reasonOf("wg-vpn")).toContain("All users meet here");
    expect(reasonOf("wg-to-shop")).toContain("It is for `shop` alone");
  });

  it("ask of OSPF what is not so already", () => {
    expect(said(moved)).toMatch(/OSPF runs over `wg-to-shop`.* as 0\.0\.0\.0\/0 does/);
    expect(said(moved)).not.toContain("must hold 224");
  });

  it("tell of IPsec inside the tunnel, at both ends", () => {
    expect(said(moved)).toMatch(/`inner-shop`.* inside the tunnel.*encrypted twice.*1420/);
    expect(said(migrated(SHOP, "wireguard"))).toMatch(/`inner-hq`.* inside the tunnel/);
    const elsewhere = SHOP.replace("address=10.44.0.1/32", "address=203.0.113.9/32");
    expect(said(migrated(elsewhere, "wireguard"))).not.toContain("inside the tunnel");
  });

  it.each(["wireguard", "ikev2", "openvpn"] as const)(
    "keep no note of the old interface's state (%s)",
    (target) => {
      expect(migrated(HQ, target).text).not.toContain("not ready");
      const other = HQ.replace("# to-barn not ready", "# to-barn not ready yet");
      expect(migrated(other, target).text).toContain("# to-barn not ready yet");
    },
  );
});
