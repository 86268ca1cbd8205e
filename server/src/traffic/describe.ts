import type { Item } from "../model/model.ts";

/** "filter rule 5 \"defconf: drop invalid\"": numbered from 0 as `print` does. Shows no property that may hold a secret. */
export function describeRule(item: Item): string {
  const table = item.menu.slice(item.menu.lastIndexOf("/") + 1);
  if (item.menu === "/ip/firewall/connection/tracking") return "connection tracking";
  const family = item.menu.startsWith("/ipv6/") ? "IPv6 " : "";
  const kind = item.menu.includes("/firewall/") ? `${family}${table} rule` : (ITEM_WORDS[item.menu] ?? table);
  const comment = item.comment ? ` "${item.comment}"` : "";
  const name =
    item.name !== undefined && !item.menu.includes("/firewall/") ? ` \`${item.name}\`` : ` ${item.index}`;
  return `${kind}${name}${comment}`;
}

const ITEM_WORDS: Readonly<Record<string, string>> = {
  "/ip/route": "route",
  "/ipv6/route": "route",
  "/routing/rule": "routing rule",
  "/ip/route/rule": "routing rule",
  "/ip/address": "address",
  "/ipv6/address": "address",
  "/ip/ipsec/policy": "IPsec policy",
  "/ip/ipsec/mode-config": "IPsec mode-config",
  "/ip/dhcp-client": "DHCP client",
  "/interface/wireguard/peers": "WireGuard peer",
  "/ip/service": "service",
};
