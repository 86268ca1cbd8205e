import { withBroken } from "./broken-statements.ts";
import { offers } from "./offers.ts";
import type { Plan, PlanContext, PlanTarget, Refusal, Target, Tunnel } from "./plan.ts";
import { planIkev2 } from "./targets/ikev2.ts";
import { planOpenvpn } from "./targets/openvpn.ts";
import { planWireguard } from "./targets/wireguard.ts";

const TARGETS: Readonly<Record<Target, PlanTarget>> = {
  wireguard: planWireguard,
  ikev2: planIkev2,
  openvpn: planOpenvpn,
};

export function makePlan(tunnel: Tunnel, target: Target, context: PlanContext): Plan | Refusal {
  const mayWait = context.link !== undefined || ["gre", "eoip"].includes(context.answers["overlay"] ?? "");
  const offer = offers(context.model, tunnel, mayWait).find((each) => each.target === target);
  if (offer?.isPossible === false) return { kind: "refusal", reason: offer.reason };
  const plan = TARGETS[target](tunnel, context);
  return isRefusal(plan) ? plan : withBroken(plan, context.model);
}

export function isRefusal(plan: Plan | Refusal): plan is Refusal {
  return "kind" in plan && plan.kind === "refusal";
}
