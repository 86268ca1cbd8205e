import { describe, expect, it } from "vitest";
import { listTunnels } from "../../server/src/migrate/run.ts";
import { migrated, router } from "../support/migrations.ts";

const CLIENT = [
  "/interface pptp-client",
  "add connect-to=192.0.2.9 disabled=no name=vpn-a user=ua",
  "/ip firewall nat",
  "add action=masquerade chain=srcnat out-interface=vpn-a",
];

describe("a file with statements that cannot be read", () => {
  it.each([
    ["firewall", "/ip firewall filter", 'add action=accept chain=input comment="PPTP dst-port=1723'],
    ["routes", "/ip route", "add dst-address=[ gateway=vpn-a"],
    ["own menu", "/interface pptp-client", "add connect-to=192.0.2.8 ) name=vpn-b"],
  ])("is not touched where that is the tunnel's: %s", (_name, menu, line) => {
    const { first, text, before } = migrated(router("7.17.2", ...CLIENT, menu, line), "wireguard");
    expect(first.refusal).toBe(
      `Line 9 cannot be read, and \`${menu}\` is part of what moves: correct it first, or export again.`,
    );
    expect(text).toBe(before.files[0]?.text);
    expect(listTunnels(before)[0]?.offers.map(({ isPossible }) => isPossible)).toEqual([false, false, false]);
  });

  it("is moved with a warning before all others where it is not", () => {
    const { first } = migrated(router("7.17.2", ...CLIENT, "/ip dns", "set servers={"), "wireguard");
    expect(first.refusal).toBeUndefined();
    expect(first.warnings[0]).toBe(
      "Line 9 in `/ip dns` cannot be read, and the router stops an import there; the plan leaves it as it is.",
    );
  });

  it("says nothing of what can be read", () => {
    const { first } = migrated(router("7.17.2", ...CLIENT, "/ip dns", "set servers=9.9.9.9"), "wireguard");
    expect(first.warnings.join()).not.toContain("cannot be read");
  });
});
