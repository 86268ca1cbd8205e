import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";

/** PPTP carries no IPv6, so a host with both leaves by IPv6 past the tunnel, before as after. */
export function warnOfIpv6(draft: PlanDraft): void {
  const { model } = draft.context;
  const hasIpv6 = ["/ipv6/address", "/ipv6/dhcp-client"].some((menu) => model.items(menu).some(isOn));
  if (!hasIpv6) return;
  const more =
    draft.target === "wireguard"
      ? " If the other end routes IPv6, add `::/0` to `allowed-address` and a route."
      : " Where nothing may leave in clear, stop it in the firewall of IPv6.";
  draft.warn(`IPv6 goes past the tunnel, as before.${more}`);
}

function isOn(item: Item): boolean {
  return item.isDisabled !== true;
}
