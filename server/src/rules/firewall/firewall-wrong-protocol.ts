import type { Item } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { holdsPort, inputAccepts, protocolOf } from "../facts/firewall.ts";
import { label, listOf } from "../facts/label.ts";
import { type WaitingPort, waitingPorts } from "../facts/waiting-ports.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const server = (protocol: string) =>
  wholeExport(
    "7.16.2",
    "/interface ovpn-server server",
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
          message: `Rule ${label(rule)} lets ${protocolOf(rule)?.toUpperCase()} ${port} in, but ${name} waits on ${protocol.toUpperCase()} ${port}, which \`input\` drops.`,
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

/** The rule is for that port alone, and nothing waits there for what it lets in. */
function isMeant(rule: Item, one: WaitingPort, waiting: readonly WaitingPort[]): boolean {
  const protocol = protocolOf(rule);
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
