import { expect, it } from "vitest";
import { createLanguageService } from "../../server/src/service.ts";
import { migrated, router } from "../support/migrations.ts";

/** Users get addresses of the network behind the router (proxy-arp), from one pool for both servers. */
const BOTH = router(
  "7.16.2",
  ...["/interface bridge", "add arp=proxy-arp name=lan"],
  ...["/interface list", "add name=WAN", "add name=LAN"],
  ...["/ip pool", "add name=vpn ranges=192.168.1.240-192.168.1.243"],
  ...["/ppp profile", "add local-address=192.168.1.1 name=staff remote-address=vpn use-encryption=required"],
  "/interface l2tp-server server",
  "set authentication=mschap2 default-profile=staff enabled=yes use-ipsec=required",
  ...["/interface list member", "add interface=ether1 list=WAN", "add interface=lan list=LAN"],
  ...["/interface pptp-server server", "set authentication=mschap2 default-profile=staff enabled=yes"],
  ...["/ip address", "add address=192.168.1.1/24 interface=lan network=192.168.1.0"],
  ...["/ip dhcp-client", "add interface=ether1"],
  "/ip firewall filter",
  "add action=accept chain=input connection-state=established,related,untracked",
  "add action=accept chain=input dst-port=500,4500,1701 in-interface-list=WAN protocol=udp",
  "add action=accept chain=input in-interface-list=WAN protocol=ipsec-esp",
  "add action=accept chain=input dst-port=1723 in-interface-list=WAN protocol=tcp",
  "add action=accept chain=input in-interface-list=WAN protocol=gre",
  "add action=accept chain=input in-interface-list=LAN",
  "add action=drop chain=input",
  "add action=accept chain=forward connection-state=established,related,untracked",
  "add action=accept chain=forward dst-address=192.168.1.0/24 src-address=192.168.1.240/30",
  "add action=accept chain=forward in-interface-list=LAN",
  "add action=drop chain=forward",
  ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface-list=WAN"],
  ...["/ppp secret", "add name=anna profile=staff service=l2tp", "add name=max profile=staff"],
  ...["/system identity", "set name=office"],
);

it.each(["wireguard", "openvpn"] as const)(
  "both servers of one router move to %s, and users stay out of what only the network behind it may reach",
  (target) => {
    const service = createLanguageService();
    const before = service.analyse([{ path: "office.rsc", text: BOTH }]);
    const { tunnels } = service.migrate(before, { target, tunnel: "all" });
    const found = tunnels.map(({ verification }) => ({
      problems: verification?.problems,
      differences: verification?.differences.filter(({ reason }) => reason === undefined),
    }));
    const fine = { problems: [], differences: [] };
    expect(found).toEqual([fine, fine]);
  },
);

/** Proxy ARP answers for routes; an IPsec policy is none. */
it("users in the network behind the router do not move to IKEv2, where its hosts could not answer them", () => {
  const { outcome } = migrated(BOTH, "ikev2", { tunnel: "all" });
  const refused = outcome.tunnels.map(({ refusal }) => refusal);
  expect(refused).toHaveLength(2);
  for (const reason of refused) expect(reason).toContain("Give the users a network of their own first");
});

it("users with a network of their own move, proxy ARP or not", () => {
  const own = BOTH.replaceAll("192.168.1.240", "10.8.0.2").replace(
    "10.8.0.2-192.168.1.243",
    "10.8.0.2-10.8.0.9",
  );
  const { outcome } = migrated(own.replace("local-address=192.168.1.1", "local-address=10.8.0.1"), "ikev2");
  expect(outcome.tunnels.flatMap(({ refusal }) => refusal ?? [])).toEqual([]);
});
