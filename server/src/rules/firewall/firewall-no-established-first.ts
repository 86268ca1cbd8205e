import type { Item } from "../../model/model.ts";
import { everyAddress, notPublicAddresses, subtract } from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { filterChain } from "../facts/firewall.ts";
import { acceptsEstablished, ODD_PORT, unexpectedInput } from "../facts/firewall-probe.ts";
import { internetSide } from "../facts/internet-side.ts";
import { label } from "../facts/label.ts";
import { defineRule, type Finding, type RuleContext } from "../rule.ts";

const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];
/** Rules a busy packet may pass before it is accepted. */
const FEW = 5;

export const firewallNoEstablishedFirst = defineRule({
  id: "firewall-no-established-first",
  group: "firewall",
  title: "Known connections are not accepted first",
  severity: "warning",
  why: "Replies to what the router and its hosts asked for must pass before the drops; where no early rule accepts them they are lost, or every packet walks through the whole chain.",
  advice: "Put an accept for connection-state=established,related at the head of the chain.",
  references: ["Manual: Filter", "Manual: Building Advanced Firewall"],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=drop chain=input in-interface=ether1",
    ...NAT,
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=drop chain=input in-interface=ether1",
    ...NAT,
  ),
  fixes: { "accept-established": "safe" },
  on: "model",
  check(_model, context) {
    return [...repliesLost(context), ...lateAccepts(context)];
  },
});

/** The router's own requests (DNS, NTP, updates) get no answer. */
function repliesLost(context: RuleContext): Finding[] {
  const { model, traffic } = context;
  const side = internetSide(context);
  if (side === undefined || unexpectedInput(context)?.verdict !== "blocked") return [];
  const [name] = side.interfaces;
  if (name === undefined) return [];
  const rules = filterChain(model, "input");
  const [first] = rules;
  const speaksOfState = rules.some(
    (rule) => rule.property("connection-state") !== undefined || rule.text("action") === "jump",
  );
  if (first === undefined || speaksOfState) return [];
  const reply = traffic.inputFrom({
    protocol: "udp",
    port: ODD_PORT,
    interface: name,
    source: subtract(everyAddress("ip"), notPublicAddresses()),
  });
  if (reply.verdict !== "blocked") return [];
  return [
    {
      at: { item: first, property: "action" },
      item: first,
      message: `Replies to the router's own requests are dropped on \`${name}\`: no rule of \`input\` accepts known connections.`,
      related: reply.by.map((rule) => ({ at: { item: rule }, message: "this rule drops them" })),
      fixes: [acceptBefore(first, "input")],
    },
  ];
}

function lateAccepts({ model }: RuleContext): Finding[] {
  return ["input", "forward"].flatMap((chain): Finding[] => {
    const rules = filterChain(model, chain).filter((rule) => rule.text("action") !== "passthrough");
    const place = rules.findIndex(
      (rule) => acceptsEstablished(rule) || rule.text("action") === "fasttrack-connection",
    );
    const rule = rules[place];
    const hasJump = rules.slice(0, Math.max(0, place)).some((one) => one.text("action") === "jump");
    if (rule === undefined || place <= FEW || hasJump || rules.slice(0, place).some(acceptsEstablished))
      return [];
    return [
      {
        at: { item: rule, property: "connection-state" },
        item: rule,
        severity: "info",
        message: `Rule ${label(rule)} accepts known connections only after ${place} other rules of \`${chain}\`, which every packet has to pass.`,
      },
    ];
  });
}

function acceptBefore(first: Item, chain: string) {
  return {
    id: "accept-established",
    title: "Accept known connections first",
    changes: [
      {
        kind: "add" as const,
        menu: first.menu,
        properties: { action: "accept", chain, "connection-state": "established,related" },
        place: { before: first },
      },
    ],
  };
}
