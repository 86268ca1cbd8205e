import type { Item, Model } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { uniqueName } from "./name.ts";
import { addItems } from "./retire.ts";

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
export function siteWords(draft: PlanDraft, name: string, there: readonly string[]): SiteWords {
  const { model } = draft.context;
  if (!hasOthers(model, draft.tunnel.item)) return { kind: "policies", far: () => ({}) };
  const [only] = there;
  let list: string | undefined;
  const far = (rule: Item, end: "src" | "dst"): Readonly<Record<string, string>> => {
    if (rule.property(`${end}-address`) !== undefined) return {};
    if (there.length === 1 && only !== undefined) return { [`${end}-address`]: only };
    if (rule.property(`${end}-address-list`) !== undefined) return {};
    list ??= addList(draft, name, there);
    return { [`${end}-address-list`]: list };
  };
  return { kind: "policies", far };
}

function addList(draft: PlanDraft, name: string, there: readonly string[]): string {
  const known = draft.context.model.names("address-list");
  const list = uniqueName(`${name}-networks`, (each) => known.includes(each));
  addItems(
    draft,
    { title: `Address list \`${list}\``, reason: "Rules about this tunnel tell it by its networks." },
    there.map((address) => ({ menu: "/ip/firewall/address-list", properties: { address, list } })),
  );
  return list;
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
