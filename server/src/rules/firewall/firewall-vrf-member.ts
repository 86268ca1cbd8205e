import { vrfTables } from "../../traffic/routes.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const VRF = ["/ip vrf", "add interfaces=ether5 name=branch", "/ip firewall filter"];
const PLACES = ["in-interface", "out-interface"];

/** Manual, VRF, "VRF interfaces in firewall": since 7.14 filter rules see the VRF's interface instead of its members. */
export const firewallVrfMember = defineRule({
  id: "firewall-vrf-member",
  group: "firewall",
  title: "Firewall rule for an interface inside a VRF",
  severity: "warning",
  why: "Since RouterOS 7.14 the filter sees packets of a VRF on the VRF's own interface, so a rule that names one of its members matches nothing.",
  advice:
    "Name the VRF instead of the interface; to tell its members apart, mark connections in prerouting and match the mark.",
  versions: ">=7.14",
  references: ["Manual: Virtual Routing and Forwarding"],
  compliance: ["N"],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", ...VRF, "add action=drop chain=input in-interface=ether5"),
  good: wholeExport("7.16.2", ...VRF, "add action=drop chain=input in-interface=branch"),
  fixes: { "name-vrf": "suggestion" },
  on: ["/ip/firewall/filter", "/ipv6/firewall/filter"],
  check(item, { traffic }) {
    if (item.isDisabled !== false || !item.isCertain) return undefined;
    const vrfs = vrfTables(traffic.network);
    return PLACES.flatMap((property) => {
      const name = item.property(property)?.text?.replace(/^!/, "");
      const vrf = name === undefined ? undefined : vrfs.get(name);
      if (name === undefined || vrf === undefined) return [];
      const isNegated = item.property(property)?.text?.startsWith("!") === true;
      const alone = [...vrfs.values()].filter((other) => other === vrf).length === 1;
      return [
        {
          at: { item, property },
          item,
          message: `Rule ${label(item)} names \`${name}\`, which is in the VRF \`${vrf}\`: the filter sees its packets on \`${vrf}\`, so the rule matches ${isNegated ? "them too" : "nothing"}.`,
          // With several members the rule would come to speak of the others as well.
          fixes: alone
            ? [
                {
                  id: "name-vrf",
                  title: `Name the VRF ${vrf}`,
                  changes: [
                    {
                      kind: "set" as const,
                      item,
                      properties: { [property]: `${isNegated ? "!" : ""}${vrf}` },
                    },
                  ],
                },
              ]
            : [],
        },
      ];
    });
  },
});
