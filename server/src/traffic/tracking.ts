import type { Model } from "../model/model.ts";

/** Without connection tracking no packet has a state that a rule could ask for, and NAT does nothing (Manual: Connection tracking). */
export function tracksConnections(model: Model): boolean {
  return model.settings("/ip/firewall/connection/tracking").property("enabled")?.text !== "no";
}
