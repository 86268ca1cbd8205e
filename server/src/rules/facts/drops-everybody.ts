import type { Item, Model } from "../../model/model.ts";
import { filterChain } from "./firewall.ts";
import { listOf } from "./label.ts";
import { matchersOf } from "./marks.ts";

/**
 * Whether a rule that asks for all but an empty list drops whoever tries to reach the router: nothing else narrows it,
 * and nothing ahead of it lets anybody in.
 */
export function dropsEverybody(rule: Item, property: string, model: Model): boolean {
  const family = rule.menu.startsWith("/ipv6/") ? "ipv6" : "ip";
  if (rule.menu !== `/${family}/firewall/filter` || rule.text("chain") !== "input") return false;
  if (!rule.isCertain || !["drop", "reject"].includes(rule.text("action") ?? "")) return false;
  const others = [...matchersOf(rule).keys()].filter((name) => name !== property && !WIDE.has(name));
  if (others.length > 0 || !takesNew(rule)) return false;
  const chain = filterChain(model, "input", family);
  return chain.slice(0, chain.indexOf(rule)).every(letsNobodyIn);
}

/** What tells how to reject, and the state that is looked at apart. */
const WIDE: ReadonlySet<string> = new Set(["connection-state", "reject-with"]);

/** Accepts what belongs to a connection that is there, or pings; a jump may lead to more. */
function letsNobodyIn(rule: Item): boolean {
  const action = rule.text("action") ?? "accept";
  if (action !== "accept") return PASSES_ON.has(action);
  return !takesNew(rule) || /^icmp(v6)?$/.test(rule.text("protocol") ?? "");
}

const PASSES_ON: ReadonlySet<string> = new Set(["drop", "reject", "log", "passthrough"]);

function takesNew(rule: Item): boolean {
  const state = rule.property("connection-state");
  if (state === undefined || state.text === "") return true;
  return state.text === undefined || state.text.startsWith("!") || listOf(state.text).includes("new");
}
