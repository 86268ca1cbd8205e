import type { Item } from "../../model/model.ts";
import { hasPorts, type Packet, packetOf, protocolName } from "../../traffic/packet.ts";
import type { IpFamily } from "../../values/ip.ts";
import { containsPort, parsePortSet } from "../../values/port-set.ts";
import { everyAddress, notPublicAddresses, subtract } from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { insideOf, ODD_PORT } from "../facts/firewall-probe.ts";
import { internetSide } from "../facts/internet-side.ts";
import { label } from "../facts/label.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const home = (matcher: string) =>
  wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    `add action=accept chain=input ${matcher} protocol=udp`,
    "add action=drop chain=input in-interface=ether1",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
  );

/** `port` asks for either port (manual: Common Firewall Matchers and Actions); the sender chooses the source port. */
export const firewallPortEither = defineRule({
  id: "firewall-port-either",
  group: "firewall",
  title: "Accept rule that the sender's own port satisfies",
  severity: "warning",
  why: "port= matches the source port too, and the sender chooses that one: who sends from it gets through to every port that the later rules were to close.",
  advice: "Write dst-port= in place of port=; the replies belong to the accept for established connections.",
  references: ["Manual: Common Firewall Matchers and Actions"],
  compliance: ["N"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: home("port=33434-33534"),
  good: home("dst-port=33434-33534"),
  fixes: { "dst-port": "suggestion" },
  on: ["/ip/firewall/filter", "/ipv6/firewall/filter"],
  check(item, context) {
    const port = item.text("port");
    if (item.isDisabled !== false || (item.text("action") ?? "accept") !== "accept") return undefined;
    if (port === undefined || port === "" || port.startsWith("!")) return undefined;
    if (item.property("dst-port") !== undefined || item.property("src-port") !== undefined) return undefined;
    const opened = whatItOpens(item, port, context);
    if (opened === undefined) return undefined;
    const protocol = item.text("protocol") ?? "";
    return {
      at: { item, property: "port" },
      item,
      message: `Rule ${label(item)} takes the source port for the one it asks for: who sends from ${protocol} port ${port} on the internet side reaches ${protocol} ports of ${opened} that no rule opens.`,
      fixes: [
        {
          id: "dst-port",
          title: `Ask for dst-port=${port}`,
          changes: [{ kind: "set", item, properties: { port: undefined, "dst-port": port } }],
        },
      ],
    };
  },
});

/** Whom a stranger reaches on a port that no rule speaks of, by this rule and for the source port's sake alone. */
function whatItOpens(item: Item, port: string, context: RuleContext): string | undefined {
  const family: IpFamily = item.menu.startsWith("/ipv6") ? "ipv6" : "ip";
  const set = parsePortSet(port);
  const [first] = set?.spans ?? [];
  const protocol = protocolName(item.text("protocol") ?? "");
  if (set === undefined || first === undefined || !hasPorts(protocol)) return undefined;
  const srcPort = Number(first.first);
  if (containsPort(set, ODD_PORT) || containsPort(set, OTHER_PORT)) return undefined;
  const outer = internetSide(context)?.interfaces ?? [];
  const [inside] = insideOf(context, outer, family);
  const opens = (chain: "input" | "forward", known: Partial<Packet>) =>
    outer.some((name) => {
      const packet = { ...strangerFrom(name, family, protocol), ...known };
      const { verdict, by } = context.traffic.reach({ chain, packet: { ...packet, srcPort } });
      if (verdict !== "accepted" || by.at(-1) !== item) return false;
      return context.traffic.reach({ chain, packet }).verdict === "blocked";
    });
  if (opens("input", { isDstLocal: "yes", outInterface: "none" })) return "the router";
  if (inside === undefined) return undefined;
  const { network: dst, interface: name } = inside;
  return opens("forward", { dst, isDstLocal: "no", outInterface: { name } })
    ? `the hosts on \`${name}\``
    : undefined;
}

/** A source port that a rule asks for as little as for the other odd one. */
const OTHER_PORT = 50_000;

function strangerFrom(name: string, family: IpFamily, protocol: string): Packet {
  return packetOf({
    family,
    src: subtract(everyAddress(family), notPublicAddresses()),
    dst: everyAddress(family),
    protocol,
    srcPort: OTHER_PORT,
    dstPort: ODD_PORT,
    inInterface: { name },
    state: "new",
    isSrcLocal: "no",
    ipsecOut: "no",
    isStranger: true,
  });
}
