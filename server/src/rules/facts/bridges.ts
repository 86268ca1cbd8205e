import type { Item, Model } from "../../model/model.ts";
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
