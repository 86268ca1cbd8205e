import { label } from "../facts/label.ts";
import { mangleChain, matchersOf, matchesAllOf } from "../facts/marks.ts";
import { defineRule } from "../rule.ts";

/** Manual, Mangle: with passthrough the packet goes on, and a later mark of the same kind replaces the first. */
export const markPassthroughOrder = defineRule({
  id: "mark-passthrough-order",
  group: "routing",
  title: "Routing mark that a later rule overwrites",
  severity: "warning",
  why: "The packet goes on to a later rule that matches all the same traffic and sets another routing mark; the last one wins, so this rule does nothing.",
  advice: "Set passthrough=no on the rule that should win, or put it last.",
  references: ["Manual: Mangle"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip firewall mangle\nadd action=mark-routing chain=prerouting new-routing-mark=vpn passthrough=yes src-address=192.168.88.9 in-interface=lan\nadd action=mark-routing chain=prerouting in-interface=lan new-routing-mark=isp2 passthrough=yes\n",
  good: "/ip firewall mangle\nadd action=mark-routing chain=prerouting new-routing-mark=vpn passthrough=no src-address=192.168.88.9 in-interface=lan\nadd action=mark-routing chain=prerouting in-interface=lan new-routing-mark=isp2 passthrough=yes\n",
  fixes: { "no-passthrough": "suggestion" },
  on: ["/ip/firewall/mangle", "/ipv6/firewall/mangle"],
  check(item, { model }) {
    const mark = item.text("new-routing-mark");
    if (item.text("action") !== "mark-routing" || mark === undefined || item.isDisabled !== false)
      return undefined;
    if (item.text("passthrough") !== "yes" || !item.isCertain) return undefined;
    const chain = mangleChain(model, item.menu, item.text("chain"));
    const winner = chain.find((rule) => {
      const other = rule.text("new-routing-mark");
      return (
        rule.index > item.index &&
        rule.isCertain &&
        rule.text("action") === "mark-routing" &&
        other !== undefined &&
        other !== mark &&
        !isPicky(matchersOf(rule)) &&
        matchesAllOf(rule, item)
      );
    });
    if (winner === undefined) return undefined;
    // Something in between may take the packet away.
    const between = chain.filter((rule) => rule.index > item.index && rule.index < winner.index);
    if (between.some((rule) => ["accept", "return", "jump"].includes(rule.text("action") ?? "accept")))
      return undefined;
    return {
      at: { item, property: "new-routing-mark" },
      item,
      message: `Rule ${label(item)} sets the routing mark \`${mark}\`, which a later rule always replaces by \`${winner.text("new-routing-mark") ?? ""}\`.`,
      related: [{ at: { item: winner }, message: "this rule has the last word" }],
      fixes: [
        {
          id: "no-passthrough",
          title: "End mangle at this rule",
          changes: [{ kind: "set", item, properties: { passthrough: "no" } }],
        },
      ],
    };
  },
});

/** Matchers that answer differently for the same packet later in the chain, or for every n-th packet. */
function isPicky(matchers: ReadonlyMap<string, string | undefined>): boolean {
  return [
    "routing-mark",
    "connection-mark",
    "packet-mark",
    "nth",
    "random",
    "limit",
    "dst-limit",
    "time",
  ].some((name) => matchers.has(name));
}
