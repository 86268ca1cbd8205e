import type { IpFamily } from "../values/ip.ts";
import type { TableName } from "./chain.ts";

const TABLES: readonly TableName[] = ["filter", "nat", "mangle", "raw"];

/** The menus of firewall rules of one family. */
export function firewallMenus(family: IpFamily): readonly string[] {
  return TABLES.map((table) => `/${family}/firewall/${table}`);
}

/** Those of both families, IPv4 first. */
export const FIREWALL_MENUS: readonly string[] = [...firewallMenus("ip"), ...firewallMenus("ipv6")];
