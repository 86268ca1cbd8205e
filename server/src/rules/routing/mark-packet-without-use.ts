import { wholeExport } from "../facts/example.ts";
import { PACKET_MARKS, unreadFinding, unreadMark } from "../facts/unread-marks.ts";
import { defineRule } from "../rule.ts";

export const markPacketWithoutUse = defineRule({
  id: "mark-packet-without-use",
  group: "routing",
  title: "Packet mark that nothing reads",
  severity: "info",
  why: "No queue and no rule asks for this packet mark, so setting it only costs time.",
  advice: "Add the queue that should use the mark, or remove the rule.",
  references: ["Manual: Mangle", "Manual: Queues"],
  presets: ["strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall mangle",
    "add action=mark-packet chain=forward in-interface=lan new-packet-mark=voip",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall mangle",
    "add action=mark-packet chain=forward in-interface=lan new-packet-mark=voip",
    "/queue tree",
    "add name=voip packet-mark=voip parent=global priority=1",
  ),
  fixes: { remove: "suggestion" },
  on: ["/ip/firewall/mangle", "/ipv6/firewall/mangle"],
  check(item, { model }) {
    const unread = unreadMark(item, PACKET_MARKS, model);
    // Traffic is kept out of a queue by a mark of its own, which no queue takes.
    if (unread === undefined || (unread.standsFor && unread.misspelt === undefined)) return undefined;
    return unreadFinding(item, PACKET_MARKS, unread);
  },
});
