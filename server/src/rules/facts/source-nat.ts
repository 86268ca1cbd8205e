import type { Item, Model } from "../../model/model.ts";
import type { RuleContext } from "../rule.ts";

const NAT_ACTIONS = ["masquerade", "src-nat", "netmap", "same"];

/** Whether a NAT rule may change the source of what leaves by an interface; only what is certain is ruled out. */
export function mayTranslate(rule: Item, name: string, { traffic }: Pick<RuleContext, "traffic">): boolean {
  if (rule.isDisabled === true || !NAT_ACTIONS.includes(rule.text("action") ?? "")) return false;
  const { interfaces } = traffic.network;
  const out = rule.property("out-interface");
  const list = rule.property("out-interface-list");
  if (out !== undefined) {
    if (out.text === undefined || out.text.startsWith("!")) return out.text !== `!${name}`;
    return interfaces.isNamedBy(name, out.text) !== "no";
  }
  if (list?.text === undefined) return true;
  return list.text.startsWith("!")
    ? interfaces.inList(name, list.text.slice(1)) !== "yes"
    : interfaces.inList(name, list.text) !== "no";
}

/** Whether the router has a network of private addresses, which nobody on the internet can answer. */
export function hasPrivateNetwork(model: Model): boolean {
  return model
    .items("/ip/address")
    .some((address) => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address.text("address") ?? ""));
}

/** Ends NAT with a masquerade for what leaves by the interface. */
export function masquerade(name: string) {
  return {
    id: "add-masquerade",
    title: `Masquerade what leaves by ${name}`,
    changes: [
      {
        kind: "add" as const,
        menu: "/ip/firewall/nat",
        properties: { action: "masquerade", chain: "srcnat", "out-interface": name },
      },
    ],
  };
}
