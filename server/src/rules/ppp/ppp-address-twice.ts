import type { Item, Model } from "../../model/model.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { containsAddress } from "../../values/prefix-set.ts";
import { label } from "../facts/label.ts";
import { profileOf } from "../facts/ppp-users.ts";
import { defineRule, type Finding, type RuleContext } from "../rule.ts";

const SECRETS = "/ppp/secret";

export const pppAddressTwice = defineRule({
  id: "ppp-address-twice",
  group: "ppp",
  title: "One address for two PPP users, or for user and router",
  severity: "warning",
  why: "While both are connected, what is meant for one of them goes to the other; a user with the router's own address reaches nothing.",
  advice: "Give each user an address of its own.",
  references: ["Manual: PPP AAA"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ppp secret\nadd name=anna remote-address=10.9.0.5\nadd name=karel remote-address=10.9.0.5\n",
  good: "/ppp secret\nadd name=anna remote-address=10.9.0.5\nadd name=karel remote-address=10.9.0.6\n",
  on: "model",
  check(model, context) {
    const first = new Map<string, Item>();
    return model.items(SECRETS).flatMap((item): Finding[] => {
      const address = item.property("remote-address")?.text ?? "";
      const isSure = item.isDisabled === false && item.isCertain && parseIpAddress(address) !== undefined;
      if (!isSure || address === "0.0.0.0") return [];
      const earlier = first.get(address);
      if (earlier === undefined) first.set(address, item);
      const whose = holderOf(item, address, context);
      if (whose === undefined && (earlier === undefined || mayBeOnePerson(earlier, item))) return [];
      return [
        {
          at: { item, property: "remote-address" },
          item,
          message: `User ${label(item)} gets \`${address}\`, ${whose ?? `which user ${label(earlier ?? item)} gets too`}.`,
          related:
            earlier === undefined
              ? []
              : [{ at: { item: earlier, property: "remote-address" }, message: "the other user" }],
        },
      ];
    });
  },
});

/** Somebody's account for each kind of tunnel. */
function mayBeOnePerson(one: Item, other: Item): boolean {
  const isSame = (name: string) =>
    (one.property(name)?.text ?? "") !== "" && one.property(name)?.text === other.property(name)?.text;
  return isSame("name") || (one.comment !== undefined && one.comment === other.comment);
}

/** Whether it is the router's end of the same tunnel, or another of its addresses. */
function holderOf(item: Item, address: string, { model, traffic }: RuleContext): string | undefined {
  if (localOf(item, model) === address) return "which is the router's own end of the tunnel";
  const parsed = parseIpAddress(address);
  const isOwn = parsed !== undefined && containsAddress(traffic.network.ownAddresses("ip"), parsed);
  return isOwn ? "which is an address of this router" : undefined;
}

function localOf(item: Item, model: Model): string | undefined {
  return item.property("local-address")?.text ?? profileOf(model, item)?.text("local-address");
}
