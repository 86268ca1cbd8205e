import type { Item, Model } from "../../model/model.ts";
import { packetOf } from "../../traffic/packet.ts";
import { serverPorts } from "../../traffic/server-ports.ts";
import { everyAddress, notPublicAddresses, subtract } from "../../values/prefix-set.ts";
import { isOpenDstNat } from "../facts/dst-nat.ts";
import { wholeExport } from "../facts/example.ts";
import { holdsPort, protocolOf } from "../facts/firewall.ts";
import { ODD_PORT } from "../facts/firewall-probe.ts";
import { internetSide } from "../facts/internet-side.ts";
import { label } from "../facts/label.ts";
import { WIREGUARD } from "../facts/wireguard.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const forwarding = (port: string) =>
  wholeExport(
    "7.16.2",
    "/interface sstp-server server",
    "set certificate=vpn enabled=yes",
    "/ip firewall filter",
    "add action=accept chain=input dst-port=443 protocol=tcp",
    "add action=drop chain=input in-interface=ether1",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
    `add action=dst-nat chain=dstnat dst-port=${port} in-interface=ether1 protocol=tcp to-addresses=192.168.88.9`,
  );

export const dstnatOwnPort = defineRule({
  id: "dstnat-own-port",
  group: "firewall",
  title: "Port forward that takes the port of the router's own VPN server",
  severity: "error",
  why: "Dst-nat comes before the router looks whether a packet is for itself, so the clients of its VPN server reach the inside host instead.",
  advice:
    "Give the server or the port forward another port, or limit the port forward to another of the router's addresses.",
  references: ["Manual: NAT", "Manual: Packet Flow in RouterOS"],
  presets: ["recommended", "strict", "vpn"],
  bad: forwarding("443"),
  good: forwarding("8443"),
  on: ["/ip/firewall/nat"],
  check(item, context) {
    const { model } = context;
    const protocol = protocolOf(item);
    const server = servers(model).find(
      (one) => one.protocol === protocol && holdsPort(item.property("dst-port")?.text, one.port),
    );
    if (server === undefined || !item.isCertain || !isOpenDstNat(item, context)) return undefined;
    const letIn = letInBy(server, context);
    if (letIn.length === 0 || mayBeLeftOut(item, context)) return undefined;
    return {
      at: { item, property: "dst-port" },
      item,
      message: `Port forward ${label(item)} sends ${server.protocol.toUpperCase()} ${server.port} to \`${item.text("to-addresses")}\`, so nobody on the internet side reaches ${server.name} any more.`,
      related: letIn.map((rule) => ({ at: { item: rule }, message: "this rule lets its clients in" })),
    };
  },
});

const NAMES: Readonly<Record<string, string>> = {
  l2tp: "the L2TP server",
  ovpn: "the OpenVPN server",
  pptp: "the PPTP server",
  sstp: "the SSTP server",
};

interface Server {
  readonly name: string;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

/** The rules that let strangers in to the server, were it not for dst-nat; none where it is not meant for them. */
function letInBy({ protocol, port }: Server, context: RuleContext): readonly Item[] {
  const [name] = internetSide(context)?.interfaces ?? [];
  if (name === undefined) return [];
  const packet = packetOf({
    family: "ip",
    src: subtract(everyAddress("ip"), notPublicAddresses()),
    dst: everyAddress("ip"),
    protocol,
    srcPort: ODD_PORT,
    dstPort: port,
    inInterface: { name },
    outInterface: "none",
    isDstLocal: "yes",
    isSrcLocal: "no",
    isStranger: true,
  });
  const { verdict, by } = context.traffic.reach({ chain: "input", packet });
  return verdict === "accepted" ? by : [];
}

function servers(model: Model): readonly Server[] {
  const known = serverPorts(model).flatMap(({ name, protocol, port, isEnabled }) => {
    const words = NAMES[name];
    return words === undefined || isEnabled !== "yes" ? [] : [{ name: words, protocol, port }];
  });
  const wireguard = model
    .items(WIREGUARD)
    .filter((one) => one.isDisabled === false && one.isCertain)
    .map((one) => ({ name: label(one), protocol: "udp" as const, port: Number(one.text("listen-port")) }));
  return [...known, ...wireguard];
}

/** An earlier rule may keep the port for the router, or it has another address that clients may use. */
function mayBeLeftOut(item: Item, context: RuleContext): boolean {
  const { model, traffic } = context;
  const isKept = model
    .items(item.menu)
    .some(
      (rule) =>
        rule.index < item.index &&
        rule.isDisabled !== true &&
        ["accept", "return", "jump", "redirect"].includes(rule.text("action") ?? "accept") &&
        rule.text("chain") === item.text("chain"),
    );
  const side = internetSide(context)?.interfaces ?? [];
  const own = traffic.network.connected("ip").filter((one) => side.includes(one.interface));
  const names = ["in-interface", "dst-address", "dst-address-list"];
  const isForOne = names.some((name) => item.property(name) !== undefined);
  return isKept || (isForOne && (own.length > 1 || side.length > 1));
}
