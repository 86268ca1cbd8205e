import type { PlanTarget } from "../plan.ts";

export const planIkev2Server: PlanTarget = () => ({
  kind: "refusal",
  reason: "This target is not there yet.",
});
