import { wholeExport } from "../facts/example.ts";
import { CONNECTION_MARKS, unreadFinding, unreadMark } from "../facts/unread-marks.ts";
import { defineRule } from "../rule.ts";

export const markConnectionWithoutUse = defineRule({
  id: "mark-connection-without-use",
  group: "routing",
  title: "Connection mark that nothing reads",
  severity: "info",
  why: "No rule asks for this connection mark, so setting it only costs time.",
  advice: "Add the rule that should use the mark, or remove this one.",
  references: ["Manual: Mangle"],
  presets: ["strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall mangle",
    "add action=mark-connection chain=prerouting in-interface=lan new-connection-mark=voip",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall mangle",
    "add action=mark-connection chain=prerouting in-interface=lan new-connection-mark=voip",
    "add action=mark-packet chain=prerouting connection-mark=voip new-packet-mark=voip",
  ),
  fixes: { remove: "suggestion" },
  on: ["/ip/firewall/mangle", "/ipv6/firewall/mangle"],
  check(item, { model }) {
    const unread = unreadMark(item, CONNECTION_MARKS, model);
    return unread && unreadFinding(item, CONNECTION_MARKS, unread);
  },
});
