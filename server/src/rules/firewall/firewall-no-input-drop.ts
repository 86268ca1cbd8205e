import { tracksConnections } from "../../traffic/tracking.ts";
import { wholeExport } from "../facts/example.ts";
import { filterChain, lastDisabled } from "../facts/firewall.ts";
import { closeChain, unexpectedInput } from "../facts/firewall-probe.ts";
import { firstLine, guessWords, type LikelySide, likelySide } from "../facts/internet-side.ts";
import { keptOpen } from "../facts/kept-open.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];

/** RouterOS accepts what no rule decides. */
export const firewallNoInputDrop = defineRule({
  id: "firewall-no-input-drop",
  group: "firewall",
  title: "Router open to the internet",
  severity: "error",
  why: "The input chain lets a stranger's packet through, because RouterOS accepts what no rule stops; every service of the router, present and future, can be reached.",
  advice: "End the input chain with a rule that drops what comes from the internet side.",
  references: ["Manual: Filter", "Manual: Building Advanced Firewall", "Manual: Securing your router"],
  compliance: ["N"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=drop chain=input dst-port=53 in-interface=ether1 protocol=udp",
    ...NAT,
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=accept chain=input dst-port=13231 protocol=udp",
    "add action=drop chain=input in-interface=!lan",
    ...NAT,
  ),
  fixes: { "drop-from-wan": "suggestion" },
  on: "model",
  check(model, context) {
    const whole = likelySide(context);
    if (whole === undefined) return undefined;
    const side = openPart(context, whole);
    const reach = unexpectedInput(context, side);
    if (reach?.verdict !== "accepted") return undefined;
    const rules = filterChain(model, "input");
    const decider = reach.by.at(-1);
    const last = decider ?? rules.at(-1) ?? lastDisabled(model, "input");
    const kept = keptOpen({ context, interfaces: whole.interfaces, family: "ip" });
    const at = last === undefined ? firstLine(model) : { item: last, property: "action" };
    if (at === undefined) return undefined;
    return {
      at,
      ...(last === undefined ? {} : { item: last }),
      severity: side.severity,
      message: `Strangers on ${side.interfaces.length === 1 ? `\`${side.interfaces[0] ?? ""}\`` : "the internet side"} reach the router${guessWords(side)}: ${reach.reason}.`,
      // A rule that accepts everything would keep a drop behind it from acting.
      fixes:
        decider !== undefined || kept === undefined || !tracksConnections(model)
          ? []
          : [
              {
                id: "drop-from-wan",
                title: "Drop what comes from the internet side",
                changes: closeChain(model, "input", side, {}, kept),
              },
            ],
    };
  },
});

/** Of several ways in, those that are open: the others need no second drop. */
function openPart(context: RuleContext, side: LikelySide): LikelySide {
  const open = side.interfaces.filter(
    (name) => unexpectedInput(context, { ...side, interfaces: [name] })?.verdict === "accepted",
  );
  if (open.length === 0 || open.length === side.interfaces.length) return side;
  return { ...side, interfaces: open, matchers: open.map((name) => ({ "in-interface": name })) };
}
