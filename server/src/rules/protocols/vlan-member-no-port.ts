import type { Item, Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { mayHoldMore } from "../facts/filled-elsewhere.ts";
import { enumerate, listOf } from "../facts/label.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const PORTS = "/interface/bridge/port";
const guests = (member: string) =>
  wholeExport(
    "7.14.3",
    "/interface bridge",
    "add name=trunk vlan-filtering=yes",
    "/interface vlan",
    "add interface=trunk name=guests vlan-id=30",
    "/interface bridge port",
    "add bridge=trunk interface=ether2",
    "/interface bridge vlan",
    `add bridge=trunk tagged=trunk,${member} vlan-ids=30`,
  );

/** Manual, Bridge VLAN Table: tagged and untagged name ports of the bridge, and the bridge itself; later versions remark `not a bridge port` in the export. */
export const vlanMemberNoPort = defineRule({
  id: "vlan-member-no-port",
  group: "protocols",
  title: "VLAN table names what is no port of the bridge",
  severity: "warning",
  why: "The VLAN table is about the bridge's own ports: an interface that is none of them gets nothing of the VLAN, be it named there or not.",
  advice:
    "Make the interface a port of the bridge, or name the port that leads to it; for the router's own VLAN interface name the bridge.",
  references: ["Manual: Bridge VLAN Table"],
  presets: ["recommended", "strict"],
  bad: guests("guests"),
  good: guests("ether2"),
  onAbsence: true,
  on: ["/interface/bridge/vlan"],
  check(item, context) {
    const { model } = context;
    const bridge = item.property("bridge")?.text;
    if (item.isDisabled !== false || !item.isCertain || bridge === undefined) return undefined;
    const isKnown = model.items("/interface/bridge").some(({ name }) => name === bridge);
    if (!isKnown || !model.absenceMeansDefault(PORTS) || mayHoldMore(model, PORTS)) return undefined;
    const strangers = (name: string) =>
      listOf(item.property(name)?.text).filter((member) => !mayBePort(member, bridge, context));
    const found = ["tagged", "untagged"].find((name) => strangers(name).length > 0);
    if (found === undefined) return undefined;
    const names = strangers(found);
    return {
      at: { item, property: found },
      item,
      message: `VLAN ${item.text("vlan-ids") ?? ""} of \`${bridge}\` counts ${enumerate(names)} among its members, which ${names.length === 1 ? "is no port" : "are no ports"} of the bridge.`,
    };
  },
});

/** Wireless and PPP interfaces become ports by themselves; a port may also be a list of interfaces. */
function mayBePort(member: string, bridge: string, { model, traffic }: RuleContext): boolean {
  const { interfaces } = traffic.network;
  if (member === bridge || !CABLED.has(interfaces.kind(member) ?? "")) return true;
  return portsNaming(model, bridge).some(
    (word) => word === undefined || word === member || interfaces.inList(member, word) !== "no",
  );
}

const CABLED: ReadonlySet<string> = new Set(["ethernet", "vlan", "bonding"]);

/** The words by which the bridge's ports are named, those of disabled ports too; undefined where one is computed. */
function portsNaming(model: Model, bridge: string): readonly (string | undefined)[] {
  return model
    .items(PORTS)
    .filter((port: Item) => !port.isCertain || [bridge, undefined].includes(port.property("bridge")?.text))
    .map((port) => (port.isCertain ? port.property("interface")?.text : undefined));
}
