import type { Item, Model } from "../../model/model.ts";
import { serverPorts } from "../../traffic/server-ports.ts";
import { wholeExport } from "../facts/example.ts";
import { holdsPort, inputAccepts } from "../facts/firewall.ts";
import { label, listOf } from "../facts/label.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { WIREGUARD } from "../facts/wireguard.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const OVPN = "/interface/ovpn-server/server";
const server = (protocol: string) =>
  wholeExport(
    "7.16.2",
    OVPN.replaceAll("/", " ").replace(" ", "/"),
    "set certificate=vpn enabled=yes protocol=udp",
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    `add action=accept chain=input dst-port=1194 protocol=${protocol}`,
    "add action=drop chain=input in-interface=ether1",
  );

export const firewallWrongProtocol = defineRule({
  id: "firewall-wrong-protocol",
  group: "firewall",
  title: "Port of a server opened for the wrong protocol",
  severity: "error",
  why: "The rule lets in what the server does not listen to, and the chain drops what it does, so nobody reaches it.",
  advice: "Set the rule's protocol to that of the server.",
  references: ["Manual: Filter", "Manual: Services"],
  presets: ["recommended", "strict", "vpn"],
  bad: server("tcp"),
  good: server("udp"),
  fixes: { protocol: "suggestion" },
  on: "model",
  check(model, context) {
    const waiting = waitingPorts(model);
    return inputAccepts(model).flatMap((rule) => {
      const wrong = waiting.find((one) => isMeant(rule, one, waiting));
      if (wrong === undefined || !isBlocked(wrong, context)) return [];
      const { protocol, port, name } = wrong;
      const others = listOf(rule.text("dst-port")).length > 1;
      return [
        {
          at: { item: rule, property: "protocol" },
          item: rule,
          message: `Rule ${label(rule)} lets ${rule.text("protocol")?.toUpperCase()} ${port} in, but ${name} waits on ${protocol.toUpperCase()} ${port}, which \`input\` drops.`,
          fixes: others
            ? []
            : [
                {
                  id: "protocol",
                  title: `Accept ${protocol.toUpperCase()} instead`,
                  changes: [{ kind: "set" as const, item: rule, properties: { protocol } }],
                },
              ],
        },
      ];
    });
  },
});

interface WaitingPort {
  readonly name: string;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

/** VPN servers that are certainly on. */
const SERVERS: Readonly<Record<string, string>> = {
  l2tp: "the L2TP server",
  pptp: "the PPTP server",
  sstp: "the SSTP server",
};

function waitingPorts(model: Model): readonly WaitingPort[] {
  const servers = serverPorts(model).flatMap(({ name, protocol, port, isEnabled }): WaitingPort[] => {
    const words = SERVERS[name];
    return words === undefined || isEnabled !== "yes" ? [] : [{ name: words, protocol, port }];
  });
  // Since 7.17 there may be several OpenVPN servers, one for each protocol.
  const ovpn = model
    .items(OVPN)
    .filter(isEnabledServer)
    .map(
      (item): WaitingPort => ({
        name: "the OpenVPN server",
        protocol: item.text("protocol") === "udp" ? "udp" : "tcp",
        port: Number(item.text("port") ?? 1194),
      }),
    );
  const wireguard = model
    .items(WIREGUARD)
    .filter((item) => item.isDisabled === false && item.isCertain)
    .map(
      (item): WaitingPort => ({ name: label(item), protocol: "udp", port: Number(item.text("listen-port")) }),
    );
  return [...servers, ...ovpn, ...wireguard].filter(({ port }) => port > 0 && port <= 65_535);
}

/** The rule is for that port alone, and nothing waits there for what it lets in. */
function isMeant(rule: Item, one: WaitingPort, waiting: readonly WaitingPort[]): boolean {
  const protocol = rule.text("protocol");
  const isOther = (protocol === "tcp" || protocol === "udp") && protocol !== one.protocol;
  if (!isOther || !rule.isCertain || !listOf(rule.text("dst-port")).includes(String(one.port))) return false;
  return !waiting.some(
    (other) => other.protocol === protocol && holdsPort(rule.text("dst-port"), other.port),
  );
}

function isBlocked({ protocol, port }: WaitingPort, { traffic }: RuleContext): boolean {
  const reach = traffic.inputFromWan(protocol, port);
  return reach.verdict === "blocked" && reach.isForAll === true;
}
