import type { Item } from "../../model/model.ts";
import { FIREWALL_MENUS } from "../../traffic/firewall-menus.ts";
import { hasPorts, isProtocol, protocolName } from "../../traffic/packet.ts";
import { isReadWhole } from "../facts/known-command.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const PORTS = ["dst-port", "src-port", "port"];

/** The router's words: "ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp". */
export const firewallPortNoProtocol = defineRule({
  id: "firewall-port-no-protocol",
  group: "firewall",
  title: "Firewall rule with a port, but without a protocol that has ports",
  severity: "error",
  why: "RouterOS refuses the rule, so what it was to stop or to let through goes by the rules behind it.",
  advice: "Add protocol=tcp or protocol=udp; for both, write two rules.",
  references: ["Manual: Common Firewall Matchers and Actions"],
  compliance: ["N"],
  presets: ["recommended", "strict"],
  bad: "/ip firewall filter\nadd action=accept chain=forward dst-port=53\n",
  good: "/ip firewall filter\nadd action=accept chain=forward dst-port=53 protocol=udp\n",
  fixes: { protocol: "needs-input" },
  on: FIREWALL_MENUS,
  check(item, { model }) {
    const property = PORTS.find((name) => (item.property(name)?.text ?? "") !== "");
    if (property === undefined || item.property("copy-from") !== undefined || mayHavePorts(item))
      return undefined;
    if (item.command === undefined || !isReadWhole(item.command, model)) return undefined;
    const protocol = item.property("protocol")?.text;
    return {
      at: { item, property },
      item,
      severity: item.isDisabled === true ? "info" : "error",
      message: `Rule ${label(item)} asks for a port, but ${protocol === undefined ? "names no protocol" : `\`${protocol}\` has none`}: RouterOS takes it for tcp, udp, udp-lite, dccp and sctp only.`,
      fixes: [
        {
          id: "protocol",
          title: "Name the protocol",
          changes: [{ kind: "set", item, properties: { protocol: "<PROTOCOL>" } }],
          inputs: [{ name: "protocol", description: "The protocol of the port: tcp or udp." }],
        },
      ],
    };
  },
});

/** A protocol that is computed, negated or misspelt may be one with ports. */
function mayHavePorts(item: Item): boolean {
  const property = item.property("protocol");
  if (property === undefined || property.isUnset || property.text === "") return false;
  const { text } = property;
  return text === undefined || !isProtocol(text) || hasPorts(protocolName(text));
}
