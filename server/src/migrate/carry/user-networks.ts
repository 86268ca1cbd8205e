import type { Item, Model } from "../../model/model.ts";
import { poolCalled } from "../../traffic/pools.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { containsSet, NO_ADDRESSES, parseAddressSet, unite } from "../../values/prefix-set.ts";
import { enabledServers } from "../discover.ts";

/**
 * Addresses of users who dial in to the router's PPP servers: they lie behind it as the LAN does, and stand in no
 * `/ip address`. Those that `known` networks hold are left out.
 */
export function dialInAddresses(model: Model, known: readonly string[]): readonly string[] {
  if (enabledServers(model).length === 0) return [];
  const held = known.map((each) => parseAddressSet(each) ?? NO_ADDRESSES).reduce(unite, NO_ADDRESSES);
  const given = [...model.items("/ppp/secret"), ...model.items("/ppp/profile")]
    .filter((item) => item.isDisabled !== true)
    .flatMap((item) => addressesOf(model, item));
  return [...new Set(given)].filter((each) => {
    const own = parseAddressSet(each);
    return own !== undefined && !containsSet(held, own);
  });
}

function addressesOf(model: Model, item: Item): readonly string[] {
  const text = item.property("remote-address")?.text ?? "";
  if (text === "" || text === "0.0.0.0") return [];
  if (parseIpAddress(text) !== undefined) return [`${text}/32`];
  const pool = poolCalled(model, text);
  return (pool?.text("ranges") ?? "").split(",").filter((range) => range !== "");
}
