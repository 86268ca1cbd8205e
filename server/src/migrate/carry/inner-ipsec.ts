import type { PlanDraft } from "../draft.ts";
import { label } from "./properties.ts";

/** IPsec between the ends of the old tunnel, which WireGuard makes needless: it encrypts by itself. */
export function warnOfInnerIpsec(draft: PlanDraft, ends: readonly string[], mtu: number): void {
  const peers = draft.context.model
    .items("/ip/ipsec/peer")
    .filter(
      (peer) => peer.isDisabled !== true && ends.includes(peer.text("address")?.replace(/\/32$/, "") ?? ""),
    );
  const [first] = peers;
  if (first === undefined) return;
  draft.warn(
    `${peers.map(label).join(", ")} ${peers.length === 1 ? "runs" : "run"} IPsec inside the tunnel: with WireGuard its packets are encrypted twice, and have less room than the MTU of ${mtu}. It is left as it is; when the line is up, it can go at both ends.`,
    first,
  );
}
