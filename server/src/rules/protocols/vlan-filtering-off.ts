import type { Item, Model } from "../../model/model.ts";
import { portsOf, vlanIds, vlanRowsOf } from "../facts/bridges.ts";
import { label, listOf } from "../facts/label.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule, type Fix } from "../rule.ts";

/** vlan-filtering is no by default; the VLAN table and pvid then do nothing (Manual: Bridging and Switching). */
export const vlanFilteringOff = defineRule({
  id: "vlan-filtering-off",
  group: "protocols",
  title: "VLANs on a bridge that does not filter",
  severity: "warning",
  why: "The bridge's VLAN table and port VLANs have no effect while vlan-filtering is off: all ports are in one network.",
  advice:
    "Switch vlan-filtering on, after making sure that you still reach the router through the right VLAN.",
  references: ["Manual: Bridging and Switching"],
  compliance: ["N"],
  cwe: [923],
  presets: ["recommended", "strict"],
  bad: "/interface bridge\nadd name=lan\n/interface bridge port\nadd bridge=lan interface=ether2 pvid=10\nadd bridge=lan interface=ether3 pvid=20\n",
  good: "/interface bridge\nadd name=lan vlan-filtering=yes\nadd name=guests\n/interface bridge port\nadd bridge=lan interface=ether2 pvid=10\nadd bridge=guests interface=ether3\n",
  fixes: { filter: "suggestion" },
  on: ["/interface/bridge"],
  check(item, { model }) {
    if (item.isDisabled !== false || item.name === undefined || item.text("vlan-filtering") !== "no")
      return undefined;
    const ports = portsOf(item.name, model).filter(
      (port) => !["1", undefined].includes(port.property("pvid")?.text),
    );
    const rows = vlanRowsOf(item.name, model);
    const [first] = [...rows, ...ports];
    if (first === undefined || !item.isCertain) return undefined;
    return {
      at: { item, property: item.property("vlan-filtering") === undefined ? "name" : "vlan-filtering" },
      item,
      message: `The bridge ${label(item)} has ${rows.length > 0 ? "a VLAN table" : "ports with a VLAN of their own"}, but does not filter VLANs.`,
      related: [{ at: { item: first }, message: "this has no effect" }],
      // The table has to be put right first where it would cut off VLANs that pass unfiltered today.
      fixes: tableHoldsVlans(item.name, rows, model) ? [filtering(item, item.name, model)] : [],
    };
  },
});

function filtering(item: Item, bridge: string, model: Model): Fix {
  return {
    id: "filter",
    title: "Set vlan-filtering=yes",
    changes: [{ kind: "set", item, properties: { "vlan-filtering": "yes" } }],
    ...(carriesAddress(bridge, model) && {
      mayCut: `The router's own address is on \`${bridge}\`, and may be out of reach once VLANs are filtered`,
    }),
  };
}

/** Whether each VLAN interface on the bridge has a port in the table that leads to it, and, before 7.16, the bridge itself. */
function tableHoldsVlans(bridge: string, rows: readonly Item[], model: Model): boolean {
  const ports = portsOf(bridge, model);
  const isAdded = isVersion(model, ">=7.16") === true;
  return model
    .items("/interface/vlan")
    .filter((vlan) => vlan.isDisabled !== true && vlan.property("interface")?.text === bridge)
    .every((vlan) => {
      // One that is computed is in no row, and no port is known to lead to it.
      const id = vlan.property("vlan-id") === undefined ? 1 : Number(vlan.text("vlan-id") ?? Number.NaN);
      const members = rows
        .filter((row) => vlanIds(row)?.some(([low, high]) => low <= id && id <= high) ?? true)
        .flatMap((row) => ["tagged", "untagged"].flatMap((name) => listOf(row.text(name))));
      const hasPort = ports.some(
        (port) =>
          members.includes(port.text("interface") ?? "") ||
          (port.property("pvid") === undefined ? "1" : port.text("pvid")) === String(id),
      );
      return hasPort && (isAdded || members.includes(bridge.trim()));
    });
}

function carriesAddress(bridge: string, model: Model): boolean {
  return ["/ip/address", "/ip/dhcp-client", "/interface/vlan"].some((menu) =>
    model.items(menu).some((one) => one.isDisabled !== true && one.text("interface") === bridge),
  );
}
