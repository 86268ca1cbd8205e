import type { Item, Model } from "../../model/model.ts";
import { peerOf, policyMakers } from "./ipsec.ts";
import { isSet } from "./is-set.ts";

/** IPsec made by hand protects L2TP as well as the one-knob setting does: a policy that takes UDP 1701, or a peer that makes them. */
export function hasHandmadeIpsec(model: Model): boolean {
  return (
    model.items("/ip/ipsec/policy").some(mayTakeL2tp) ||
    policyMakers(model).some((maker) => isTransportMaker(model, maker))
  );
}

/** For UDP or UDP 1701, as a template too; or a transport policy for everything between two hosts. */
function mayTakeL2tp(policy: Item): boolean {
  if (policy.isDisabled === true || policy.origin !== "add") return false;
  if ((policy.text("action") ?? "encrypt") !== "encrypt") return false;
  const ports = [policy.property("src-port")?.text, policy.property("dst-port")?.text];
  if (ports.includes("1701") || policy.property("protocol")?.text === "udp") return true;
  return policy.text("template") !== "yes" && policy.text("tunnel") !== "yes";
}

/** `main-l2tp`, or a plain IKEv1 peer without mode-config: its clients speak L2TP or another transport. */
export function isTransportMaker(model: Model, maker: Item): boolean {
  const peer = peerOf(model, maker);
  if (peer === undefined) return false;
  const hasConfig = [maker, peer].some(
    (item) => isSet(item, "mode-config") && item.text("mode-config") !== "none",
  );
  const mode = peer.text("exchange-mode");
  return mode === "main-l2tp" || (mode === "main" && !hasConfig);
}

/** Whether a client's server has a peer or policy made by hand; to a name, any peer may be it. */
export function mayBeCovered(model: Model, client: Item): boolean {
  const server = client.text("connect-to")?.split("@")[0];
  const isAddress = server !== undefined && /^[\d.]+$/.test(server);
  const ends = [
    ...model.items("/ip/ipsec/peer").map((peer) => [peer, peer.text("address")] as const),
    ...model.items("/ip/ipsec/policy").map((policy) => [policy, policy.text("dst-address")] as const),
  ];
  return ends.some(([other, address]) => {
    if (other.isDisabled === true || other.origin !== "add") return false;
    return !isAddress || address === undefined || address.split("/")[0] === server;
  });
}
