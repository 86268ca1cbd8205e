import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { migratePair } from "../../server/src/migrate/run.ts";
import { router } from "../support/migrations.ts";
import { modelOf } from "../support/model.ts";
import { proveScripts } from "../support/stage-proof.ts";

const FOLDER = fileURLToPath(new URL("pairs/site-to-site-v7", import.meta.url));
const side = (name: string) => modelOf(readFileSync(`${FOLDER}/side-${name}.rsc`, "utf8"));

describe("both ends of a site-to-site tunnel", () => {
  const pair = migratePair(side("a"), side("b"), { target: "wireguard" });
  if (typeof pair === "string") throw new Error(pair);
  const [a = "", b = ""] = [pair.own, pair.other].map(({ files }) => files[0]?.text.replace(/\\\n\s*/g, ""));

  it("gives the caller everything, by its own default route and a host route to the other end", () => {
    expect(a).toMatch(
      /allowed-address=0\.0\.0\.0\/0 endpoint-address=b\.example\.net endpoint-port=13231 interface=wg-to-b .*public-key="<B-PUBLIC-KEY>"/,
    );
    expect(a).toContain("add address=172.16.0.2/32 interface=wg-to-b network=172.16.0.1");
    expect(a).toContain("add distance=5 dst-address=0.0.0.0/0 gateway=wg-to-b");
    expect(a).toContain("dst-address=<ENDPOINT-ADDRESS>/32 gateway=<WAN-GATEWAY>");
    expect(a).toContain("add dst-address=10.2.0.0/24 gateway=wg-to-b");
    expect(pair.own.tunnels[0]?.warnings.join("\n")).toMatch(/DHCP.*script/);
  });

  it("gives the answerer the caller's address and networks, and one accept before the drop", () => {
    expect(b).toMatch(
      /allowed-address=172\.16\.0\.2\/32,10\.1\.0\.0\/24 .*interface=wg-vpn public-key="<A-PUBLIC-KEY>"/,
    );
    expect(b).toContain("add address=172.16.0.1/30 interface=wg-vpn network=172.16.0.0");
    expect(b).toMatch(
      /established,related\nadd action=accept chain=input (?:comment=\S+ )?dst-port=13231 protocol=udp\nadd action=drop/,
    );
    expect(b).toContain("add dst-address=10.1.0.0/24 gateway=wg-vpn");
    expect(a + b).not.toContain("pptp");
  });

  it("tells both ends how to come by a key before the other end has one", () => {
    const told = [pair.own, pair.other].map(({ tunnels }) => tunnels[0]?.warnings.join("\n") ?? "");
    expect(told[0]).toContain("`/interface wireguard add listen-port=13231 mtu=1420 name=wg-to-b`");
    expect(told[1]).toContain("`/interface wireguard add listen-port=13231 mtu=1420 name=wg-vpn`");
    expect(pair.own.tunnels[0]?.ownKey).toBe("a-public-key");
    expect(pair.other.tunnels[0]?.ownKey).toBe("b-public-key");
  });

  it("is proved at both ends, whichever file comes first", () => {
    for (const { tunnels } of [pair.own, pair.other]) {
      expect(tunnels[0]?.verification?.problems).toEqual([]);
      expect(tunnels[0]?.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
    }
    const ends = [
      { model: side("a"), moved: pair.own },
      { model: side("b"), moved: pair.other },
    ];
    for (const { model, moved } of ends)
      expect(
        proveScripts(
          model,
          moved.tunnels.flatMap(({ scripts }) => scripts ?? []),
          moved.files[0]?.text ?? "",
        ),
      ).toEqual([]);
    const turned = migratePair(side("b"), side("a"), { target: "wireguard" });
    expect(typeof turned === "string" ? turned : turned.other.files).toEqual(pair.own.files);
  });

  it("takes keys from the answers, crosswise", () => {
    const keyed = migratePair(side("a"), side("b"), {
      target: "wireguard",
      answers: { "a-public-key": "AAAA", "b-public-key": "BBBB" },
    });
    if (typeof keyed === "string") throw new Error(keyed);
    expect(keyed.own.files[0]?.text).toContain("public-key=BBBB");
    expect(keyed.other.files[0]?.text).toContain("public-key=AAAA");
  });

  it("refuses files that do not belong together", () => {
    const stranger = modelOf(
      router("7.15.3", "/interface pptp-client", "add connect-to=x disabled=no name=p user=nobody"),
    );
    expect(migratePair(stranger, side("b"), { target: "wireguard" })).toMatch(/account/);
  });
});

describe("two sites with a routing protocol between them", () => {
  const answerer = router(
    "7.15.3",
    ...[
      "/interface l2tp-server",
      "add name=to-b user=b",
      "/ppp profile",
      "add local-address=172.31.0.1 name=s2s",
    ],
    ...["/routing ospf instance", "add name=o", "/routing ospf area", "add instance=o name=backbone"],
    ...["/interface l2tp-server server", "set default-profile=s2s enabled=yes"],
    ...["/ip address", "add address=198.51.100.2/30 interface=ether1 network=198.51.100.0"],
    ...["/ppp secret", "add name=b profile=s2s remote-address=172.31.0.2 service=l2tp"],
    ...["/routing ospf interface-template", "add area=backbone interfaces=to-b type=ptp"],
    ...["/system identity", "set name=a"],
  );
  const caller = router(
    "7.15.3",
    ...["/interface l2tp-client", "add connect-to=198.51.100.2 disabled=no name=to-a user=b"],
    ...["/routing ospf instance", "add name=o", "/routing ospf area", "add instance=o name=backbone"],
    ...["/ip dhcp-client", "add interface=ether1"],
    ...["/routing ospf interface-template", "add area=backbone interfaces=to-a type=ptp"],
    ...["/system identity", "set name=b"],
  );

  it.each(["ikev2", "wireguard", "openvpn"] as const)("waits at both ends until %s is up", (target) => {
    const pair = migratePair(modelOf(answerer), modelOf(caller), { target });
    if (typeof pair === "string") throw new Error(pair);
    for (const { tunnels } of [pair.own, pair.other])
      expect(tunnels[0]?.scripts?.cutover.text).toMatch(
        /= 0\) do=\{ :error ".* is not up; nothing was changed" \}\n\n[\s\S]*# .*ospf/,
      );
    expect(pair.own.tunnels[0]?.warnings[0]).toContain("at the answering router first");
  });
});
