import type { Item, Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { plainFasttracks } from "../facts/fasttrack.ts";
import { label } from "../facts/label.ts";
import { callersOf } from "../facts/marks.ts";
import { markingRules } from "../facts/routing.ts";
import { defineRule, type Fix } from "../rule.ts";

const MARKS = [
  "/ip firewall mangle",
  "add action=mark-connection chain=prerouting connection-mark=no-mark new-connection-mark=via-isp2 src-address=192.168.88.9",
  "add action=mark-routing chain=prerouting connection-mark=via-isp2 new-routing-mark=isp2 passthrough=no",
  "/ip route",
  "add dst-address=0.0.0.0/0 gateway=198.51.100.1 routing-table=isp2",
  "/routing table",
  "add fib name=isp2",
];

/** Manual, Packet Flow: fasttracked packets skip mangle, so they are routed by the main table only. */
export const fasttrackBypassesMarks = defineRule({
  id: "fasttrack-bypasses-marks",
  group: "routing",
  title: "Fasttrack takes packets past routing marks",
  severity: "error",
  why: "Fasttracked packets skip mangle: after the first packets a marked connection is routed by the main table, so it breaks or leaves by the normal way out.",
  advice:
    "Keep marked connections out of the fasttrack rule with connection-mark=no-mark, or accept them ahead of it.",
  references: ["Manual: Packet Flow in RouterOS", "Manual: Connection tracking"],
  compliance: ["T"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=fasttrack-connection chain=forward connection-state=established,related hw-offload=yes",
    ...MARKS,
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=fasttrack-connection chain=forward connection-mark=no-mark connection-state=established,related hw-offload=yes",
    ...MARKS,
  ),
  fixes: { "exclude-marked": "suggestion" },
  on: "model",
  check(model) {
    if (!model.absenceMeansDefault("/ip/firewall/filter")) return undefined;
    const marking = forwardedMarks(model);
    const [first] = marking;
    if (first === undefined) return undefined;
    return plainFasttracks(model).map((fasttrack) => ({
      at: { item: fasttrack, property: "action" },
      item: fasttrack,
      message: `Rule ${label(fasttrack)} fasttracks connections past the routing mark \`${first.text("new-routing-mark") ?? ""}\`: their later packets go by the main table.`,
      related: marking.map((rule) => ({ at: { item: rule }, message: "mark that is skipped" })),
      fixes: fixes(model, fasttrack, marking),
    }));
  },
});

/** Marks of forwarded traffic; what the router itself sends is never fasttracked. */
function forwardedMarks(model: Model): Item[] {
  return markingRules(model)
    .filter(({ rule, mark }) => mark !== "main" && rule.menu === "/ip/firewall/mangle")
    .map(({ rule }) => rule)
    .filter((rule) => callersOf(model, rule.menu, rule.text("chain") ?? "").has("prerouting"));
}

function fixes(model: Model, fasttrack: Item, marking: readonly Item[]): Fix[] {
  const connections = new Set(
    model
      .items("/ip/firewall/mangle")
      .filter((rule) => rule.isDisabled === false && rule.text("action") === "mark-connection")
      .map((rule) => rule.text("new-connection-mark")),
  );
  const isByConnection = marking.every((rule) => connections.has(rule.text("connection-mark")));
  if (!isByConnection) return [];
  return [
    {
      id: "exclude-marked",
      title: "Fasttrack only connections without a mark",
      changes: [{ kind: "set", item: fasttrack, properties: { "connection-mark": "no-mark" } }],
    },
  ];
}
