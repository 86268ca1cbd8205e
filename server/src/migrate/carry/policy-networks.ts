import type { Item, Model } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import type { NetworkWords } from "./policy-firewall.ts";

/** How rules tell the packets of one site's policies. */
export interface SiteWords {
  readonly kind: "policies";
  /** Words of a rule about what comes from there (`src`) or goes there (`dst`); none where nothing else could be meant. */
  readonly far: (rule: Item, end: "src" | "dst") => Readonly<Record<string, string>>;
}

/**
 * `ipsec-policy=in,ipsec` holds for the packets of every tunnel. Where there are others, rules about one of them name
 * the networks that it leads to.
 */
export function siteWords(draft: PlanDraft, there: readonly string[], wordsOf: NetworkWords): SiteWords {
  const { model } = draft.context;
  if (!hasOthers(model, draft.tunnel.item)) return { kind: "policies", far: () => ({}) };
  const far = (rule: Item, end: "src" | "dst"): Readonly<Record<string, string>> => {
    if (rule.property(`${end}-address`) !== undefined) return {};
    const isListed = there.length !== 1 && rule.property(`${end}-address-list`) !== undefined;
    return isListed ? {} : wordsOf(end);
  };
  return { kind: "policies", far };
}

/** Other IPsec, or tunnels that may become such. */
function hasOthers(model: Model, own: Item): boolean {
  const dialled = ["/interface/pptp-client", "/interface/l2tp-client", "/ip/ipsec/peer"];
  const servers = ["/interface/pptp-server/server", "/interface/l2tp-server/server"];
  return (
    dialled.some((menu) => model.items(menu).some((item) => item !== own && item.isDisabled !== true)) ||
    servers.some((menu) => model.settings(menu).text("enabled") === "yes")
  );
}
