import type { TableName } from "./chain.ts";

/** The chains that packets come into by themselves; all others are jumped to. */
export const ROOT_CHAINS: Readonly<Record<TableName, readonly string[]>> = {
  filter: ["input", "forward", "output"],
  nat: ["srcnat", "dstnat", "input", "output"],
  mangle: ["prerouting", "input", "forward", "output", "postrouting"],
  raw: ["prerouting", "output"],
};

const OF_BRIDGES: Readonly<Record<string, readonly string[]>> = {
  "/interface/bridge/filter": ["input", "forward", "output"],
  "/interface/bridge/nat": ["srcnat", "dstnat"],
};

/** Those of a table by its menu, "/ip/firewall/raw". */
export function rootChainsOf(menu: string): readonly string[] {
  const name = /^\/(?:ip|ipv6)\/firewall\/(filter|nat|mangle|raw)$/.exec(menu)?.[1];
  return Object.entries(ROOT_CHAINS).find(([table]) => table === name)?.[1] ?? OF_BRIDGES[menu] ?? [];
}
