import type { Change } from "../../edit/change.ts";
import type { Item, Model } from "../../model/model.ts";
import { vlanIds, vlanRowsOf } from "../facts/bridges.ts";
import { wholeExport } from "../facts/example.ts";
import { label, listOf } from "../facts/label.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule } from "../rule.ts";

const ROWS = "/interface/bridge/vlan";
const voice = (tagged: string) =>
  wholeExport(
    "7.14.3",
    "/interface bridge",
    "add name=trunk vlan-filtering=yes",
    "/interface vlan",
    "add interface=trunk name=voice vlan-id=30",
    "/interface bridge vlan",
    `add bridge=trunk tagged=${tagged} vlan-ids=30`,
  );

/** Since 7.16 the bridge is added to the VLAN by itself (changelog of 7.16). */
export const vlanNotOnBridge = defineRule({
  id: "vlan-not-on-bridge",
  group: "protocols",
  title: "VLAN interface on a bridge that is not in the VLAN",
  severity: "warning",
  why: "With VLAN filtering the bridge hands the router only the VLANs it is a tagged member of itself, so nothing reaches the VLAN interface.",
  advice: "Add the bridge to the VLAN's tagged ports.",
  versions: ">=6.41 <7.16",
  references: ["Manual: Bridge VLAN Table", "RouterOS 7.16 changelog"],
  presets: ["recommended", "strict"],
  bad: voice("ether2"),
  good: voice("trunk,ether2"),
  fixes: { tag: "suggestion" },
  onAbsence: true,
  on: ["/interface/vlan"],
  check(item, { model }) {
    const [bridge, id] = [item.property("interface")?.text, Number(item.property("vlan-id")?.text)];
    const isSure = item.isDisabled === false && item.isCertain && Number.isInteger(id);
    if (!isSure || bridge === undefined || isVersion(model, "<7.16") !== true) return undefined;
    if (!filters(bridge, id, model) || !model.absenceMeansDefault(ROWS)) return undefined;
    const rows = vlanRowsOf(bridge, model);
    if (rows.some((row) => mayHoldBridge(row, bridge, id))) return undefined;
    const own = rows.filter((row) => holds(row, id));
    return {
      at: { item, property: "interface" },
      item,
      message: `VLAN interface ${label(item)} gets nothing: \`${bridge}\` filters VLANs and is no member of VLAN ${id} itself.`,
      related: own.map((row) => ({ at: { item: row }, message: "its row of the VLAN table" })),
      fixes: [{ id: "tag", title: `Tag VLAN ${id} on ${bridge} itself`, changes: tag(own, bridge, id) }],
    };
  },
});

/** The bridge's own VLAN comes and goes untagged, and MVRP may add what is not written. */
function filters(bridge: string, id: number, model: Model): boolean {
  const item = model.items("/interface/bridge").find(({ name }) => name === bridge);
  return (
    item !== undefined &&
    item.isDisabled === false &&
    item.text("vlan-filtering") === "yes" &&
    item.property("mvrp")?.text !== "yes" &&
    Number(item.text("pvid") ?? 1) !== id
  );
}

function holds(row: Item, id: number): boolean {
  return vlanIds(row)?.some(([low, high]) => low <= id && id <= high) ?? false;
}

function mayHoldBridge(row: Item, bridge: string, id: number): boolean {
  const isComputed = ["tagged", "untagged"].some((name) => row.value(name).from === "computed");
  // A bridge's name may end in a blank, which the parts of a list do not keep.
  const isMember = ["tagged", "untagged"].some((name) => listOf(row.text(name)).includes(bridge.trim()));
  const isOfVlan = vlanIds(row) === undefined || holds(row, id);
  return isOfVlan && (isComputed || isMember || !row.isCertain);
}

function tag([row]: readonly Item[], bridge: string, id: number): readonly Change[] {
  // A row for several VLANs would take the bridge into all of them.
  if (row !== undefined && row.text("vlan-ids") === String(id)) {
    const tagged = [bridge, ...listOf(row.text("tagged"))].join(",");
    return [{ kind: "set", item: row, properties: { tagged } }];
  }
  return [{ kind: "add", menu: ROWS, properties: { bridge, tagged: bridge, "vlan-ids": String(id) } }];
}
