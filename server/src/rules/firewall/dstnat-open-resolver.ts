import type { Item, Model } from "../../model/model.ts";
import { isOpenDstNat, limitSources } from "../facts/dst-nat.ts";
import { wholeExport } from "../facts/example.ts";
import { holdsPort, protocolOf } from "../facts/firewall.ts";
import { isSet } from "../facts/is-set.ts";
import { label, listOf } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const LAN = ["/ip dhcp-server network", "add address=192.168.88.0/24 dns-server=192.168.88.2"];
const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];

/** A server that only answers for zones of its own looks the same, so what inside hosts ask has to show. */
export const dstnatOpenResolver = defineRule({
  id: "dstnat-open-resolver",
  group: "firewall",
  title: "Port forward that opens a DNS resolver to the internet",
  severity: "warning",
  why: "A resolver that answers the internet is used to amplify attacks on others and to poison its cache; the port forward opens it past the filter of the input chain.",
  advice: "Give the rule in-interface-list=LAN where it is for inside hosts, or remove it.",
  references: ["RFC 5358", "Manual: NAT"],
  compliance: ["N"],
  cwe: [406],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    ...LAN,
    ...NAT,
    "add action=dst-nat chain=dstnat dst-port=53 in-interface=ether1 protocol=udp to-addresses=192.168.88.2",
  ),
  good: wholeExport(
    "7.16.2",
    ...LAN,
    ...NAT,
    "add action=dst-nat chain=dstnat dst-port=53 in-interface=lan protocol=udp to-addresses=192.168.88.2",
    "add action=dst-nat chain=dstnat dst-port=53 in-interface=ether1 protocol=udp to-addresses=192.168.88.9",
  ),
  fixes: { limit: "needs-input" },
  on: ["/ip/firewall/nat"],
  check(item, context) {
    if (!leadsToDns(item)) return undefined;
    const evidence = resolverEvidence(item, context.model);
    if (evidence === undefined || !isOpenDstNat(item, context)) return undefined;
    const { by, words } = evidence;
    return {
      at: { item, property: "to-addresses" },
      item,
      message: `Rule ${label(item)} leads anybody on the internet side to the DNS resolver \`${item.text("to-addresses") ?? ""}\`, ${words}.`,
      related: by === undefined ? [] : [{ at: { item: by }, message: "it is named here" }],
      fixes: isSet(item, "src-address") ? [] : [limitSources(item)],
    };
  },
});

/** By the port of the host; questions that are caught are such whatever port their answerer listens on. */
function leadsToDns(rule: Item): boolean {
  const inside = isSet(rule, "to-ports") ? rule.text("to-ports") : rule.text("dst-port");
  const isDns = holdsPort(inside, 53) || (takesInsideQuestions(rule) && holdsPort(rule.text("dst-port"), 53));
  return isDns && ["udp", "tcp"].includes(protocolOf(rule) ?? "");
}

interface Evidence {
  readonly by?: Item;
  /** Completes "the resolver `x`, …". */
  readonly words: string;
}

/** Where the files say who resolves names. */
const ASKED: readonly (readonly [menu: string, property: string, words: string])[] = [
  ["/ip/dhcp-server/network", "dns-server", "which inside hosts ask"],
  ["/ppp/profile", "dns-server", "which tunnel users ask"],
  ["/ip/dns", "servers", "which this router asks"],
];

function resolverEvidence(rule: Item, model: Model): Evidence | undefined {
  const target = rule.text("to-addresses");
  for (const [menu, property, words] of ASKED) {
    const by = model
      .items(menu)
      .find(
        (one) => one.isDisabled !== true && listOf(one.text(property)).some((server) => server === target),
      );
    if (by !== undefined) return { by, words };
  }
  return takesInsideQuestions(rule) ? { words: "together with what inside hosts ask any server" } : undefined;
}

/** A rule that is to catch the questions of inside hosts, whatever server they are for, and forgets to say inside. */
function takesInsideQuestions(rule: Item): boolean {
  const names = ["in-interface", "in-interface-list", "dst-address-list", "dst-address-type"];
  const isForOne = isSet(rule, "dst-address") && rule.text("dst-address")?.startsWith("!") !== true;
  const isTied = isForOne || names.some((name) => isSet(rule, name));
  return rule.text("chain") === "dstnat" && !isTied;
}
