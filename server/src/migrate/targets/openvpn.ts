import type { PlanTarget } from "../plan.ts";
import { planOpenvpnClient } from "./openvpn-client.ts";
import { planOpenvpnServer } from "./openvpn-server.ts";

/** OpenVPN is a PPP service in RouterOS: clients keep an interface, servers keep accounts, profiles and pools. */
export const planOpenvpn: PlanTarget = (tunnel, context) =>
  tunnel.kind.endsWith("-client") ? planOpenvpnClient(tunnel, context) : planOpenvpnServer(tunnel, context);
