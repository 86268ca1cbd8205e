import type { Item, Model } from "../../model/model.ts";
import { peerOf, policyMakers } from "./ipsec.ts";

/** IPsec made by hand for UDP 1701 protects L2TP as well as the one-knob setting does: a policy, or a peer that makes them. */
export function hasHandmadeIpsec(model: Model): boolean {
  const isForL2tp = (policy: Item) =>
    policy.isDisabled !== true && [policy.text("src-port"), policy.text("dst-port")].includes("1701");
  return model.items("/ip/ipsec/policy").some(isForL2tp) || policyMakers(model).some(makesTransportPolicies);
}

/** `main-l2tp`, or a plain IKEv1 peer without mode-config: its clients speak L2TP or another transport. */
export function makesTransportPolicies(maker: Item): boolean {
  const mode = maker.text("exchange-mode");
  return mode === "main-l2tp" || (mode === "main" && maker.property("mode-config") === undefined);
}

/** The same for identities, whose mode is their peer's. */
export function isTransportMaker(model: Model, maker: Item): boolean {
  const peer = peerOf(model, maker);
  if (peer === undefined) return false;
  const hasConfig = [maker, peer].some((item) => item.property("mode-config") !== undefined);
  const mode = peer.text("exchange-mode");
  return mode === "main-l2tp" || (mode === "main" && !hasConfig);
}
