import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";
import { proveScripts } from "../support/stage-proof.ts";

/** Two default routes of one table; `stop` is the one that takes what the tunnel cannot. */
function withStop(version: string, mark: string, stop: string) {
  return migrated(
    router(
      version,
      ...["/interface pptp-client", "add connect-to=198.51.100.7 disabled=no name=vpn user=me"],
      ...(mark === "routing-table" ? ["/routing table", "add fib name=via"] : []),
      ...["/ip address", "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0"],
      ...["/ip dhcp-client", "add interface=ether1"],
      "/ip firewall mangle",
      "add action=mark-routing chain=prerouting new-routing-mark=via src-address-list=hosts",
      ...["/ip firewall nat", "add action=masquerade chain=srcnat"],
      ...["/ip route", `add distance=1 dst-address=0.0.0.0/0 gateway=vpn ${mark}=via`, stop],
    ),
    "ikev2",
  );
}

describe("a route that stops what the tunnel cannot take", () => {
  it.each([
    [
      "7.16",
      "routing-table",
      "add blackhole distance=254 dst-address=0.0.0.0/0 routing-table=via",
      "routing-table=via blackhole",
    ],
    [
      "7.16",
      "routing-table",
      'add blackhole distance=254 dst-address=0.0.0.0/0 gateway="" routing-table=via',
      "routing-table=via blackhole",
    ],
    [
      "6.49.10",
      "routing-mark",
      "add distance=254 dst-address=0.0.0.0/0 routing-mark=via type=blackhole",
      "routing-mark=via type=blackhole",
    ],
  ])("is told from its twin on %s by %s: %s", (version, mark, stop, condition) => {
    const { before, text, first, outcome } = withStop(version, mark, stop);
    expect(first.scripts?.cutover.byHand).toEqual([]);
    expect(first.scripts?.cutover.text).toContain(
      `/ip route set [find where dst-address=0.0.0.0/0 ${condition} dynamic=no] disabled=yes`,
    );
    const scripts = outcome.tunnels.flatMap((tunnel) => tunnel.scripts ?? []);
    expect(proveScripts(before, scripts, text)).toEqual([]);
  });

  it("is named whole where a person has to find it", () => {
    const stop = "add blackhole distance=254 dst-address=0.0.0.0/0 routing-table=via";
    const { first } = withStop("7.16", "routing-table", `${stop}\n${stop}`);
    expect(first.scripts?.cutover.byHand[0]).toContain(
      "It is the one with `blackhole distance=254 routing-table=via`.",
    );
  });
});
