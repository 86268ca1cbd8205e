import type { Item, Model } from "../../model/model.ts";
import { portsOf, vlanIds, vlanRowsOf } from "../facts/bridges.ts";
import { label, listOf } from "../facts/label.ts";
import { defineRule, type Finding } from "../rule.ts";

export const vlanPvidMismatch = defineRule({
  id: "vlan-pvid-mismatch",
  group: "protocols",
  title: "Port is untagged in one VLAN, its pvid is another",
  severity: "warning",
  why: "What leaves the port untagged belongs to one VLAN and what comes in untagged to another, so nothing answers, or networks leak into each other.",
  advice:
    "Set the port's pvid to the VLAN in which it is untagged; where all is tagged, set frame-types=admit-only-vlan-tagged.",
  references: ["Manual: Bridging and Switching"],
  compliance: ["N"],
  cwe: [923],
  presets: ["recommended", "strict"],
  bad: "/interface bridge\nadd name=lan vlan-filtering=yes\n/interface bridge port\nadd bridge=lan interface=ether2 pvid=20\n/interface bridge vlan\nadd bridge=lan tagged=lan untagged=ether2 vlan-ids=10\n",
  good: "/interface bridge\nadd name=lan vlan-filtering=yes\n/interface bridge port\nadd bridge=lan interface=ether2 pvid=10\nadd bridge=lan frame-types=admit-only-vlan-tagged interface=ether3\n/interface bridge vlan\nadd bridge=lan tagged=lan,ether3 untagged=ether2 vlan-ids=10\n",
  fixes: { pvid: "suggestion" },
  on: ["/interface/bridge/port"],
  check(item, { model }) {
    const [bridge, port, pvid] = [item.text("bridge"), item.text("interface"), item.text("pvid")];
    if (item.isDisabled !== false || bridge === undefined || port === undefined || pvid === undefined)
      return undefined;
    if (!filters(bridge, model) || item.text("frame-types") === "admit-only-vlan-tagged") return undefined;
    const rows = vlanRowsOf(bridge, model).filter((row) => listOf(row.text("untagged")).includes(port));
    // One port may be listed twice on purpose, for clients that MAC addresses sort into VLANs.
    if (portsOf(bridge, model).filter((one) => one.text("interface") === port).length > 1) return undefined;
    const vlan = onlyVlan(rows);
    if (vlan === undefined) return rows.length > 0 ? undefined : taggedInOwn(item, bridge, model);
    if (String(vlan) === pvid) return undefined;
    return {
      at: { item, property: item.property("pvid") === undefined ? "interface" : "pvid" },
      item,
      message: `The port ${label(item)} is untagged in VLAN ${vlan}, but its pvid is ${pvid}.`,
      related: rows.map((row) => ({ at: { item: row, property: "untagged" }, message: "untagged here" })),
      fixes: [
        {
          id: "pvid",
          title: `Set pvid=${vlan}`,
          changes: [{ kind: "set", item, properties: { pvid: String(vlan) } }],
        },
      ],
    };
  },
});

/** Untagged packets are sorted into the VLAN by pvid, but a row that lists the port as tagged sends it tagged (manual: VLAN Table). */
function taggedInOwn(item: Item, bridge: string, model: Model): Finding | undefined {
  const [port, pvid] = [item.text("interface") ?? "", item.text("pvid")];
  // VLAN 1 is every port's pvid as long as nobody thinks of it.
  if (item.property("pvid") === undefined || pvid === "1") return undefined;
  const row = vlanRowsOf(bridge, model).find(
    (one) => listOf(one.text("tagged")).includes(port) && String(onlyVlan([one])) === pvid,
  );
  if (row === undefined) return undefined;
  return {
    at: { item, property: "pvid" },
    item,
    severity: "info",
    message: `The port ${label(item)} takes untagged packets into VLAN ${pvid}, but sends that VLAN tagged, so their senders get no answer.`,
    related: [{ at: { item: row, property: "tagged" }, message: "tagged here" }],
  };
}

function filters(bridge: string, model: Model): boolean {
  return model
    .items("/interface/bridge")
    .some((item) => item.name === bridge && item.text("vlan-filtering") === "yes");
}

function onlyVlan(rows: readonly Item[]): number | undefined {
  const ids = rows.map((row) => vlanIds(row));
  if (ids.length !== 1 || ids[0]?.length !== 1) return undefined;
  const [low, high] = ids[0][0] ?? [0, 1];
  return low === high && low > 0 ? low : undefined;
}
