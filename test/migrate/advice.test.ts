import { describe, expect, it } from "vitest";
import { listTunnels } from "../../server/src/migrate/run.ts";
import { router } from "../support/migrations.ts";
import { modelOf } from "../support/model.ts";

const CLIENT = ["/interface pptp-client", "add connect-to=198.51.100.7 disabled=no name=out user=me"];
const SERVER = [
  "/interface pptp-server server",
  "set enabled=yes",
  "/ppp secret",
  "add name=ann service=pptp",
];

function advice(version: string, board: string | undefined, ...lines: readonly string[]): string {
  const text = router(version, ...(board === undefined ? [] : [`# model = ${board}`]), ...lines);
  const [first] = listTunnels(modelOf(text));
  return first?.advice.join(" ") ?? "";
}

describe("the advice", () => {
  it("goes by the version first", () => {
    expect(advice("7.16", undefined, ...CLIENT)).toMatch(/^Advised: WireGuard, since RouterOS 7\.16 has it/);
    expect(advice("6.49.10", undefined, ...CLIENT)).toMatch(
      /^Advised: IKEv2, since RouterOS 6\.49\.10 has no/,
    );
    expect(advice("6.44.6", undefined, ...CLIENT)).toMatch(/^Advised: OpenVPN, .*For IKEv2 or WireGuard/);
  });

  it.each([
    ["RB941-2nD", "replace it rather than upgrade it"],
    ["RouterBOARD 931-2nD", "replace it rather than upgrade it"],
    ["RB750Gr3", "16 MB of flash only"],
    ["RBD52G-5HacD2HnD", "16 MB of flash only"],
    ["2011UiAS-2HnD", "has room for RouterOS 7"],
    ["CCR1009-7G-1C-1S+", "has room for RouterOS 7"],
    ["RB912UAG-2HPnD", "are tight"],
    [undefined, "are tight"],
  ])("tells what an upgrade of %s means", (board, words) => {
    expect(advice("6.49.10", board, ...CLIENT)).toContain(words);
    expect(advice("7.16", board, ...CLIENT)).not.toContain(words);
  });

  it("names what the file cannot tell: devices without an app, lines where only TCP passes", () => {
    const server = advice("7.16", undefined, ...SERVER);
    expect(server).toContain("shall need no app, take IKEv2");
    expect(server).toContain("only TCP passes");
    expect(advice("7.16", undefined, ...CLIENT)).toContain("ask the provider");
  });

  it("goes by what the tunnel does: RADIUS, a bridge, nothing at all", () => {
    const radius = ["/interface pptp-server server", "set enabled=yes", "/ppp aaa", "set use-radius=yes"];
    expect(advice("7.16", undefined, ...radius)).toMatch(/^Advised: IKEv2, since RADIUS/);
    const bridge = ["/interface bridge", "add name=lan", "/ppp profile", "add bridge=lan name=bcp"];
    const bridged = CLIENT.map((line) => line.replace("name=out", "name=out profile=bcp"));
    expect(advice("7.16", undefined, ...bridge, ...bridged)).toMatch(
      /^Advised: OpenVPN, since the tunnel bridges/,
    );
    const off = CLIENT.map((line) => line.replace("disabled=no ", ""));
    expect(advice("7.16", undefined, ...off)).toContain("may as well be removed");
  });

  it("has none for what script code makes", () => {
    const made = modelOf(":if (true) do={ /interface pptp-client add connect-to=a disabled=no name=p }\n", {
      version: "7.15",
    });
    expect(listTunnels(made)[0]?.advice.join(" ")).toContain("nothing here can be moved");
  });
});
