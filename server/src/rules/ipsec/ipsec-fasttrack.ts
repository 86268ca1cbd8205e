import type { Item, Model } from "../../model/model.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { overlaps, parseAddressSet } from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { mayBeUntracked } from "../facts/firewall.ts";
import { policyMakers, tunnelPolicies } from "../facts/ipsec.ts";
import { isSet } from "../facts/is-set.ts";
import { isTransportMaker } from "../facts/l2tp.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const TUNNEL = [
  "/ip ipsec peer",
  "add address=192.0.2.7/32 exchange-mode=ike2 name=branch",
  "/ip ipsec policy",
  "add dst-address=10.9.0.0/24 peer=branch src-address=192.168.88.0/24 tunnel=yes",
];
const FASTTRACK = "add action=fasttrack-connection chain=forward connection-state=established,related";

export const ipsecFasttrack = defineRule({
  id: "ipsec-fasttrack",
  group: "ipsec",
  title: "Fasttrack takes packets past IPsec",
  severity: "error",
  why: "Fasttracked packets skip the IPsec policies, so a tunnel's packets are lost or leave the router in clear after the first ones.",
  advice: "Accept the established connections of IPsec in the forward chain ahead of the fasttrack rule.",
  references: ["Manual: IPsec (NAT and Fasttrack Bypass)", "Manual: Packet Flow in RouterOS"],
  compliance: ["T"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...TUNNEL, "/ip firewall filter", FASTTRACK),
  good: wholeExport(
    "7.16.2",
    ...TUNNEL,
    "/ip firewall filter",
    "add action=accept chain=forward connection-state=established,related ipsec-policy=in,ipsec",
    "add action=accept chain=forward connection-state=established,related ipsec-policy=out,ipsec",
    FASTTRACK,
  ),
  fixes: { exempt: "suggestion" },
  on: ["/ip/firewall/filter"],
  check(item, { model }) {
    if (!isPlainFasttrack(item) || !model.absenceMeansDefault("/ip/firewall/filter")) return undefined;
    const tunnels = [
      ...tunnelPolicies(model),
      ...policyMakers(model).filter((maker) => !isTransportMaker(model, maker)),
    ].filter((tunnel) => !isOwnTraffic(model, tunnel) && !isExempt(model, item, tunnel));
    if (tunnels.length === 0) return undefined;
    return {
      at: { item, property: "action" },
      item,
      message: `Rule ${label(item)} fasttracks packets past ${tunnels.length === 1 ? "the IPsec tunnel" : `${tunnels.length} IPsec tunnels`} of this router.`,
      related: tunnels.map((tunnel) => ({ at: { item: tunnel }, message: "tunnel that loses packets" })),
      fixes: [
        {
          id: "exempt",
          title: "Accept established IPsec traffic ahead of it",
          changes: ["in,ipsec", "out,ipsec"].map((policy) => ({
            kind: "add" as const,
            menu: item.menu,
            properties: {
              action: "accept",
              chain: "forward",
              // New connections are still the business of the rules behind it.
              "connection-state": "established,related",
              "ipsec-policy": policy,
            },
            place: { before: item },
          })),
        },
      ],
    };
  },
});

const HARMLESS = [
  "action",
  "chain",
  "comment",
  "connection-state",
  "hw-offload",
  "disabled",
  "log",
  "protocol",
];

/** Without any condition that may leave IPsec traffic out. */
function isPlainFasttrack(rule: Item): boolean {
  return (
    rule.isDisabled === false &&
    rule.text("action") === "fasttrack-connection" &&
    rule.text("chain") === "forward" &&
    rule.properties.every(({ name }) => HARMLESS.includes(name) || !isSet(rule, name))
  );
}

/** From one address of the router to one other, as of GRE in IPsec: its own packets never come through forward. */
function isOwnTraffic(model: Model, tunnel: Item): boolean {
  const [own, far] = ["src-address", "dst-address"].map((name) => tunnel.text(name)?.replace(/\/32$/, ""));
  if (parseIpAddress(own ?? "") === undefined || parseIpAddress(far ?? "") === undefined) return false;
  const isOwn = model
    .items("/ip/address")
    .some((item) => item.isDisabled === false && item.text("address")?.split("/")[0] === own);
  return isOwn && !isTranslatedTo(model, own ?? "");
}

/** Forwarded packets that are given the router's address fit the policy as well. */
function isTranslatedTo(model: Model, own: string): boolean {
  return model
    .items("/ip/firewall/nat")
    .some((rule) => rule.isDisabled !== true && rule.text("to-addresses")?.includes(own) === true);
}

/** An earlier accept, in a chain jumped to as well, or a raw notrack, that may speak of the tunnel. */
function isExempt(model: Model, fasttrack: Item, tunnel: Item): boolean {
  const rules = model.items(fasttrack.menu).filter((rule) => rule.isDisabled !== true);
  const earlier = rules.filter((rule) => rule.index < fasttrack.index && rule.text("chain") === "forward");
  const jumps = earlier.filter((rule) => rule.text("action") === "jump");
  const targets = jumps.map((jump) => jump.text("jump-target"));
  const inTargets = rules.filter((rule) => targets.includes(rule.text("chain")));
  return (
    mayBeUntracked(model) ||
    [...earlier, ...inTargets].some((rule) => mayAccept(rule) && speaksOf(rule, tunnel))
  );
}

function mayAccept(rule: Item): boolean {
  return ["accept", "jump"].includes(rule.text("action") ?? "accept");
}

function speaksOf(rule: Item, tunnel: Item): boolean {
  if (rule.property("ipsec-policy")?.text?.endsWith(",ipsec") === true) return true;
  const vague = ["src-address-list", "dst-address-list", "connection-mark", "packet-mark", "routing-mark"];
  if (vague.some((name) => isSet(rule, name))) return true;
  return ["src-address", "dst-address"].some((name) => meet(rule.property(name)?.text, tunnel));
}

/** Whether the rule's address is one of the tunnel's ends; unreadable ones count. */
function meet(text: string | undefined, tunnel: Item): boolean {
  if (text === undefined) return false;
  const own = parseAddressSet(text);
  return ["src-address", "dst-address"].some((name) => {
    const end = parseAddressSet(tunnel.text(name) ?? "");
    return own === undefined || end === undefined || overlaps(own, end);
  });
}
