import type { PlanTarget } from "../plan.ts";
import { isVersion, versionWords } from "../router-version.ts";
import { planWireguardClient } from "./wireguard-client.ts";
import { planWireguardServer } from "./wireguard-server.ts";

/** Clients become an interface with one peer, servers an interface with a peer for each account. */
export const planWireguard: PlanTarget = (tunnel, context) => {
  if (isVersion(context.model, ">=7.1") === false) {
    return {
      kind: "refusal",
      reason: `WireGuard needs RouterOS 7.1, and this is ${versionWords(context.model)}: use IKEv2, or upgrade first.`,
    };
  }
  return tunnel.kind.endsWith("-client")
    ? planWireguardClient(tunnel, context)
    : planWireguardServer(tunnel, context);
};
