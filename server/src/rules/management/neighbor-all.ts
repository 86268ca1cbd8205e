import { wholeExport } from "../facts/example.ts";
import { internetSide } from "../facts/internet-side.ts";
import { insideList } from "../facts/lan-list.ts";
import { defineRule } from "../rule.ts";

/** `static` and `!dynamic` hold every configured interface, the WAN port included (Manual: Neighbor discovery). */
export const neighborAll = defineRule({
  id: "neighbor-all",
  group: "management",
  title: "Neighbour discovery on every interface",
  severity: "warning",
  why: "Discovery tells the provider's segment the router's model, version and addresses, which is what an attacker looks up first.",
  advice: "Limit discovery to the interface list of the LAN.",
  references: ["Manual: Neighbor discovery", "Manual: Securing your router"],
  compliance: ["S"],
  cwe: [200],
  presets: ["recommended", "strict"],
  bad: "/ip neighbor discovery-settings\nset discover-interface-list=all\n",
  good: wholeExport(
    "7.16.2",
    "/interface list",
    "add name=LAN",
    "/ip neighbor discovery-settings",
    "set discover-interface-list=LAN",
  ),
  fixes: { "lan-only": "suggestion" },
  on: ["/ip/neighbor/discovery-settings"],
  check(item, { model, traffic, policy }) {
    const list = item.text("discover-interface-list");
    // Listening only tells nobody anything.
    if (item.text("mode") === "rx-only") return undefined;
    if (list === undefined || !["all", "static", "!dynamic", "!none"].includes(list)) return undefined;
    // A router without an internet side has no stranger to tell.
    const isOuter = internetSide({ model, traffic }) !== undefined;
    if (list !== "all" && !isOuter) return undefined;
    const target = insideList(model, policy);
    return {
      at: { item, property: "discover-interface-list" },
      item,
      message: `Neighbour discovery speaks on every interface (\`${list}\`${item.property("discover-interface-list") === undefined ? ", the default" : ""})${isOuter ? ", the internet side included" : ""}.`,
      // Discovery that serves a provisioning system or phones is not switched off unasked.
      fixes:
        target === undefined
          ? []
          : [
              {
                id: "lan-only",
                title: `Discover on the list ${target} only`,
                changes: [{ kind: "set", item, properties: { "discover-interface-list": target } }],
              },
            ],
    };
  },
});
