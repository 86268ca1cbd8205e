import { wholeExport } from "../facts/example.ts";
import { internetSide } from "../facts/internet-side.ts";
import { enumerate } from "../facts/label.ts";
import { insideList } from "../facts/lan-list.ts";
import { defineRule, type RuleContext } from "../rule.ts";

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
  check(item, context) {
    const list = item.text("discover-interface-list");
    // Listening only tells nobody anything.
    if (item.text("mode") === "rx-only" || list === undefined) return undefined;
    const side = internetSide(context);
    const isEverywhere = EVERYWHERE.includes(list);
    const told = side?.interfaces.filter((name) => isTold(context, name, list)) ?? [];
    // A router without an internet side has no stranger to tell.
    if (list !== "all" && told.length === 0) return undefined;
    const target = insideList(context);
    const word = `\`${list}\`${item.property("discover-interface-list") === undefined ? ", the default" : ""}`;
    return {
      at: { item, property: "discover-interface-list" },
      item,
      message: isEverywhere
        ? `Neighbour discovery speaks on every interface (${word})${told.length > 0 ? ", the internet side included" : ""}.`
        : `Neighbour discovery speaks on the internet side: ${word} holds ${enumerate(told)}.`,
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

const EVERYWHERE = ["all", "static", "!dynamic", "!none"];

function isTold({ traffic }: RuleContext, name: string, list: string): boolean {
  if (EVERYWHERE.includes(list)) return true;
  const { interfaces } = traffic.network;
  return list.startsWith("!")
    ? interfaces.inList(name, list.slice(1)) === "no"
    : interfaces.inList(name, list) === "yes";
}
