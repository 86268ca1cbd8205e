import type { Item } from "../../model/model.ts";
import { type IpAddress, parseIpAddress } from "../../values/ip.ts";
import { containsAddress, type PrefixSet, parseAddressSet } from "../../values/prefix-set.ts";
import type { PlanDraft } from "../draft.ts";
import { addressBeside } from "./accounts.ts";
import { isPrivate } from "./local-networks.ts";
import { label } from "./properties.ts";
import { isDefaultRoute } from "./steering.ts";

/** Whom the router asks by itself. */
const ASKED: readonly (readonly [menu: string, property: string])[] = [
  ["/ip/dns", "servers"],
  ["/ip/dns/static", "forward-to"],
  ["/ip/dns/forwarders", "dns-servers"],
  ["/radius", "address"],
  ["/system/ntp/client", "servers"],
  ["/system/ntp/client", "primary-ntp"],
  ["/system/ntp/client/servers", "address"],
  ["/system/logging/action", "remote"],
  ["/tool/netwatch", "host"],
];

/**
 * Servers behind the old tunnel that the router itself asked through it: a mode-config takes no packets of its own.
 * `routes`: the tunnel's; `within`: what they led to.
 */
export function reviewOwnTargets(draft: PlanDraft, routes: readonly Item[], within: readonly string[]): void {
  const { model } = draft.context;
  const others = otherTargets(draft, routes);
  const behind = within.flatMap((network) => parseAddressSet(network) ?? []);
  const holds = (sets: readonly PrefixSet[], at: IpAddress) => sets.some((set) => containsAddress(set, at));
  for (const [menu, property] of ASKED)
    for (const item of model.items(menu).filter((each) => each.isDisabled !== true))
      for (const address of (item.property(property)?.text ?? "").split(",")) {
        const at = parseIpAddress(address);
        const isNear = addressBeside(model, address) !== undefined;
        if (at === undefined || isNear || !isPrivate(address)) continue;
        if (!holds(behind, at) || holds(others, at)) continue;
        draft.review(
          `${label(item)} has the router itself ask \`${address}\`, which lay behind the tunnel; its own packets do not go into the new one.`,
          item,
        );
      }
}

/** Networks that other ways lead to. */
function otherTargets({ context, tunnel }: PlanDraft, routes: readonly Item[]): readonly PrefixSet[] {
  const old = tunnel.item.name ?? "";
  return context.model
    .items("/ip/route")
    .filter((route) => !isDefaultRoute(route) && route.property("gateway")?.text !== old)
    .filter((route) => !routes.includes(route))
    .flatMap((route) => parseAddressSet(route.property("dst-address")?.text ?? "") ?? []);
}
