import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";

/** TV through the tunnel, and a rule that keeps it off the provider's line when the tunnel is down. */
function withStop(stop: string) {
  const lines = [
    ...["/interface pptp-client", "add connect-to=198.51.100.20 disabled=no name=pptp-us user=me"],
    ...["/interface list", "add name=WAN", "add name=LAN"],
    ...["/routing table", "add disabled=no fib name=to-us"],
    ...["/interface list member", "add interface=ether1 list=WAN", "add interface=ether2 list=LAN"],
    ...["/ip address", "add address=192.168.10.1/24 interface=ether2 network=192.168.10.0"],
    "add address=203.0.113.2/30 interface=ether1 network=203.0.113.0",
    ...["/ip firewall address-list", "add address=192.168.10.50 list=us-hosts"],
    "add address=192.168.10.60 list=guests",
    ...["/ip firewall filter", "add action=accept chain=forward connection-state=established,related", stop],
    "add action=fasttrack-connection chain=forward connection-state=established,related",
    "/ip firewall mangle",
    "add action=mark-routing chain=prerouting dst-address-type=!local new-routing-mark=to-us src-address-list=us-hosts",
    ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface-list=WAN"],
    "add action=masquerade chain=srcnat out-interface=pptp-us",
    ...["/ip route", "add dst-address=0.0.0.0/0 gateway=203.0.113.1"],
    "add dst-address=0.0.0.0/0 gateway=pptp-us routing-table=to-us",
  ];
  const result = migrated(router("7.16.1", ...lines), "ikev2");
  const open = (result.first.verification?.differences ?? []).filter(({ reason }) => reason === undefined);
  return { ...result, open };
}

describe("a rule that stops what leaves by the provider's line", () => {
  it.each([
    "out-interface-list=WAN src-address-list=us-hosts",
    "out-interface=!pptp-us src-address-list=us-hosts",
    "out-interface=ether1 routing-mark=to-us",
  ])(
    "cannot stay, since the tunnel leaves there too; the masquerade spares its hosts, and nothing is proved: %s",
    (matchers) => {
      const { text, first, open } = withStop(`add action=drop chain=forward comment=kill ${matchers}`);
      expect(text).not.toContain("comment=kill");
      expect(text).not.toContain("to-us");
      expect(text).toContain(
        "add action=masquerade chain=srcnat out-interface-list=WAN src-address-list=!us-hosts\n",
      );
      expect(first.warnings.join("\n")).toContain("leave by the provider's line in clear");
      expect(first.verification?.problems.join("\n")).toContain("A stop that holds needs an interface");
      expect(open).toEqual([]);
    },
  );

  it("goes on stopping what is not the tunnel's", () => {
    const { text, first, open } = withStop(
      "add action=drop chain=forward dst-port=53 out-interface-list=WAN protocol=udp",
    );
    expect(text).toContain(
      "add action=drop chain=forward dst-port=53 out-interface-list=WAN protocol=udp src-address-list=!us-hosts\n",
    );
    expect(first.warnings.join("\n")).toContain("unencrypted");
    expect(open).toEqual([]);
  });

  it.each([
    "add action=drop chain=forward out-interface-list=WAN src-address-list=guests",
    "add action=drop chain=forward disabled=yes out-interface-list=WAN src-address-list=us-hosts",
    "add action=drop chain=forward out-interface-list=!LAN src-address-list=guests",
    "add action=drop chain=forward connection-nat-state=!dstnat connection-state=new in-interface-list=WAN",
  ])("stays where it is not about the tunnel's hosts, or off: %s", (stop) => {
    const { text, open } = withStop(stop);
    expect(text).toContain(`${stop}\n`);
    expect(open).toEqual([]);
  });

  it("that cannot be told from the tunnel's packets is left to a person, and the result is not proved", () => {
    const { first, open } = withStop(
      "add action=drop chain=forward out-interface-list=WAN src-address-list=!guests",
    );
    expect(first.review.join("\n")).toContain("take those out of it by hand");
    expect(open).not.toEqual([]);
  });
});
