import { SymbolKind } from "vscode-languageserver-types";
import type { Item } from "../model/model.ts";
import { isSecretProperty } from "./secret.ts";

/** Properties that tell unnamed items apart for people, best first. */
const TELLING: readonly string[] = [
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
  "allowed-address",
  "endpoint-address",
  "mac-address",
  "network",
];

/** What a firewall rule makes or goes to, and what it asks of packets; people know rules by these. */
const RESULTS: readonly string[] = [
  "jump-target",
  "new-connection-mark",
  "new-packet-mark",
  "new-routing-mark",
  "to-addresses",
  "address-list",
];
const MATCHERS: readonly string[] = [
  "in-interface",
  "in-interface-list",
  "out-interface",
  "out-interface-list",
  "src-address",
  "src-address-list",
  "dst-address",
  "dst-address-list",
  "protocol",
  "dst-port",
  "connection-state",
  "connection-mark",
  "routing-mark",
];

const TOLD_AT_MOST = 3;

/** The item's own name; of an unnamed one, the few properties people know it by. Never a secret. */
export function describeItem(item: Item): string {
  if (item.origin === "settings") return item.menu.slice(item.menu.lastIndexOf("/") + 1);
  if (hasSecretName(item)) return `#${item.index}`;
  if (item.name !== undefined && item.name !== "") return item.name;
  const chain = item.text("chain");
  if (chain !== undefined) return describeRule(item, chain);
  const parts = written(item, TELLING, TOLD_AT_MOST);
  return parts.length > 0 ? parts.join(" ") : (item.comment ?? `#${item.index}`);
}

/** `forward · drop · in-interface=ether1 protocol=tcp`. */
function describeRule(item: Item, chain: string): string {
  const result = RESULTS.flatMap((name) => item.property(name)?.text ?? [])[0];
  const action = [item.property("action")?.text ?? "", result ?? ""].filter((part) => part !== "").join(" ");
  const matchers = written(item, MATCHERS, result === undefined ? TOLD_AT_MOST : TOLD_AT_MOST - 1).join(" ");
  return [chain, action, matchers].filter((part) => part !== "").join(" · ");
}

function written(item: Item, names: readonly string[], atMost: number): string[] {
  const found = names.flatMap((name) => {
    const text = item.property(name)?.text;
    return text === undefined || text === "" ? [] : [`${name}=${text}`];
  });
  return found.slice(0, atMost);
}

/** An SNMP community is a password; the one that every router has is none. */
export function hasSecretName({ menu, name }: Item): boolean {
  return name !== undefined && name !== "public" && isSecretProperty(menu, "name");
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
