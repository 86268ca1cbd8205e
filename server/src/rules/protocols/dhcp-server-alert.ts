import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const dhcpServerAlert = defineRule({
  id: "dhcp-server-alert",
  group: "protocols",
  title: "Nothing watches for foreign DHCP servers",
  severity: "info",
  why: "A DHCP server that someone plugs in gives clients its own gateway and name server, and nobody notices.",
  advice: "Add a DHCP alert on the network, or switch DHCP snooping on where the bridge can do it.",
  references: ["Manual: DHCP", "Manual: Bridging and Switching"],
  compliance: ["N"],
  cwe: [923],
  presets: ["strict"],
  bad: wholeExport("7.16.2", "/ip dhcp-server", "add address-pool=static-only interface=lan name=dhcp1"),
  good: wholeExport(
    "7.16.2",
    "/ip dhcp-server",
    "add address-pool=static-only interface=lan name=dhcp1",
    "/ip dhcp-server alert",
    "add disabled=no interface=lan",
  ),
  fixes: { watch: "safe" },
  on: ["/ip/dhcp-server"],
  check(item, { model }) {
    const network = item.text("interface");
    const menu = "/ip/dhcp-server/alert";
    if (item.origin !== "add" || item.isDisabled !== false || network === undefined) return undefined;
    // Clients behind a relay are in a network that an alert here does not hear.
    if (item.property("relay") !== undefined && item.property("relay")?.text !== "0.0.0.0") return undefined;
    if (!model.absenceMeansDefault(menu)) return undefined;
    if (model.items(menu).some((alert) => alert.text("interface") === network)) return undefined;
    const bridge = model.items("/interface/bridge").find((one) => one.name === network);
    // Behind a VLAN the bridge below may snoop.
    if (bridge === undefined || bridge.text("dhcp-snooping") !== "no") return undefined;
    return {
      at: { item, property: "interface" },
      item,
      message: `Nothing tells of foreign DHCP servers in the network of ${label(item)}.`,
      fixes: [
        {
          id: "watch",
          title: "Watch for foreign DHCP servers",
          changes: [{ kind: "add", menu, properties: { disabled: "no", interface: network } }],
        },
      ],
    };
  },
});
