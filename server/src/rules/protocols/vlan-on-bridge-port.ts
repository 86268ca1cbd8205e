import { masterOf } from "../facts/bridges.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const vlanOnBridgePort = defineRule({
  id: "vlan-on-bridge-port",
  group: "protocols",
  title: "VLAN interface on a bridge port",
  severity: "warning",
  why: "What comes in by a port is taken by its bridge, so the VLAN interface on the port gets no packets, or some only.",
  advice: "Put the VLAN interface on the bridge, and let the bridge's VLAN table carry the VLAN to the port.",
  references: ["Manual: Layer2 misconfiguration", "Manual: Bridge VLAN Table"],
  presets: ["recommended", "strict"],
  bad: "/interface bridge\nadd name=lan\n/interface vlan\nadd interface=ether2 name=voice vlan-id=20\n/interface bridge port\nadd bridge=lan interface=ether2\n",
  good: "/interface bridge\nadd name=lan\n/interface vlan\nadd interface=lan name=voice vlan-id=20\n/interface bridge port\nadd bridge=lan interface=ether2\n",
  on: ["/interface/vlan"],
  check(item, { model, traffic }) {
    const port = item.text("interface");
    if (item.isDisabled !== false || !item.isCertain || port === undefined) return undefined;
    const master = masterOf(port, model, traffic);
    if (master === undefined) return undefined;
    return {
      at: { item, property: "interface" },
      item,
      message: `VLAN interface ${label(item)} is on \`${port}\`, a port of \`${master.name}\`, which takes its packets first.`,
      related: [{ at: { item: master.by }, message: "made a port here" }],
    };
  },
});
