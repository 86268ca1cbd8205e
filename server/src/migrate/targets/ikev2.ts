import type { PlanTarget } from "../plan.ts";

export const planIkev2: PlanTarget = () => ({ kind: "refusal", reason: "This target is not there yet." });
