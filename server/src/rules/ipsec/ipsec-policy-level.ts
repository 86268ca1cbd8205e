import type { Item, Model } from "../../model/model.ts";
import { admitsAnyHost, peerOf, policyMakers } from "../facts/ipsec.ts";
import { isTransportMaker } from "../facts/l2tp.ts";
import { defineRule } from "../rule.ts";

/** Transport policies of two clients behind one NAT have the same addresses; `unique` tells them apart (Manual: IPsec, policies). */
export const ipsecPolicyLevel = defineRule({
  id: "ipsec-policy-level",
  group: "ipsec",
  title: "Clients behind one NAT push each other out",
  severity: "info",
  why: "With level=require the second client from the same public address takes over the first one's keys.",
  advice: "Set level=unique on the template.",
  references: ["Manual: IPsec"],
  presets: ["strict"],
  bad: "/ip ipsec peer\nadd name=l2tp passive=yes\n/ip ipsec identity\nadd generate-policy=port-override peer=l2tp policy-template-group=l2tp secret=<PSK>\n/ip ipsec policy\nadd group=l2tp protocol=udp template=yes\n",
  good: "/ip ipsec peer\nadd name=l2tp passive=yes\n/ip ipsec identity\nadd generate-policy=port-override peer=l2tp policy-template-group=l2tp secret=<PSK>\n/ip ipsec policy\nadd group=l2tp level=unique protocol=udp template=yes\n",
  fixes: { unique: "suggestion" },
  on: ["/ip/ipsec/policy"],
  check(item, { model }) {
    if (item.origin !== "add" || item.isDisabled !== false || item.text("template") !== "yes")
      return undefined;
    if (item.text("level") !== "require") return undefined;
    const maker = policyMakers(model).find(
      (one) => isForMany(model, one) && groupOf(one) === groupOf(item, "group"),
    );
    if (maker === undefined) return undefined;
    return {
      at: { item, property: item.property("level") === undefined ? "group" : "level" },
      item,
      message: "Clients of this template that share a public address push each other out.",
      related: [{ at: { item: maker }, message: "takes clients from any address" }],
      fixes: [
        {
          id: "unique",
          title: "Give each its own keys",
          changes: [{ kind: "set", item, properties: { level: "unique" } }],
        },
      ],
    };
  },
});

function groupOf(item: Item, property = "policy-template-group"): string {
  return item.text(property) ?? "default";
}

function isForMany(model: Model, maker: Item): boolean {
  const peer = peerOf(model, maker);
  return peer !== undefined && admitsAnyHost(peer) && isTransportMaker(model, maker);
}
