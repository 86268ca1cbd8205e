import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";
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

describe("a site whose network lies in what another tunnel reaches", () => {
  const before = router("6.49.10", ...ROUTER, ...ROUTES);

  it("gets policies from the router's own networks only, and says so", () => {
    const { text, first } = provedMove(before, "ikev2", "voice");
    const sources = [...text.matchAll(/dst-address=10\.50\.0\.0\/16 .*src-address=(\S+)/g)].map(
      ([, from]) => from,
    );
    expect(sources).toEqual(["10.12.1.0/24", "10.12.100.0/24"]);
    expect(first.warnings.join("\n")).toMatch(/No policy is made from 10\.0\.0\.0\/8.*transit-networks/);
  });

  it("gets policies from networks that are told to go through this router", () => {
    const answers = { "transit-networks": "10.20.0.0/16,10.30.0.0/16" };
    const { text, first } = migrated(before, "ikev2", { tunnel: "voice", answers });
    expect(text).toMatch(/dst-address=10\.50\.0\.0\/16 .*src-address=10\.30\.0\.0\/16/);
    expect(first.warnings.join("\n")).not.toContain("No policy is made");
  });

  it("keeps networks that an inner router reaches", () => {
    const inner = router(
      "6.49.10",
      ...ROUTER,
      ...ROUTES.slice(0, 2),
      "add dst-address=10.40.0.0/16 gateway=10.12.1.2",
    );
    const { text } = provedMove(`${inner}add dst-address=172.16.0.0/16 gateway=voice\n`, "ikev2", "voice");
    expect(text).toMatch(/dst-address=172\.16\.0\.0\/16 .*src-address=10\.40\.0\.0\/16/);
  });

  it("is left alone by the marks of the other tunnel when that moves later", () => {
    const answers = { certificate: "own" };
    const first = migrated(before, "ikev2", { tunnel: "voice", answers }).text;
    const { text } = provedMove(first, "ikev2", "hq");
    expect(text).toContain("add address=10.50.0.0/16 list=not-hq-conn\n");
  });
});
