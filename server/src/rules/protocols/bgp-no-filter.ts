import { BGP_SESSIONS, isAmongOwn, isExternal, sessionValue } from "../facts/bgp.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const bgpNoFilter = defineRule({
  id: "bgp-no-filter",
  group: "protocols",
  title: "BGP session without filter",
  severity: "warning",
  why: "What another network announces by mistake or in malice is believed, and what this one knows may be announced further.",
  advice:
    "Filter in both directions (RFC 8212), and accept only the prefixes that the neighbour may announce.",
  references: ["RFC 8212", "RFC 7454", "Manual: BGP"],
  compliance: ["N"],
  cwe: [346],
  presets: ["strict"],
  bad: "/routing bgp connection\nadd as=64500 local.role=ebgp name=transit remote.address=192.0.2.1 remote.as=64501\n",
  good: "/routing bgp connection\nadd as=64500 input.filter=transit-in local.role=ebgp name=transit output.filter-chain=transit-out remote.address=192.0.2.1 remote.as=64501\nadd as=64500 local.role=ibgp name=core remote.address=192.0.2.2 remote.as=64500\n",
  on: BGP_SESSIONS,
  check(item, { model }) {
    if (item.isDisabled !== false || isExternal(item, model) !== true) return undefined;
    const names = item.menu === "/routing/bgp/peer" ? V6 : V7;
    const missing = Object.entries(names).flatMap(([direction, properties]) => {
      const values = properties.map((property) => sessionValue(item, property, model));
      return values.every((value) => value === "unset" || (typeof value === "object" && value.text === ""))
        ? [direction]
        : [];
    });
    if (missing.length === 0) return undefined;
    return {
      at: { item, property: "name" },
      item,
      severity: isAmongOwn(item, model) ? "info" : "warning",
      message: `The BGP session ${label(item)} with another ${isAmongOwn(item, model) ? "private AS" : "network"} has no ${missing.join(" and no ")} filter.`,
    };
  },
});

type Names = Readonly<Record<string, readonly string[]>>;

const V6: Names = { input: ["in-filter"], output: ["out-filter"] };
const V7: Names = {
  input: ["input.filter", "input.accept-nlri"],
  output: ["output.filter-chain", "output.filter-select", "output.network"],
};
