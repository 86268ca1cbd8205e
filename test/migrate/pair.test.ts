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
    expect(a).toContain("add address=172.16.0.2/30 interface=wg-to-b network=172.16.0.0");
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
