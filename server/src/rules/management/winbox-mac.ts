import { wholeExport } from "../facts/example.ts";
import { likelySide } from "../facts/internet-side.ts";
import { insideList } from "../facts/lan-list.ts";
import { isTold } from "../facts/told.ts";
import { defineRule } from "../rule.ts";

const SERVERS: Readonly<Record<string, string>> = {
  "/tool/mac-server": "MAC telnet",
  "/tool/mac-server/mac-winbox": "MAC WinBox",
};

/** Both lists are `all` by default (verbose exports 6.43.8 to 7.17.2). */
export const winboxMac = defineRule({
  id: "winbox-mac",
  group: "management",
  title: "Login by MAC address on every interface",
  severity: "warning",
  why: "MAC telnet and MAC WinBox work below IP, so no firewall rule stops a neighbour on the provider's segment from trying passwords.",
  advice: "Limit both to the interface list of the LAN.",
  // Before that the servers were items, one an interface.
  versions: ">=6.41",
  references: ["Manual: MAC server", "Manual: Securing your router"],
  compliance: ["M"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
    "/tool mac-server",
    "set allowed-interface-list=none",
  ),
  good: wholeExport(
    "7.16.2",
    "/tool mac-server",
    "set allowed-interface-list=none",
    "/tool mac-server mac-winbox",
    "set allowed-interface-list=none",
  ),
  fixes: { "lan-only": "suggestion" },
  on: "model",
  check(model, context) {
    const open = Object.keys(SERVERS)
      .map((menu) => model.settings(menu))
      .filter((settings) => settings.text("allowed-interface-list") === "all" && isTold(model, settings));
    const first = open.find(({ command }) => command !== undefined) ?? open[0];
    if (first === undefined) return undefined;
    const names = open.map(({ menu }) => SERVERS[menu] ?? menu).join(" and ");
    const isDefault = open.every((settings) => settings.property("allowed-interface-list") === undefined);
    const lan = insideList(context);
    return {
      at: { item: first, property: "allowed-interface-list" },
      item: first,
      // Without an outside there is no stranger among the neighbours; where the routes alone point to one, they may be one's own.
      severity: (likelySide(context)?.severity ?? "info") === "info" ? "info" : "warning",
      message: `${names} ${open.length === 1 ? "is" : "are"} allowed on every interface${isDefault ? " (the default)" : ""}.`,
      // Without a list of the inside, the only other value would lock out whoever administers by MAC address.
      fixes:
        lan === undefined
          ? []
          : [
              {
                id: "lan-only",
                title: `Allow it on the list ${lan} only`,
                changes: open.map((item) => ({
                  kind: "set" as const,
                  item,
                  properties: { "allowed-interface-list": lan },
                })),
              },
            ],
    };
  },
});
