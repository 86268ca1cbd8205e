import type { Change } from "../../edit/change.ts";
import { rangeOf } from "../../syntax/tree.ts";
import { type OtherGeneration, otherGeneration, renameMenu, renameProperty } from "../facts/generations.ts";
import { menuWords } from "../facts/label.ts";
import { atImport } from "../facts/script-severity.ts";
import { defineRule, type Finding } from "../rule.ts";

/** What RouterOS 6 has instead (manual: Moving from ROSv6 to v7 with examples, read backwards). */
const EARLIER: readonly (readonly [menu: string, instead: string])[] = [
  ["/routing/table", "tables of RouterOS 6 need no declaration"],
  ["/routing/rule", "RouterOS 6 has `/ip route rule`"],
  ["/ip/vrf", "RouterOS 6 has `/ip route vrf`"],
  ["/routing/bgp/connection", "RouterOS 6 has `/routing bgp peer`"],
  ["/routing/bgp/template", "RouterOS 6 has `/routing bgp instance` and `peer`"],
  ["/routing/ospf/interface-template", "RouterOS 6 has `/routing ospf network` and `interface`"],
  ["/routing/ospf/static-neighbor", "RouterOS 6 has `/routing ospf nbma-neighbor`"],
  ["/routing/filter/rule", "RouterOS 6 has `/routing filter`"],
  ["/routing/rip", "RouterOS 6 has `/routing rip network` and `interface`"],
  [
    "/system/ntp/client/servers",
    "RouterOS 6 has `primary-ntp=` and `secondary-ntp=` of `/system ntp client`",
  ],
  ["/interface/wifi", "RouterOS 6 has `/interface wireless`"],
  ["/user-manager", "RouterOS 6 has `/tool user-manager`"],
  ["/container", "containers need RouterOS 7"],
];

export const v7SyntaxInV6 = defineRule({
  id: "v7-syntax-in-v6",
  group: "routing",
  title: "RouterOS 7 syntax in a file for RouterOS 6",
  severity: "error",
  why: "RouterOS 6 does not know this menu or property, so the import stops here.",
  advice: "Write it as RouterOS 6 does, or upgrade the router first.",
  versions: "<7",
  references: ["Manual: Moving from ROSv6 to v7 with examples"],
  presets: ["recommended", "strict", "vpn"],
  bad: "# mar/14/2021 09:26:53 by RouterOS 6.49.7\n/ip route\nadd distance=1 gateway=192.0.2.1 routing-table=vpn\n",
  good: "# mar/14/2021 09:26:53 by RouterOS 6.49.7\n/ip route\nadd distance=1 gateway=192.0.2.1 routing-mark=vpn\nadd distance=1 dst-address=198.51.100.0/24 type=blackhole\n",
  fixes: { rewrite: "suggestion" },
  on: "command",
  ignoresValues: true,
  check(command, { model }) {
    // WireGuard without RouterOS 7 is told by wireguard-version.
    if (command.menu.startsWith("/interface/wireguard")) return undefined;
    return otherGeneration(command, model).map((found) => ({
      at: { file: command.file, range: found.range },
      severity: atImport(command),
      message: describe(found),
      fixes: rewrites(found),
    }));
  },
});

function describe(found: OtherGeneration): string {
  if (found.kind === "property") {
    const instead =
      found.menu === "/ip/route" || found.menu === "/ipv6/route" ? INSTEAD[found.name] : undefined;
    return `RouterOS 6 has no property \`${found.name}\` here${instead === undefined ? "." : `; it writes \`${instead}\`.`}`;
  }
  const hint = EARLIER.find(([menu]) => found.menu === menu || found.menu.startsWith(`${menu}/`))?.[1];
  return `RouterOS 6 has no menu \`${menuWords(found.menu)}\`${hint === undefined ? "." : `; ${hint}.`}`;
}

const INSTEAD: Readonly<Record<string, string>> = {
  "routing-table": "routing-mark=",
  blackhole: "type=blackhole",
};

function rewrites(found: OtherGeneration): NonNullable<Finding["fixes"]> {
  const change = changeFor(found);
  return change === undefined
    ? []
    : [{ id: "rewrite", title: "Write it as RouterOS 6 does", changes: [change] }];
}

function changeFor(found: OtherGeneration): Change | undefined {
  if (found.command.embeddedIn !== undefined) return undefined;
  if (found.kind === "menu")
    return found.menu === "/routing/rule" ? renameMenu(found, "/ip/route/rule") : undefined;
  if (found.menu !== "/ip/route") return undefined;
  if (found.name === "routing-table")
    return found.argument && renameProperty(found.command, found.argument, "routing-mark");
  if (found.name !== "blackhole") return undefined;
  const range = found.argument === undefined ? found.range : rangeOf(found.argument.node);
  return { kind: "text", file: found.command.file, edit: { range, newText: "type=blackhole" } };
}
