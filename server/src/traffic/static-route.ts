import type { Item } from "../model/model.ts";
import { type IpAddress, type IpFamily, parseIpAddress, parseIpPrefix, prefixRange } from "../values/ip.ts";
import { addressSet, type PrefixSet } from "../values/prefix-set.ts";
import type { Answer } from "./answer.ts";

/** A route the router has, or would have with all its links up. */
export interface Route {
  readonly table: string;
  readonly destination: PrefixSet;
  /** Prefix length in bits. */
  readonly length: number;
  readonly distance: number;
  readonly kind: "unicast" | "blackhole" | "unreachable" | "prohibit";
  readonly hops: readonly NextHop[];
  readonly scope: number;
  readonly targetScope: number;
  readonly origin: "connected" | "static" | "dynamic";
  readonly item: Item;
  readonly exists: Answer;
}

export type NextHop =
  | { readonly kind: "interface"; readonly name: string }
  | { readonly kind: "address"; readonly address: IpAddress; readonly interface: string | undefined }
  | { readonly kind: "unknown"; readonly text: string };

/** The route that an item of `/ip/route` is; undefined where it is switched off, or of no family that is asked for. */
export function staticRoute(item: Item, family: IpFamily): Route | undefined {
  if (item.isDisabled === true) return undefined;
  const written = item.text("dst-address") || (family === "ip" ? "0.0.0.0/0" : "::/0");
  const [place = "", vrf] = written.split("@");
  const prefix = parseIpPrefix(place);
  const table = item.text("routing-table") || item.text("routing-mark") || vrf || "main";
  if (!prefix || prefix.address.family !== family) return undefined;
  return {
    table,
    destination: addressSet([prefixRange(prefix)]),
    length: prefix.length,
    distance: numberOf(item, "distance", 1),
    kind: routeKind(item),
    hops: gatewayHops(item),
    scope: numberOf(item, "scope", 30),
    targetScope: numberOf(item, "target-scope", 10),
    origin: "static",
    item,
    exists: item.isCertain && item.isDisabled === false ? "yes" : "unknown",
  };
}

/** v7: `blackhole`; v6: `type=blackhole|unreachable|prohibit`. */
export function routeKind(item: Item): Route["kind"] {
  const type = item.text("type");
  if (type === "blackhole" || type === "unreachable" || type === "prohibit") return type;
  const flag = item.property("blackhole");
  return flag && !flag.isUnset && flag.text !== "no" ? "blackhole" : "unicast";
}

function gatewayHops(item: Item): readonly NextHop[] {
  const value = item.value("gateway");
  if (value.from === "computed") return [{ kind: "unknown", text: "a computed gateway" }];
  return (value.text ?? "").split(",").flatMap((word) => (word === "" ? [] : [readHop(word)]));
}

/** "10.0.0.1", "ether1", "10.0.0.1%ether1", "10.0.0.1@main", "fe80::1%ether1". */
function readHop(word: string): NextHop {
  const [target = ""] = word.split("@");
  const [host = "", scope] = target.split("%");
  const address = parseIpAddress(host);
  if (!address) return { kind: "interface", name: target };
  return { kind: "address", address, interface: scope };
}

export function numberOf(item: Item, property: string, otherwise: number): number {
  const text = item.text(property);
  const value = text === undefined || text === "" ? Number.NaN : Number(text);
  return Number.isInteger(value) ? value : otherwise;
}
