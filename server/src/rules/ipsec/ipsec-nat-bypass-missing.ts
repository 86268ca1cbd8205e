import type { Item, Model } from "../../model/model.ts";
import { packetOf } from "../../traffic/packet.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import {
  containsSet,
  countAddresses,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  rangesOf,
} from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { mayBeUntracked } from "../facts/firewall.ts";
import { peerOf, tunnelPolicies } from "../facts/ipsec.ts";
import { label } from "../facts/label.ts";
import { defineRule, type Fix } from "../rule.ts";

const NAT_ACTIONS = ["masquerade", "src-nat", "netmap", "same"];
const TUNNEL = [
  "/ip ipsec peer",
  "add address=192.0.2.7/32 exchange-mode=ike2 name=branch",
  "/ip ipsec policy",
  "add dst-address=10.9.0.0/24 peer=branch src-address=192.168.88.0/24 tunnel=yes",
  "/ip firewall nat",
];

/** Source NAT comes before the policy lookup, so a translated packet no longer matches (Manual: Packet Flow). */
export const ipsecNatBypassMissing = defineRule({
  id: "ipsec-nat-bypass-missing",
  group: "ipsec",
  title: "NAT takes packets out of the IPsec tunnel",
  severity: "error",
  why: "Source NAT happens before the IPsec policies are looked up, so translated packets match no policy and leave the router in clear.",
  advice: "Accept the tunnel's networks in srcnat ahead of the rule, or give the rule ipsec-policy=out,none.",
  references: ["Manual: IPsec (NAT and Fasttrack Bypass)", "Manual: Packet Flow in RouterOS"],
  compliance: ["T"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...TUNNEL, "add action=masquerade chain=srcnat out-interface=ether1"),
  good: wholeExport(
    "7.16.2",
    ...TUNNEL,
    "add action=masquerade chain=srcnat ipsec-policy=out,none out-interface=ether1",
  ),
  fixes: { bypass: "suggestion", "move-bypass": "suggestion" },
  on: ["/ip/ipsec/policy"],
  check(item, { model, traffic }) {
    if (!tunnelPolicies(model).includes(item) || !model.absenceMeansDefault("/ip/firewall/nat"))
      return undefined;
    if (peerOf(model, item)?.isDisabled === true || mayBeUntracked(model)) return undefined;
    const from = networkOf(item, "src-address");
    const to = networkOf(item, "dst-address");
    if (from === undefined || to === undefined || overlaps(from, to)) return undefined;
    const rule = translating(traffic, from, to);
    if (rule === undefined) return undefined;
    const networks = {
      "dst-address": item.text("dst-address") ?? "",
      "src-address": item.text("src-address") ?? "",
    };
    const late = bypassBehind(model, rule, from, to);
    const tooLate = late === undefined ? "" : `; rule ${label(late)} would spare them, but comes too late`;
    return {
      at: { item, property: "dst-address" },
      item,
      message: `Packets from \`${networks["src-address"]}\` to \`${networks["dst-address"]}\` do not reach this tunnel: NAT rule ${label(rule)} changes their source first${tooLate}.`,
      related: [
        { at: { item: rule }, message: "translates them" },
        ...(late === undefined ? [] : [{ at: { item: late }, message: "comes too late" }]),
      ],
      fixes: [late === undefined ? add(rule, networks) : moveAhead(late, rule)],
    };
  },
});

function add(rule: Item, networks: Readonly<Record<string, string>>): Fix {
  const properties = { action: "accept", chain: "srcnat", ...networks };
  return {
    id: "bypass",
    title: "Leave the tunnel's packets untranslated",
    changes: [{ kind: "add", menu: rule.menu, properties, place: { before: rule } }],
  };
}

/** The same rule in front, as it is written, and the old one gone. */
function moveAhead(late: Item, rule: Item): Fix {
  const properties = Object.fromEntries(
    late.properties.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text]])),
  );
  return {
    id: "move-bypass",
    title: `Move rule ${label(late)} ahead of it`,
    changes: [
      { kind: "add", menu: rule.menu, properties, place: { before: rule } },
      { kind: "remove", item: late },
    ],
  };
}

/** An accept for all packets of the tunnel, by addresses alone, that stands behind the rule which takes them. */
function bypassBehind(model: Model, rule: Item, from: PrefixSet, to: PrefixSet): Item | undefined {
  return model
    .items(rule.menu)
    .find(
      (other) =>
        other.index > rule.index &&
        other.isDisabled === false &&
        other.text("chain") === "srcnat" &&
        (other.text("action") ?? "accept") === "accept" &&
        other.properties.every(({ name }) => BY_ADDRESS.has(name)) &&
        covers(other, "src-address", from) &&
        covers(other, "dst-address", to),
    );
}

const BY_ADDRESS = new Set([
  "action",
  "chain",
  "comment",
  "disabled",
  "dst-address",
  "log",
  "log-prefix",
  "src-address",
]);

function covers(rule: Item, property: string, network: PrefixSet): boolean {
  const text = rule.property(property)?.text;
  if (text === undefined) return rule.property(property) === undefined;
  const own = parseAddressSet(text);
  return own !== undefined && containsSet(own, network);
}

function networkOf(item: Item, property: string): PrefixSet | undefined {
  const set = parseAddressSet(item.text(property) ?? "");
  // Half the internet and more: a full tunnel, whose NAT is another matter.
  return set === undefined || countAddresses(set) > 1n << 31n ? undefined : set;
}

/** The rule that certainly translates packets of the tunnel, whichever way they take. */
function translating(traffic: Traffic, src: PrefixSet, dst: PrefixSet): Item | undefined {
  const exits = exitsTo(traffic, dst);
  const found = (exits.length === 0 ? [undefined] : exits).map((name) => {
    const packet = packetOf({
      family: "ip",
      src,
      dst,
      ipsecOut: "yes",
      isDstLocal: "no",
      isSrcLocal: "no",
      outInterface: name === undefined ? "unknown" : { name },
    });
    const { verdict, by } = traffic.reach({ table: "nat", chain: "srcnat", packet });
    const deciding = by.filter((rule) => rule.text("action") !== "jump");
    const isCertain = deciding.every((rule) => NAT_ACTIONS.includes(rule.text("action") ?? ""));
    return verdict === "accepted" && isCertain ? deciding.at(-1) : undefined;
  });
  return found.every((rule) => rule !== undefined) ? found[0] : undefined;
}

/** What a route of its own says, as for the far end of a tunnel in IPsec; else every way to the internet. */
function exitsTo({ interfaceTowards, wan }: Traffic, dst: PrefixSet): readonly string[] {
  const ways = new Set(
    rangesOf(dst).flatMap(({ family, first, last }) =>
      [first, last].map((value) => interfaceTowards({ family, value })),
    ),
  );
  const [way] = ways;
  return ways.size === 1 && way !== undefined ? [way] : wan.interfaces;
}
