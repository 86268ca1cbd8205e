import { SymbolKind } from "vscode-languageserver-types";
import type { Item } from "../model/model.ts";

/** Properties that tell unnamed items apart for people, best first. */
const TELLING = [
  "chain",
  "action",
  "list",
  "address",
  "dst-address",
  "gateway",
  "interface",
  "src-address",
  "protocol",
  "dst-port",
  "bridge",
  "vlan-ids",
  "user",
  "topics",
  "mac-address",
  "network",
] as const;
const TOLD_AT_MOST = 3;

/** The item's own name; of an unnamed one, the few properties people know it by. Never a secret. */
export function describeItem(item: Item): string {
  if (item.origin === "settings") return item.menu.slice(item.menu.lastIndexOf("/") + 1);
  if (item.name !== undefined && item.name !== "") return item.name;
  const parts: string[] = [];
  for (const name of TELLING) {
    const property = item.property(name);
    if (property?.text !== undefined && property.text !== "") parts.push(`${name}=${property.text}`);
    if (parts.length === TOLD_AT_MOST) break;
  }
  if (parts.length > 0) return parts.join(" ");
  return item.comment ?? `#${item.index}`;
}

export function symbolKindOf(menu: string): SymbolKind {
  if (menu.startsWith("/interface")) return SymbolKind.Interface;
  if (/^\/(ip|ipv6)\/firewall|^\/routing\/(rule|filter)|\/(filter|nat)$/.test(menu))
    return SymbolKind.Operator;
  if (/\/(user|secret|group|profile|identity)$/.test(menu)) return SymbolKind.Class;
  if (/^\/system\/(script|scheduler)$/.test(menu)) return SymbolKind.Function;
  if (/\/(route|table|address|pool)$/.test(menu)) return SymbolKind.Field;
  return SymbolKind.Object;
}
