import type { Item, Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { defineRule, type Finding } from "../rule.ts";

/** Objects that do nothing unless something names them; of IPsec's, ipsec-unused tells. */
const PASSIVE: Readonly<Record<string, string>> = {
  "/ip/pool": "Address pool",
  "/ipv6/pool": "IPv6 pool",
  "/interface/list": "Interface list",
  "/ppp/profile": "PPP profile",
  "/ip/dhcp-server/option": "DHCP option",
  "/interface/wireless/security-profiles": "Security profile",
  "/interface/wifi/security": "Wifi security profile",
  "/interface/wifi/configuration": "Wifi configuration",
  "/interface/wifi/datapath": "Wifi datapath",
  "/interface/wifi/channel": "Wifi channel",
  "/ip/firewall/layer7-protocol": "Layer-7 pattern",
  "/queue/type": "Queue type",
};

export const unusedObject = defineRule({
  id: "unused-object",
  group: "model",
  title: "Object that nothing uses",
  severity: "info",
  why: "Nothing in the whole export names the object, so it does nothing.",
  advice: "Remove it, or use it.",
  references: ["Manual: Configuration Management"],
  presets: ["strict"],
  bad: wholeExport("7.16.2", "/ip pool", "add name=old ranges=192.168.77.10-192.168.77.99"),
  good: wholeExport(
    "7.16.2",
    "/ip pool",
    "add name=dhcp ranges=192.168.88.10-192.168.88.99",
    "/ip dhcp-server",
    "add address-pool=dhcp interface=lan name=dhcp1",
  ),
  fixes: { remove: "suggestion" },
  on: Object.keys(PASSIVE),
  check(item, { model }) {
    if (item.origin !== "add" || !item.isCertain || item.name === undefined || !isWhole(model, item))
      return undefined;
    if (model.referencesTo(item).length > 0 || mayBeAsked(model, item.menu)) return undefined;
    return finding(item);
  },
});

/** In an export of a few menus the users may simply not be shown. */
function isWhole(model: Model, item: Item): boolean {
  return model.source.kind === "full" && model.absenceMeansDefault(item.menu);
}

/** RADIUS, and the router's own User Manager, hand out pools and profiles by name (Framed-Pool, Mikrotik-Group). */
function mayBeAsked(model: Model, menu: string): boolean {
  if (!HANDED_OUT.has(menu)) return false;
  return (
    model.items("/radius").some((server) => server.isDisabled !== true) ||
    model.menus.some((written) => /^(\/tool)?\/user-manager\b/.test(written))
  );
}

const HANDED_OUT: ReadonlySet<string> = new Set(["/ip/pool", "/ipv6/pool", "/ppp/profile"]);

function finding(item: Item): Finding {
  return {
    at: { item, property: "name" },
    item,
    message: `${PASSIVE[item.menu] ?? "Object"} ${label(item)} is used by nothing.`,
    fixes: [{ id: "remove", title: `Remove ${item.name ?? "it"}`, changes: [{ kind: "remove", item }] }],
  };
}
