import type { Item } from "../../model/model.ts";
import { tracksConnections } from "../../traffic/tracking.ts";
import { isTransit } from "../facts/bgp.ts";
import { wholeExport } from "../facts/example.ts";
import { filterChain, lastDisabled } from "../facts/firewall.ts";
import { closeChain, insideOf, strangerReaches } from "../facts/firewall-probe.ts";
import { firstLine, internetSide } from "../facts/internet-side.ts";
import { enumerate } from "../facts/label.ts";
import { insideTunnels } from "../facts/server-accepts.ts";
import { defineRule } from "../rule.ts";

const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];

const NOT_FORWARDED = { "connection-nat-state": "!dstnat", "connection-state": "new" };

/** RouterOS forwards what no rule decides; NAT hides addresses and stops nothing. */
export const firewallNoForwardDrop = defineRule({
  id: "firewall-no-forward-drop",
  group: "firewall",
  title: "Networks behind the router open to the internet side",
  severity: "warning",
  why: "The forward chain lets new connections from the internet side through: NAT is no firewall, and the provider's segment can route packets straight to inside addresses.",
  advice: "Drop what comes from the internet side and was not dst-natted, at the end of the forward chain.",
  references: ["Manual: Filter", "Manual: Building Advanced Firewall"],
  compliance: ["N"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=forward connection-state=established,related",
    "add action=drop chain=forward connection-state=invalid",
    ...NAT,
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=forward connection-state=established,related",
    "add action=drop chain=forward connection-nat-state=!dstnat connection-state=new in-interface=ether1",
    ...NAT,
  ),
  fixes: { "drop-from-wan": "suggestion" },
  on: "model",
  check(model, context) {
    const side = internetSide(context);
    if (side === undefined || isTransit(model)) return undefined;
    const open = insideOf(context, side.interfaces).flatMap((inside) =>
      side.interfaces.flatMap((from) => {
        const reach = strangerReaches(context, inside, from);
        return reach.verdict === "accepted" && !reach.by.some(isMeant) ? [{ inside, reach }] : [];
      }),
    );
    const [first] = open;
    if (first === undefined) return undefined;
    const decider = first.reach.by.at(-1);
    const last = decider ?? filterChain(model, "forward").at(-1) ?? lastDisabled(model, "forward");
    const at = last === undefined ? firstLine(model) : { item: last, property: "action" };
    if (at === undefined) return undefined;
    return {
      at,
      ...(last === undefined ? {} : { item: last }),
      // A chain whose rules are disabled is as open as one without rules.
      severity: "warning",
      message: `New connections from the internet side reach the networks on ${enumerate([...new Set(open.map(({ inside }) => inside.interface))])}: ${first.reach.reason}.`,
      fixes:
        decider !== undefined || !tracksConnections(model)
          ? []
          : [
              {
                id: "drop-from-wan",
                title: "Drop what comes from the internet side and was not dst-natted",
                changes: closeChain(model, "forward", side, NOT_FORWARDED, insideTunnels(model)),
              },
            ],
    };
  },
});

/** An accept for chosen destinations: a server network that is open on purpose. */
function isMeant(rule: Item): boolean {
  return rule.properties.some(({ name }) => /^(dst-|out-interface)/.test(name));
}
