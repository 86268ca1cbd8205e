import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { isVersion } from "../router-version.ts";
import { label } from "./properties.ts";
import { asksForMark, type Steering } from "./steering.ts";

/**
 * In v7 a mark's table is asked before the router's own addresses, so a rule that marks everything of a host
 * also sends its DNS and login to the router into the tunnel (manual: Policy Routing).
 */
export function excludeLocal(draft: PlanDraft, steering: Steering): void {
  for (const rule of steering.marks) {
    if (!needsLocalExclusion(draft, rule)) continue;
    const change = { kind: "set", item: rule, properties: { "dst-address-type": "!local" } } as const;
    draft.step({
      title: `${label(rule)}: leave packets to the router itself alone`,
      reason: "The rule marks them too, and RouterOS 7 would send them into the tunnel.",
      stage: "cutover",
      changes: [change],
      script: [{ kind: "change", change }],
    });
    draft.expect({ about: "local", reason: "packets to the router itself are no longer marked" });
  }
}

export function needsLocalExclusion(draft: PlanDraft, rule: Item): boolean {
  if (isVersion(draft.context.model, ">=7") === false || rule.isDisabled !== false) return false;
  if (rule.menu !== "/ip/firewall/mangle" || rule.text("chain") === "output") return false;
  const limits = ["dst-address", "dst-address-list", "dst-address-type"];
  return !asksForMark(rule) && limits.every((name) => rule.property(name) === undefined);
}
