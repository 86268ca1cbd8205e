import { vrfTables } from "../../traffic/routes.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { markingRules } from "../facts/routing.ts";
import { defineRule } from "../rule.ts";

const VRF = [
  "/interface list",
  "add name=guests",
  "/ip vrf",
  "add interfaces=ether5 name=guest-net",
  "/routing table",
  "add fib name=isp2",
  "/ip route",
  "add dst-address=0.0.0.0/0 gateway=192.0.2.1 routing-table=isp2",
  "/ip firewall mangle",
];

/** Manual, Policy Routing and VRF: what mangle marks is looked up in the mark's table first, ahead of the VRF's. */
export const vrfMix = defineRule({
  id: "vrf-mix",
  group: "routing",
  title: "Routing mark on packets of a VRF",
  severity: "info",
  why: "A routing mark is looked up ahead of the VRF's own table, so marked packets leave the VRF that their interface was put into to keep them apart.",
  advice:
    "Put the route into the VRF's table, or leave the interface out of the rule if the leak is not meant.",
  references: ["Manual: Virtual Routing and Forwarding", "Manual: Policy Routing"],
  presets: ["strict"],
  bad: wholeExport(
    "7.16.2",
    ...VRF,
    "add action=mark-routing chain=prerouting in-interface=ether5 new-routing-mark=isp2",
  ),
  good: wholeExport(
    "7.16.2",
    ...VRF,
    "add action=mark-routing chain=prerouting in-interface=lan new-routing-mark=isp2",
    "add action=mark-routing chain=prerouting in-interface=lan new-routing-mark=guest-net",
  ),
  on: "model",
  check(model, { traffic }) {
    const vrfs = vrfTables(traffic.network);
    if (vrfs.size === 0) return undefined;
    return markingRules(model).flatMap(({ rule, mark }) => {
      const name = rule.text("in-interface");
      // Members of a VRF, or since 7.14 the VRF itself, which is an interface of its own.
      const vrf =
        name === undefined ? undefined : (vrfs.get(name) ?? [...vrfs.values()].find((v) => v === name));
      if (name === undefined || vrf === undefined || vrf === mark || !rule.isCertain) return [];
      const declared = ["/ip/vrf", "/ip/route/vrf"]
        .flatMap((menu) => model.items(menu))
        .find((item) => (item.text("name") ?? item.text("routing-mark")) === vrf);
      return [
        {
          at: { item: rule, property: "new-routing-mark" },
          item: rule,
          message: `Rule ${label(rule)} sends packets from \`${name}\` to the table \`${mark}\`, past the VRF \`${vrf}\` that they belong to.`,
          related: declared === undefined ? [] : [{ at: { item: declared }, message: "the VRF" }],
        },
      ];
    });
  },
});
