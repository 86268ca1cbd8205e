import type { Item, Model } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import { listOf } from "./label.ts";

/** Enabled ports of a bridge. */
export function portsOf(bridge: string, model: Model): Item[] {
  return model
    .items("/interface/bridge/port")
    .filter((port) => port.isDisabled === false && port.text("bridge") === bridge);
}

/** Enabled rows of a bridge's VLAN table. */
export function vlanRowsOf(bridge: string, model: Model): Item[] {
  return model
    .items("/interface/bridge/vlan")
    .filter((row) => row.isDisabled === false && row.text("bridge") === bridge);
}

/** The VLAN ids of a row as ranges; undefined when computed. */
export function vlanIds(row: Item): readonly (readonly [number, number])[] | undefined {
  const text = row.text("vlan-ids");
  if (text === undefined) return undefined;
  return listOf(text).map((part) => {
    const [low = NaN, high = low] = part.split("-").map(Number);
    return [low, high] as const;
  });
}

/** The bridge or bond that certainly owns a port, and what makes it one. */
export function masterOf(
  port: string,
  model: Model,
  { network }: Traffic,
): { readonly name: string; readonly by: Item } | undefined {
  const name = network.interfaces.master(port);
  if (name === port || network.interfaces.isEnabled(name) !== "yes") return undefined;
  const by =
    model
      .items("/interface/bridge/port")
      .find((item) => item.text("interface") === port && item.text("bridge") === name) ??
    model.items("/interface/bonding").find((bond) => bond.name === name);
  return by && { name, by };
}
