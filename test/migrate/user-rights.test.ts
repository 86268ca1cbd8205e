import { describe, expect, it } from "vitest";
import { tunnels } from "../../server/src/migrate/discover.ts";
import { openedManagement } from "../../server/src/migrate/opened-management.ts";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import { migrated, router } from "../support/migrations.ts";
import { modelOf } from "../support/model.ts";

/** One of the users may administer the router: by the binding's list, or by a profile of the user's own. */
function office(bindings: readonly string[], members: readonly string[], profile: string): string {
  return router(
    "7.16.2",
    ...bindings,
    ...["/interface list", "add name=WAN", "add name=LAN", "add name=RAS"],
    ...["/ip pool", "add name=vpn ranges=10.20.99.10-10.20.99.60"],
    "/ppp profile",
    "add interface-list=RAS local-address=10.20.99.1 name=ras remote-address=vpn",
    "add interface-list=LAN local-address=10.20.99.1 name=admins remote-address=vpn",
    ...[
      "/interface list member",
      "add interface=ether1 list=WAN",
      "add interface=ether2 list=LAN",
      ...members,
    ],
    ...["/interface pptp-server server", "set default-profile=ras enabled=yes"],
    ...["/ip address", "add address=10.20.0.1/24 interface=ether2 network=10.20.0.0"],
    ...["/ip dhcp-client", "add interface=ether1"],
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=accept chain=input dst-port=1723 in-interface-list=WAN protocol=tcp",
    "add action=accept chain=input in-interface-list=WAN protocol=gre",
    "add action=drop chain=input in-interface-list=!LAN",
    "/ppp secret",
    "add name=anna profile=ras service=pptp",
    "add name=bela profile=ras service=pptp",
    "add name=carl profile=ras service=pptp",
    `add name=boss profile=${profile} remote-address=10.20.99.5 service=pptp`,
    `add name=chef profile=${profile} remote-address=10.20.99.6 service=pptp`,
    ...["/system identity", "set name=office"],
  );
}

function rows({ after }: ReturnType<typeof migrated>, menu: string, ...names: readonly string[]) {
  return after.items(menu).map((item) => names.map((name) => item.property(name)?.text));
}

describe("rights that some users of a server have by interface lists", () => {
  const byBinding = office(
    ["/interface pptp-server", "add name=pptp-boss user=boss"],
    ["add interface=pptp-boss list=LAN"],
    "ras",
  );

  it("stay with a user whose binding is in a list", () => {
    const move = migrated(byBinding, "wireguard");
    expect(rows(move, "/interface/list/member", "interface", "list").slice(2)).toEqual([
      ["wg-boss", "LAN"],
      ["wg-vpn", "RAS"],
      ["wg-boss", "RAS"],
    ]);
    expect(rows(move, "/interface/wireguard/peers", "interface", "allowed-address").at(-1)).toEqual([
      "wg-boss",
      "10.20.99.5/32",
    ]);
    expect(move.first.verification?.problems).toEqual([]);
    expect(move.first.warnings.join("\n")).toContain("everybody would have the rights");
    const file = move.first.clientFiles.find(({ fileName }) => fileName === "boss.conf");
    expect(file?.text).toContain(":13232\nAllowedIPs = 10.20.99.1/32, 10.20.0.0/24");
  });

  it("stay with the users of a profile, who share one interface", () => {
    const move = migrated(office([], [], "admins"), "wireguard");
    expect(rows(move, "/interface/list/member", "interface", "list").slice(2)).toEqual([
      ["wg-vpn", "RAS"],
      ["wg-vpn-2", "LAN"],
    ]);
    expect(rows(move, "/ip/address", "address", "interface", "network").slice(1)).toEqual([
      ["10.20.99.1/26", "wg-vpn", "10.20.99.0"],
      ["10.20.99.1/32", "wg-vpn-2", "10.20.99.1"],
    ]);
    expect(rows(move, "/ip/route", "dst-address", "gateway")).toEqual([
      ["10.20.99.5/32", "wg-vpn-2"],
      ["10.20.99.6/32", "wg-vpn-2"],
    ]);
    expect(move.first.verification?.problems).toEqual([]);
  });

  it("do not pass over to the users of another server that joins", () => {
    const both = byBinding
      .replace("add name=carl profile=ras service=pptp", "add name=carl profile=l2 service=l2tp")
      .replace(
        "add interface-list=LAN",
        "add local-address=10.20.98.1 name=l2 remote-address=vpn\nadd interface-list=LAN",
      )
      .replace(
        "/interface pptp-server server",
        "/interface l2tp-server server\nset default-profile=l2 enabled=yes use-ipsec=required\n/interface pptp-server server",
      );
    const move = migrated(both, "wireguard", { tunnel: "all" });
    const carl = move.after.items("/interface/wireguard/peers").find(({ name }) => name === "carl");
    const own = carl?.text("interface");
    const lists = rows(move, "/interface/list/member", "interface", "list").filter(([name]) => name === own);
    expect([own, lists]).toEqual(["wg-vpn-2", []]);
  });

  it("are told of where they are given to others", () => {
    const { before, text } = migrated(byBinding, "wireguard");
    const all = text.replace("add interface=wg-vpn list=RAS", "add interface=wg-vpn list=LAN");
    const [tunnel] = tunnels(before);
    if (tunnel === undefined) throw new Error("the server is not found");
    const told = (after: string) =>
      openedManagement(tunnel, createTraffic(before, {}), createTraffic(modelOf(after), {})).map(
        (sentence) => sentence.split(" reaches")[0],
      );
    expect(told(text)).toEqual([]);
    expect(told(all)).toEqual(
      ["anna", "bela", "carl", "chef"].map((user) => `Management access is opened: \`${user}\``),
    );
  });
});
