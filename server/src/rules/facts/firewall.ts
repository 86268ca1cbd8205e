import type { Item, Model } from "../../model/model.ts";
import { listOf } from "./label.ts";

/** Whether a `dst-port` value certainly holds the port; false for negated and computed values. */
export function holdsPort(text: string | undefined, port: number): boolean {
  if (text === undefined || text.startsWith("!")) return false;
  return listOf(text).some((part) => {
    const [low, high] = part.split("-").map(Number);
    return low !== undefined && low <= port && port <= (high ?? low);
  });
}

/** Enabled rules of a filter chain, in order. */
export function filterChain(model: Model, chain: string, menu = "/ip/firewall/filter"): readonly Item[] {
  return model.items(menu).filter((rule) => rule.isDisabled === false && rule.text("chain") === chain);
}

/** Enabled accept rules of the input chain. */
export function inputAccepts(model: Model): Item[] {
  return model
    .items("/ip/firewall/filter")
    .filter(
      (rule) =>
        rule.isDisabled === false &&
        rule.text("chain") === "input" &&
        (rule.text("action") ?? "accept") === "accept",
    );
}

/** Exports of v6 and v7 write `gre`; hand-written files also say 47. */
export function isGre(rule: Item): boolean {
  return ["gre", "47"].includes(rule.text("protocol") ?? "");
}

/** Interfaces whose own traffic is GRE (EoIP is GRE as well). */
export function greInterfaces(model: Model): Item[] {
  return ["/interface/gre", "/interface/eoip", "/interface/gre6", "/interface/eoipv6"]
    .flatMap((menu) => model.items(menu))
    .filter((item) => item.isDisabled !== true);
}

/** A raw rule may keep packets untracked, past fasttrack and NAT. */
export function mayBeUntracked(model: Model): boolean {
  return model
    .items("/ip/firewall/raw")
    .some((rule) => rule.isDisabled !== true && rule.text("action") === "notrack");
}
