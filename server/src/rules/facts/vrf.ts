import type { Item } from "../../model/model.ts";
import type { RuleContext } from "../rule.ts";
import { listOf } from "./label.ts";

/**
 * The VRF that an interface belongs to. Services answer in their own VRF only, and firewall rules see the VRF as the
 * incoming interface (Manual: VRF), so what holds for `main` says nothing of another one.
 */
export function vrfOf(name: string, { model, traffic }: Pick<RuleContext, "model" | "traffic">): string {
  const { interfaces } = traffic.network;
  const holds = (vrf: Item) =>
    listOf(vrf.text("interfaces")).some((word) => word === name || interfaces.inList(name, word) === "yes");
  for (const menu of ["/ip/vrf", "/ip/route/vrf"]) {
    const vrf = model.items(menu).find((one) => one.isDisabled !== true && holds(one));
    if (vrf !== undefined) return vrf.name ?? vrf.text("routing-mark") ?? "";
  }
  return "main";
}

/** Whether what has a `vrf=`, a service or the resolver, answers in `main`. */
export function answersInMain(item: Item): boolean {
  const vrf = item.property("vrf");
  return vrf === undefined || vrf.text === "main" || vrf.text === "";
}
