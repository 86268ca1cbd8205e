import type { PlanTarget } from "../plan.ts";

export const planOpenvpn: PlanTarget = () => ({ kind: "refusal", reason: "This target is not there yet." });
