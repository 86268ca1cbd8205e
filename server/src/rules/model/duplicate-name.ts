import type { Item, Model } from "../../model/model.ts";
import { menuWords } from "../facts/label.ts";
import { defineRule, type Finding } from "../rule.ts";

/** Menus whose names are unique for certain; interfaces share one space of names across all their menus. */
const UNIQUE = [
  "/interface/list",
  "/ip/pool",
  "/ipv6/pool",
  "/ppp/profile",
  "/routing/table",
  "/ip/vrf",
  "/ip/dhcp-server",
  "/ip/ipsec/peer",
  "/ip/ipsec/profile",
  "/ip/ipsec/proposal",
  "/ip/ipsec/mode-config",
  "/ip/ipsec/policy/group",
  "/queue/simple",
  "/queue/tree",
  "/queue/type",
  "/system/script",
  "/user/group",
];

export const duplicateName = defineRule({
  id: "duplicate-name",
  group: "model",
  title: "Two objects of one name",
  severity: "error",
  why: "RouterOS refuses a second object of the same name, so the import stops here.",
  advice: "Give one of them another name.",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface bridge\nadd name=lan\n/interface vlan\nadd interface=ether1 name=lan vlan-id=10\n",
  good: "/interface bridge\nadd name=lan\n/interface list\nadd name=lan\n",
  on: "model",
  check(model) {
    const interfaces = model.menus.filter((menu) => isInterfaceMenu(menu));
    return [
      ...inMenus(model, interfaces, "interface"),
      ...UNIQUE.flatMap((menu) => inMenus(model, [menu], menuWords(menu))),
    ];
  },
});

function inMenus(model: Model, menus: readonly string[], what: string): Finding[] {
  // Few files have any, and the names are looked through at each key.
  const names = menus.flatMap((menu) => model.gatherItems(menu, nameOf));
  if (new Set(names).size === names.length) return [];
  return duplicates(
    menus.flatMap((menu) => model.items(menu)),
    what,
  );
}

function nameOf(item: Item): readonly string[] {
  const name = item.value("name").text;
  return name === undefined || name === "" || !item.isCertain ? [] : [name];
}

function isInterfaceMenu(menu: string): boolean {
  return /^\/interface\/[^/]+$/.test(menu) && menu !== "/interface/list";
}

function duplicates(items: readonly Item[], what: string): Finding[] {
  const first = new Map<string, Item>();
  return [...items.filter((item) => !isWritten(item)), ...items.filter(isWritten)].flatMap(
    (item): Finding[] => {
      const [name] = nameOf(item);
      if (name === undefined) return [];
      const earlier = first.get(name);
      if (earlier === undefined || item.property("name") === undefined) {
        first.set(name, earlier ?? item);
        return [];
      }
      return [
        {
          at: { item, property: "name" },
          item,
          message: `There is already ${/^[aeiou]/.test(what) ? "an" : "a"} ${what.startsWith("/") ? `\`${what}\` item` : what} named \`${name}\`.`,
          related: isWritten(earlier)
            ? [{ at: { item: earlier, property: "name" }, message: "the first one" }]
            : [],
        },
      ];
    },
  );
}

/** False for what every router has by itself, as the ppp profile `default`. */
function isWritten({ command }: Item): boolean {
  return command !== undefined;
}
