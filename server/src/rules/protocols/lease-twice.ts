import type { Item } from "../../model/model.ts";
import { defineRule, type Finding } from "../rule.ts";

export const leaseTwice = defineRule({
  id: "lease-twice",
  group: "protocols",
  title: "One address for two devices",
  severity: "warning",
  why: "Both devices are told to have the address, so whichever asks second gets none, or another one, or disturbs the first.",
  advice: "Give one of the devices another address.",
  references: ["Manual: DHCP"],
  presets: ["recommended", "strict"],
  bad: "/ip dhcp-server lease\nadd address=192.168.88.9 mac-address=02:00:00:00:00:01 server=lan\nadd address=192.168.88.9 mac-address=02:00:00:00:00:02 server=lan\n",
  good: "/ip dhcp-server lease\nadd address=192.168.88.9 mac-address=02:00:00:00:00:01 server=lan\nadd address=192.168.88.10 mac-address=02:00:00:00:00:02 server=lan\n",
  on: "model",
  check(model) {
    // Few files have any, and a long list of leases is looked through at each key.
    const keys = model.gatherItems(LEASES, keysOf);
    if (new Set(keys).size === keys.length) return undefined;
    const known = new Map<string, Item>();
    return model.items(LEASES).flatMap((item): Finding[] => {
      const [key] = keysOf(item);
      const first = key === undefined ? undefined : known.get(key);
      if (key !== undefined && first === undefined) known.set(key, item);
      if (first === undefined || isSameDevice(first, item)) return [];
      return [
        {
          at: { item, property: "address" },
          item,
          message: `The address \`${item.text("address")}\` is kept for ${device(first)} and for ${device(item)}.`,
          related: [{ at: { item: first, property: "address" }, message: "the other one" }],
        },
      ];
    });
  },
});

const LEASES = "/ip/dhcp-server/lease";

/** A lease of one server, for one address; an address may also be the name of a pool. */
function keysOf(lease: Item): readonly string[] {
  const address = lease.property("address")?.text;
  if (lease.origin !== "add" || lease.isDisabled !== false || !lease.isCertain) return [];
  if (address === undefined || !/^\d+(\.\d+){3}$/.test(address) || address === "0.0.0.0") return [];
  return [`${address} ${lease.property("server")?.text ?? ""}`];
}

/** A laptop's cable and radio may share an address on purpose, when its owner gives both one client id or one comment. */
function isSameDevice(one: Item, other: Item): boolean {
  const same = ["mac-address", "client-id"].some((name) => {
    const text = one.property(name)?.text;
    return text !== undefined && text !== "" && text === other.property(name)?.text;
  });
  return same || (one.comment !== undefined && one.comment === other.comment);
}

function device(lease: Item): string {
  const mac = lease.property("mac-address")?.text;
  return lease.comment !== undefined
    ? `\`${lease.comment}\``
    : mac === undefined
      ? "any device"
      : `\`${mac}\``;
}
