import type { Item } from "../../model/model.ts";
import { label } from "../facts/label.ts";
import { mangleChain } from "../facts/marks.ts";
import { defineRule } from "../rule.ts";

/** Manual, Mangle: passthrough=no ends the packet's way through the chain at this rule. */
export const markConnectionNoPassthrough = defineRule({
  id: "mark-connection-no-passthrough",
  group: "routing",
  title: "Connection mark that hides the routing mark behind it",
  severity: "warning",
  why: "With passthrough=no the packet leaves mangle here, so the rule behind that turns the connection mark into a routing mark does not see it.",
  advice: "Set passthrough=yes on the rule that marks the connection.",
  references: ["Manual: Mangle", "Manual: Policy Routing"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip firewall mangle\nadd action=mark-connection chain=prerouting new-connection-mark=c2 passthrough=no src-address=192.168.88.9\nadd action=mark-routing chain=prerouting connection-mark=c2 new-routing-mark=isp2\n",
  good: "/ip firewall mangle\nadd action=mark-connection chain=prerouting new-connection-mark=c2 passthrough=yes src-address=192.168.88.9\nadd action=mark-routing chain=prerouting connection-mark=c2 new-routing-mark=isp2 passthrough=no\n",
  fixes: { passthrough: "suggestion" },
  on: ["/ip/firewall/mangle", "/ipv6/firewall/mangle"],
  check(item, { model }) {
    const mark = item.text("new-connection-mark");
    if (item.text("action") !== "mark-connection" || mark === undefined || item.isDisabled !== false)
      return undefined;
    // A rule that asks for a routing mark follows one: the packet has its table already.
    if (item.text("passthrough") !== "no" || !item.isCertain || item.property("routing-mark"))
      return undefined;
    const behind = mangleChain(model, item.menu, item.text("chain")).find(
      (rule) =>
        rule.index > item.index &&
        rule.text("action") === "mark-routing" &&
        rule.text("connection-mark") === mark &&
        mayMeet(item, rule),
    );
    if (behind === undefined) return undefined;
    const isFirstOnly =
      item.text("connection-state") === "new" || item.property("connection-mark") !== undefined;
    return {
      at: { item, property: "passthrough" },
      item,
      message: `Rule ${label(item)} ends mangle for the packets it marks \`${mark}\`, so ${isFirstOnly ? "the first packet of a connection is" : "they are"} not given the routing mark \`${behind.text("new-routing-mark") ?? ""}\`.`,
      related: [{ at: { item: behind }, message: "this rule does not see them" }],
      fixes: [
        {
          id: "passthrough",
          title: "Let the packet go on",
          changes: [{ kind: "set", item, properties: { passthrough: "yes" } }],
        },
      ],
    };
  },
});

/** Answers come in elsewhere than requests: rules that ask for different interfaces are not meant for one packet. */
function mayMeet(first: Item, second: Item): boolean {
  return [
    "in-interface",
    "in-interface-list",
    "src-address",
    "src-address-list",
    "dst-address",
    "protocol",
  ].every((name) => {
    const one = first.property(name)?.text;
    const other = second.property(name)?.text;
    return one === undefined || other === undefined || one === other;
  });
}
