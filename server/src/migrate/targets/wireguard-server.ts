import type { Plan, PlanContext, Refusal, Tunnel } from "../plan.ts";

export function planWireguardServer(_tunnel: Tunnel, _context: PlanContext): Plan | Refusal {
  return { kind: "refusal", reason: "not yet" };
}
