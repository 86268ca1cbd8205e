import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { migrated, router } from "../support/migrations.ts";

const TABLE = [
  "/interface pptp-client",
  "add connect-to=198.51.100.7 disabled=no name=hq user=me",
  "/routing table",
  "add disabled=no fib name=to-hq",
  "/ip address",
  "add address=10.12.1.1/24 interface=ether2 network=10.12.1.0",
  "/ip dhcp-client",
  "add interface=ether1",
  "/ip route",
  "add dst-address=0.0.0.0/0 gateway=hq routing-table=to-hq",
];

/** What cutover and its way back remove from the table of connections. */
function cuts(target: Target, ...lines: readonly string[]) {
  const { first } = migrated(router("7.16.2", ...TABLE, ...lines), target);
  const removals = (text = "") => text.match(/.*\/ip firewall connection remove.*/g) ?? [];
  const { text, rollback } = first.scripts?.cutover ?? {};
  return { forward: removals(text), back: removals(rollback) };
}

const bySource = (pattern: string) => `/ip firewall connection remove [find where src-address~"^${pattern}"]`;

describe("open connections at cutover", () => {
  it("start anew for every host of a list, ranges and networks included, and of routing rules", () => {
    const { forward, back } = cuts(
      "wireguard",
      "/ip firewall address-list",
      "add address=10.12.1.20 list=via-hq",
      "add address=10.12.1.31-10.12.1.35 list=via-hq",
      "add address=10.12.4.0/22 list=via-hq",
      "add address=10.12.1.77 disabled=yes list=via-hq",
      "/ip firewall mangle",
      "add action=mark-routing chain=prerouting dst-address-type=!local new-routing-mark=to-hq passthrough=no src-address-list=via-hq",
      "/routing rule",
      "add action=lookup-only-in-table src-address=10.12.1.99 table=to-hq",
    );
    const wanted = bySource(
      "(10[.]12[.]1[.]20(:|\\$)|10[.]12[.]1[.]3[1-5](:|\\$)|10[.]12[.]1[.]99(:|\\$)|10[.]12[.][4-7][.])",
    );
    expect(forward).toEqual([wanted]);
    expect(back).toEqual([wanted]);
  });

  it("are found by their mark where the marks wait for one", () => {
    const rules = [
      "/ip firewall mangle",
      "add action=mark-connection chain=prerouting connection-mark=no-mark new-connection-mark=hq src-address=10.12.1.20",
      "add action=mark-routing chain=prerouting connection-mark=hq new-routing-mark=to-hq passthrough=no",
    ];
    const byMark = '/ip firewall connection remove [find where connection-mark="hq"]';
    expect(cuts("wireguard", ...rules)).toEqual({ forward: [byMark], back: [byMark] });
    expect(cuts("ikev2", ...rules)).toEqual({ forward: [byMark], back: [byMark] });
  });

  it("are found by the address they were translated to where the file does not tell all hosts", () => {
    const { forward, back } = cuts(
      "wireguard",
      "/ip firewall address-list",
      "add address=10.12.1.20 list=via-hq",
      "add address=tv.example.com list=via-hq",
      "/ip firewall mangle",
      "add action=mark-routing chain=prerouting dst-address-type=!local new-routing-mark=to-hq passthrough=no src-address-list=via-hq",
    );
    expect(forward.join("\n")).toMatch(/interface="hq".*reply-dst-address~/);
    expect(back.join("\n")).toMatch(/interface="wg-hq".*reply-dst-address~/);
  });

  it("stay where they lead to the router's own network, though a route into the tunnel holds it", () => {
    const { forward } = cuts(
      "wireguard",
      "/ip route",
      "add dst-address=10.12.0.0/16 gateway=hq",
      "/routing rule",
      "add action=lookup-only-in-table src-address=10.12.1.99 table=to-hq",
    );
    const patterns = forward.flatMap((text) => /dst-address~"\^(.*)"\]$/.exec(text)?.[1] ?? []);
    const far = new RegExp(`^${patterns.join("").replaceAll("\\$", "$")}`);
    expect(["10.12.0.9:80", "10.12.2.1:80", "10.12.1.1:22", "10.1.2.1:80"].map((to) => far.test(to))).toEqual(
      [true, true, false, false],
    );
  });
});
