import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";

/** Whether addresses or routes of IPv6 are on the old tunnel, which PPP carries where both ends have it on. */
export function carriesIpv6({ tunnel }: Pick<PlanDraft, "tunnel">): boolean {
  return tunnel.dependents.some(
    ({ item, command }) =>
      ["/ipv6/address", "/ipv6/route"].includes(command.menu) && item !== undefined && isOn(item),
  );
}

/** Without it, a host with both leaves by IPv6 past the tunnel, before as after. */
export function warnOfIpv6(draft: PlanDraft): void {
  const { model } = draft.context;
  if (carriesIpv6(draft)) return;
  const hasIpv6 = ["/ipv6/address", "/ipv6/dhcp-client"].some((menu) => model.items(menu).some(isOn));
  if (!hasIpv6) return;
  const more =
    draft.target === "wireguard"
      ? " If the other end routes IPv6, add `::/0` to `allowed-address` and a route."
      : " Where nothing may leave in clear, stop it in the firewall of IPv6.";
  draft.warn(`IPv6 goes past the tunnel, as before.${more}`);
}

/** Policies are made for networks of IPv4 only. */
export function loseIpv6(draft: PlanDraft): void {
  if (!carriesIpv6(draft)) return;
  draft.lose(
    `IPv6 ran through \`${draft.tunnel.name}\`, too, and goes nowhere now: the new policies are for IPv4. An interface would carry it on, where the other end is a router of yours: \`--set overlay=gre\`.`,
  );
  for (const about of ["source", "destination"] as const)
    draft.expect({ about, address: "::/0", reason: "the new policies carry no IPv6" });
}

function isOn(item: Item): boolean {
  return item.isDisabled !== true;
}
