import type { BoundCommand } from "../model/model.ts";

/** The variables that an event hands to the script a command stands in (Manual: DHCP, PPP AAA). */
export function eventVariables({ embeddedIn }: BoundCommand): readonly string[] {
  if (embeddedIn === undefined) return [];
  const own = HANDED_IN.get(`${embeddedIn.command.menu} ${embeddedIn.property}`);
  return own ?? eventVariables(embeddedIn.command);
}

const PPP = ["user", "local-address", "remote-address", "caller-id", "called-id", "interface"];

const HANDED_IN: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "/ip/dhcp-server lease-script",
    [
      "leaseBound",
      "leaseServerName",
      "leaseActMAC",
      "leaseActIP",
      "lease-hostname",
      "lease-options",
      "lease-agent-circuit-id",
      "lease-agent-remote-id",
    ],
  ],
  [
    "/ip/dhcp-client script",
    [
      "bound",
      "interface",
      "lease-address",
      "gateway-address",
      "server-address",
      "vendor-specific",
      "lease-options",
    ],
  ],
  ["/ppp/profile on-up", PPP],
  ["/ppp/profile on-down", PPP],
]);
