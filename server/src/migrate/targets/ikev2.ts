import type { PlanTarget } from "../plan.ts";
import { isVersion, versionWords } from "../router-version.ts";
import { planIkev2Client } from "./ikev2-client.ts";
import { planIkev2Server } from "./ikev2-server.ts";

/** Clients become IPsec initiators, servers responders with an identity for each account; neither has an interface. */
export const planIkev2: PlanTarget = (tunnel, context) => {
  if (isVersion(context.model, ">=6.45") === false) {
    return {
      kind: "refusal",
      reason: `IKEv2 with EAP needs RouterOS 6.45, and this is ${versionWords(context.model)}: upgrade first.`,
    };
  }
  return tunnel.kind.endsWith("-client")
    ? planIkev2Client(tunnel, context)
    : planIkev2Server(tunnel, context);
};
