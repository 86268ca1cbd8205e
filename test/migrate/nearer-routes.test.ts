import { describe, expect, it } from "vitest";
import { router } from "../support/migrations.ts";
import { provedMove } from "../support/proved-move.ts";

const ROUTER = [
  ...["/interface bridge", "add name=lan", "add name=guest"],
  ...["/interface pptp-client", "add connect-to=198.51.100.7 disabled=no name=hq user=me"],
  ...["/interface l2tp-client", "add connect-to=203.0.113.77 disabled=no name=voice user=me"],
  ...["/interface list", "add name=WAN", "/interface list member", "add interface=ether1 list=WAN"],
  ...["/ip address", "add address=10.12.1.1/24 interface=lan network=10.12.1.0"],
  "add address=10.12.100.1/24 interface=guest network=10.12.100.0",
  "add address=203.0.113.10/29 interface=ether1 network=203.0.113.8",
  ...["/ip firewall filter", "add action=accept chain=input connection-state=established,related"],
  "add action=accept chain=input in-interface=lan",
  "add action=drop chain=input in-interface-list=WAN",
  "add action=drop chain=forward connection-nat-state=!dstnat connection-state=new in-interface-list=WAN",
  ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface-list=WAN"],
  "add action=masquerade chain=srcnat out-interface=hq",
  "add action=dst-nat chain=dstnat dst-port=8000 protocol=tcp to-addresses=10.12.1.30 to-ports=80",
  "add action=dst-nat chain=dstnat dst-address=203.0.113.10 dst-port=3389 protocol=tcp to-addresses=10.12.3.31",
];
const ROUTES = [
  "/ip route",
  "add dst-address=0.0.0.0/0 gateway=203.0.113.9",
  "add dst-address=10.0.0.0/8 gateway=hq",
  "add dst-address=10.50.0.0/16 gateway=voice",
];

describe("a route into the tunnel that holds nearer networks", () => {
  it("leaves out in its mark what longest-prefix routing left out, and what dst-nat changed", () => {
    const { text } = provedMove(
      router(
        "6.49.10",
        ...ROUTER,
        ...["/ip firewall mangle"],
        "add action=mark-routing chain=prerouting dst-address-list=!hq-nets new-routing-mark=to-hq src-address=10.12.1.20",
        ...ROUTES,
        "add dst-address=10.50.7.0/24 gateway=hq",
        "add distance=1 gateway=hq routing-mark=to-hq",
        ...["/ip firewall address-list", "add address=10.0.0.0/8 list=hq-nets"],
      ),
      "ikev2",
      "hq",
    );
    expect(text).toContain("add address=10.50.0.0/16 list=not-hq-conn\n");
    expect(text).toMatch(/chain=forward .*dst-address=10\.0\.0\.0\/8 dst-address-list=!not-hq-conn /);
    expect(text).toMatch(/chain=forward .*dst-address=10\.50\.7\.0\/24 new-connection-mark=hq-conn/);
  });

  it.each(["6.49.10", "7.16.2"])(
    "is left to marks, too, where hosts were chosen by routes alone (%s)",
    (version) => {
      const { text } = provedMove(router(version, ...ROUTER, ...ROUTES), "ikev2", "hq");
      expect(text).toMatch(/dst-address-list=!not-hq-conn/);
    },
  );

  it.each(["6.49.10", "7.16.2"])("holds for a default route that the client adds, too (%s)", (version) => {
    const lines = [...ROUTER, ...ROUTES.filter((line) => !line.includes("10.0.0.0/8"))].map((line) =>
      line.includes("name=hq")
        ? line.replace("add ", "add add-default-route=yes default-route-distance=1 ")
        : line,
    );
    const wan = lines.map((line) =>
      line.replace("add dst-address=0.0.0.0/0", "add distance=5 dst-address=0.0.0.0/0"),
    );
    const { text } = provedMove(router(version, ...wan), "ikev2", "hq");
    expect(text).toContain("add address=10.50.0.0/16 list=not-hq-conn\n");
    expect(text).toMatch(/chain=forward .*dst-address=0\.0\.0\.0\/0 dst-address-list=!not-hq-conn /);
  });
});
