import { parseIpAddress } from "../../values/ip.ts";
import { NO_ADDRESSES, parseAddressSet } from "../../values/prefix-set.ts";
import type { PlanDraft } from "../draft.ts";
import type { Stage } from "../plan.ts";
import { networkAround } from "./accounts.ts";
import { addItems } from "./retire.ts";
import { addTunnelAddress, askTunnelAddress, networkOf } from "./routed-client.ts";

/** The addresses of both ends of one tunnel, as this end sees them. */
export interface InnerAddresses {
  readonly own: string | undefined;
  readonly far: string | undefined;
  /** The own address is that of other tunnels too. */
  readonly isShared: boolean;
}

/**
 * The addresses that the old tunnel had. As a network of no more than both they may stand beside the old ones, which
 * are hosts and so nearer; as a pair of hosts they would contend with them, so that comes with the cutover.
 */
export function addInnerAddress(draft: PlanDraft, interfaceName: string, ends: InnerAddresses): void {
  const { own, far, isShared } = ends;
  if (own === undefined || far === undefined || parseIpAddress(far) === undefined) {
    addTunnelAddress(draft, interfaceName, askTunnelAddress(draft, { example: "172.16.0.2/30" }));
    return;
  }
  const length = networkAround(own, parseAddressSet(far) ?? NO_ADDRESSES, false) ?? 0;
  const isNetwork = !isShared && length >= 30;
  const stage: Stage = isNetwork ? "parallel" : "cutover";
  const address = isNetwork ? `${own}/${length}` : `${own}/32`;
  addItems(
    draft,
    {
      title: `Address of \`${interfaceName}\``,
      reason: "The tunnel keeps its addresses, so what names them still fits.",
      stage,
    },
    [
      {
        menu: "/ip/address",
        properties: {
          address,
          interface: interfaceName,
          network: isNetwork ? (networkOf(address) ?? far) : far,
        },
      },
    ],
  );
  draft.expect({
    about: "tunnel-address",
    address: isNetwork ? `${own}/${length}` : `${own},${far}`,
    reason: "the tunnel's own network is written now; PPP got it at login",
  });
}
