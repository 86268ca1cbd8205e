import type { Item } from "../model/model.ts";
import { satisfies } from "../values/version.ts";
import type { Network } from "./network.ts";

/** What keeps the frames of those behind an interface from the router, or its answers from them. */
export interface SegmentCut {
  readonly by: Item;
  /** In words, a part of a sentence. */
  readonly reason: string;
}

/** What a bridge certainly does to an interface on it; undefined where frames come through, or may. */
export function segmentCut(network: Network, name: string | undefined): SegmentCut | undefined {
  const item = name === undefined ? undefined : network.interfaces.item(name);
  if (item?.menu === "/interface/bridge") return bridgeCut(network, item, undefined);
  const id = Number(item?.text("vlan-id"));
  if (item?.menu !== "/interface/vlan" || !item.isCertain || !Number.isInteger(id)) return undefined;
  const parent = network.interfaces.item(item.text("interface") ?? "");
  return parent?.menu === "/interface/bridge" ? bridgeCut(network, parent, id) : undefined;
}

/** Only all of their rows tell what does not come through. */
const TABLES = ["/interface/bridge/port", "/interface/bridge/vlan"];

/** `id`: of a VLAN interface on the bridge; undefined: the bridge's own address. */
function bridgeCut(network: Network, bridge: Item, id: number | undefined): SegmentCut | undefined {
  const { model } = network;
  if (!TABLES.every((menu) => model.absenceMeansDefault(menu))) return undefined;
  const ports = model.items("/interface/bridge/port").filter((port) => mayBeOn(port, bridge));
  const isClear = ports.every((port) => port.isCertain && port.isDisabled !== undefined);
  if (!bridge.isCertain || !isClear || mayHaveDynamicPorts(network, bridge)) return undefined;
  const live = ports.filter((port) => port.isDisabled === false);
  if (live.length === 0) return { by: ports[0] ?? bridge, reason: `no port of \`${bridge.name}\` is left` };
  if (bridge.text("vlan-filtering") !== "yes" || bridge.property("mvrp")?.text === "yes") return undefined;
  return filterCut(network, bridge, live, id);
}

function filterCut(
  network: Network,
  bridge: Item,
  ports: readonly Item[],
  id: number | undefined,
): SegmentCut | undefined {
  const own = Number(bridge.text("pvid") ?? 1);
  const rows = network.model
    .items("/interface/bridge/vlan")
    .filter((row) => row.isDisabled !== true && mayBeOn(row, bridge) && mayHold(row, id ?? own));
  if (id === undefined && bridge.text("frame-types") === "admit-only-vlan-tagged")
    return { by: bridge, reason: `\`${bridge.name}\` filters VLANs and takes no untagged packets itself` };
  if (id !== undefined && id !== own && !mayJoinVlan(network, bridge, rows))
    return { by: bridge, reason: `\`${bridge.name}\` filters VLANs and is no member of VLAN ${id} itself` };
  const isCarried = ports.some((port) => takesUntagged(port, id ?? own)) || rows.some(hasOthers(bridge));
  return isCarried
    ? undefined
    : { by: bridge, reason: `\`${bridge.name}\` filters VLANs and no port of it carries VLAN ${id ?? own}` };
}

function mayBeOn(item: Item, bridge: Item): boolean {
  const name = item.text("bridge");
  return name === undefined || name === bridge.name;
}

/** Access points, sessions and tunnels that put themselves on a bridge, as their settings say. */
function mayHaveDynamicPorts({ model }: Network, bridge: Item): boolean {
  return model.menus
    .filter((menu) => /^\/(interface|ppp|caps-man|zerotier)\//.test(menu))
    .filter((menu) => !menu.startsWith("/interface/bridge/"))
    .some((menu) =>
      model
        .items(menu)
        .some(({ properties }) =>
          properties.some(
            ({ name, text }) => /(^|\.)bridge$/.test(name) && (text ?? bridge.name) === bridge.name,
          ),
        ),
    );
}

function mayHold(row: Item, id: number): boolean {
  const text = row.text("vlan-ids");
  if (text === undefined || !row.isCertain) return true;
  return text.split(",").some((part) => {
    const [low = Number.NaN, high = low] = part.split("-").map(Number);
    return low <= id && id <= high;
  });
}

/** Since 7.16 a bridge joins the VLANs of the interfaces on it by itself (changelog of 7.16). */
function mayJoinVlan({ model }: Network, bridge: Item, rows: readonly Item[]): boolean {
  if (model.version === undefined || satisfies(model.version, ">=7.16")) return true;
  return rows.some((row) => membersOf(row)?.includes(bridge.name ?? "") !== false);
}

function takesUntagged(port: Item, id: number): boolean {
  const pvid = port.value("pvid");
  const isMember = pvid.from === "computed" || Number(pvid.text ?? 1) === id;
  return isMember && port.text("frame-types") !== "admit-only-vlan-tagged";
}

/** Whether a row has members besides the bridge; lists of interfaces may stand for any port. */
function hasOthers(bridge: Item): (row: Item) => boolean {
  return (row) => membersOf(row)?.some((name) => name !== bridge.name) !== false;
}

/** Undefined where the file does not tell. */
function membersOf(row: Item): readonly string[] | undefined {
  const values = [row.value("tagged"), row.value("untagged")];
  if (!row.isCertain || values.some(({ from }) => from === "computed")) return undefined;
  return values.flatMap(({ text }) => (text ?? "").split(",")).filter((name) => name !== "");
}
