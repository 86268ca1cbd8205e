import {
  complement,
  formatAddressSet,
  NO_ADDRESSES,
  parseAddressSet,
  unite,
} from "../../values/prefix-set.ts";
import { isFullTunnel, type Selection } from "../carry/policy-selection.ts";
import type { Steering } from "../carry/steering.ts";
import { masquerades } from "../carry/wan-side.ts";
import type { PlanDraft } from "../draft.ts";

/** Differences in the packets' ways that follow from there being no interface. */
export function expectPolicyPaths(
  draft: PlanDraft,
  steering: Steering,
  selection: Selection,
  far: readonly string[],
): void {
  draft.expect({ about: "local", reason: "packets to the router itself are no longer marked" });
  draft.expect({ about: "router", reason: "the router's own packets are not chosen by the mode-config" });
  for (const address of far)
    draft.expect({ about: "tunnel-address", address, reason: "the old tunnel's own addresses are gone" });
  if (!isTranslated(draft))
    draft.expect({
      about: "translation",
      reason: "the other end gives one address, so all sources are translated to it",
    });
  if (selection.kind !== "list" || !isFullTunnel(draft, steering)) return;
  const own = selection.entries
    .map(({ address }) => parseAddressSet(address) ?? NO_ADDRESSES)
    .reduce(unite, NO_ADDRESSES);
  draft.expect({
    about: "source",
    address: formatAddressSet(complement(own), Number.POSITIVE_INFINITY),
    reason: "only networks behind the router go into the tunnel",
  });
}

function isTranslated({ context, tunnel }: PlanDraft): boolean {
  const named = new Set(tunnel.dependents.map(({ item }) => item));
  return masquerades(context.model).some(
    (rule) =>
      named.has(rule) ||
      rule.property("out-interface-list") !== undefined ||
      rule.property("out-interface") === undefined,
  );
}
