import type { Item, Model } from "../../model/model.ts";
import { protocolName } from "../../traffic/packet.ts";
import type { IpFamily } from "../../values/ip.ts";
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
export function filterChain(model: Model, chain: string, family: IpFamily = "ip"): readonly Item[] {
  return model.derive(family === "ip" ? chains4 : chains6).get(chain) ?? [];
}

function chains4(model: Model): ReadonlyMap<string, readonly Item[]> {
  return byChain(model.items("/ip/firewall/filter"));
}

function chains6(model: Model): ReadonlyMap<string, readonly Item[]> {
  return byChain(model.items("/ipv6/firewall/filter"));
}

function byChain(rules: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const chains = new Map<string, Item[]>();
  for (const rule of rules) {
    const chain = rule.isDisabled === false ? rule.text("chain") : undefined;
    if (chain === undefined) continue;
    const same = chains.get(chain);
    if (same === undefined) chains.set(chain, [rule]);
    else same.push(rule);
  }
  return chains;
}

/** Where a reader looks for the end of a chain of which no rule is enabled. */
export function lastDisabled(model: Model, chain: string): Item | undefined {
  return model.items("/ip/firewall/filter").findLast((rule) => rule.text("chain") === chain);
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

/** Enabled accept rules of the filter that new packets to the router itself come to, by jumps too. */
export function isInputAccept(rule: Item, model: Model): boolean {
  if (rule.isDisabled !== false || (rule.text("action") ?? "accept") !== "accept") return false;
  const chain = rule.text("chain");
  if (chain === undefined || chain === "forward" || chain === "output") return false;
  return chain === "input" || model.derive(inputChains).has(`${rule.menu} ${chain}`);
}

/** `input` and the chains that it certainly jumps on to, each behind its menu. */
function inputChains(model: Model): ReadonlySet<string> {
  return new Set(
    ["/ip/firewall/filter", "/ipv6/firewall/filter"].flatMap((menu) => {
      const jumps = model.gatherItems(menu, enabledJumps);
      const found = new Set(["input"]);
      for (const chain of found) {
        for (const jump of jumps) {
          const target = jump.text("chain") === chain ? jump.text("jump-target") : undefined;
          if (target !== undefined) found.add(target);
        }
      }
      return [...found].map((chain) => `${menu} ${chain}`);
    }),
  );
}

function enabledJumps(rule: Item): readonly Item[] {
  return rule.isDisabled === false && rule.text("action") === "jump" ? [rule] : [];
}

/** Exports write names; files made by hand also say 6, 17 or 47. Undefined when it is not written or computed. */
export function protocolOf(rule: Item): string | undefined {
  const text = rule.text("protocol");
  return text === undefined ? undefined : protocolName(text);
}

export function isGre(rule: Item): boolean {
  return protocolOf(rule) === "gre";
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
