import type { Item, Model } from "../../model/model.ts";
import { overlaps, parseAddressSet } from "../../values/prefix-set.ts";
import type { PlanDraft } from "../draft.ts";
import { holdsOld, isStopBehind, type NetworkWords, negated } from "./policy-firewall.ts";
import { hasOtherIpsec } from "./policy-lists.ts";
import { label } from "./properties.ts";
import { setItem } from "./retire.ts";
import { outerInterfaces } from "./wan-side.ts";

const FILTER = "/ip/firewall/filter";

/**
 * An accept for the way to the internet would let pass what goes into the tunnel, which leaves by the same interface
 * now: where a later rule stopped some of it, the accept leaves it to that rule.
 */
export function spareFromOutwardAccepts(
  draft: PlanDraft,
  old: readonly string[],
  far: readonly string[],
  wordsOf: NetworkWords,
): void {
  const { model } = draft.context;
  const rules = model.items(FILTER);
  for (const rule of rules) {
    if (!isOutwardAccept(model, rule, old) || !mayMeet(rule, far)) continue;
    if (!rules.some((later) => isStopBehind(later, rule))) continue;
    const words = wordsFor(draft, rule, wordsOf);
    if (words === undefined) continue;
    setItem(draft, rule, words, {
      title: `${label(rule)}: not for the tunnel's packets`,
      reason: "They leave by the provider's interface now, and this rule did not meet them before.",
      stage: "parallel",
    });
  }
}

/** Packets of other IPsec passed by the rule, and go on doing so: then addresses tell this tunnel's. */
function wordsFor(
  draft: PlanDraft,
  rule: Item,
  wordsOf: NetworkWords,
): Readonly<Record<string, string>> | undefined {
  if (!hasOtherIpsec(draft)) return { "ipsec-policy": "out,none" };
  const isFree = DESTINATIONS.every((name) => rule.property(name) === undefined);
  return isFree ? negated(wordsOf("dst")) : undefined;
}

const DESTINATIONS = ["dst-address", "dst-address-list"];

/** It lets new connections out by the provider's interface, and none into the old tunnel. */
function isOutwardAccept(model: Model, rule: Item, old: readonly string[]): boolean {
  const isAccept = rule.text("chain") === "forward" && (rule.text("action") ?? "accept") === "accept";
  if (!isAccept || rule.isDisabled !== false || rule.property("ipsec-policy") !== undefined) return false;
  const states = rule.property("connection-state")?.text;
  if (states !== undefined && !states.split(",").includes("new")) return false;
  const name = rule.property("out-interface")?.text;
  const list = rule.property("out-interface-list")?.text;
  const outer = outerInterfaces(model, old);
  if (name !== undefined) return outer.includes(name);
  return (
    list !== undefined && !holdsOld(model, list, old) && outer.some((each) => holdsOld(model, list, [each]))
  );
}

/** Whether the rule may be about what lies behind the tunnel. */
function mayMeet(rule: Item, far: readonly string[]): boolean {
  const aimed = rule.property("dst-address")?.text;
  const set = aimed === undefined || aimed.startsWith("!") ? undefined : parseAddressSet(aimed);
  return set === undefined || far.some((network) => overlaps(parseAddressSet(network) ?? set, set));
}
