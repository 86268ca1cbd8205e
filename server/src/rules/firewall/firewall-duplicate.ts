import { wholeExport } from "../facts/example.ts";
import { label, labelBeside } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const firewallDuplicate = defineRule({
  id: "firewall-duplicate",
  group: "firewall",
  title: "Firewall rule written twice",
  severity: "info",
  why: "An earlier rule has the same conditions and the same action, often because a script was imported twice; the second one only costs time.",
  advice: "Remove the second rule.",
  references: ["Manual: Filter"],
  cwe: [561],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input dst-port=13231 protocol=udp",
    "add action=drop chain=input in-interface=ether1",
    "add action=accept chain=input comment=again dst-port=13231 protocol=udp",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input dst-port=13231 protocol=udp",
    "add action=drop chain=input in-interface=ether1",
    "add action=accept chain=forward dst-port=13231 protocol=udp",
  ),
  fixes: { remove: "suggestion" },
  on: "model",
  check(_model, { traffic }) {
    return traffic.shadows.flatMap((shadow) =>
      shadow.kind !== "duplicate"
        ? []
        : [
            {
              at: { item: shadow.item, property: "action" },
              item: shadow.item,
              message: `Rule ${label(shadow.item)} repeats ${labelBeside(shadow.by, shadow.item)}.`,
              related: [{ at: { item: shadow.by }, message: "the same rule" }],
              fixes: [
                {
                  id: "remove",
                  title: "Remove the second rule",
                  changes: [{ kind: "remove" as const, item: shadow.item }],
                },
              ],
            },
          ],
    );
  },
});
