import type { Item } from "../../model/model.ts";
import type { RuleContext } from "../rule.ts";
import { internetSide } from "./internet-side.ts";

const LIMITS = [
  "src-address",
  "src-address-list",
  "src-mac-address",
  "connection-mark",
  "packet-mark",
  "routing-mark",
];

/** An enabled dst-nat rule that takes packets of anybody on the internet side. */
export function isOpenDstNat(rule: Item, context: RuleContext): boolean {
  if (rule.isDisabled !== false || rule.text("action") !== "dst-nat") return false;
  if ((rule.text("to-addresses") ?? "") === "" || LIMITS.some((name) => rule.property(name) !== undefined))
    return false;
  const from = rule.text("in-interface");
  const list = rule.text("in-interface-list");
  if (from === undefined && list === undefined) return isForOwnAddress(rule, context);
  const side = internetSide(context);
  if (side === undefined) return false;
  const { interfaces } = context.traffic.network;
  return side.interfaces.some((name) => {
    if (from !== undefined) return from === name || (from.startsWith("!") && from !== `!${name}`);
    if (list?.startsWith("!")) return interfaces.inList(name, list.slice(1)) === "no";
    return list !== undefined && interfaces.inList(name, list) === "yes";
  });
}

/** Without an interface a rule may be for the inside only, as a hairpin by the inside address is. */
function isForOwnAddress(rule: Item, context: RuleContext): boolean {
  const side = internetSide(context);
  const destination = rule.text("dst-address");
  if (side === undefined) return false;
  if (destination === undefined)
    return rule.text("dst-address-type") === "local" || rule.property("dst-port") !== undefined;
  return context.traffic.network
    .connected("ip")
    .some(
      (own) =>
        side.interfaces.includes(own.interface) && own.item.text("address")?.split("/")[0] === destination,
    );
}
