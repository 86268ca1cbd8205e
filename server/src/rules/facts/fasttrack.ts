import type { Item, Model } from "../../model/model.ts";
import { tracksConnections } from "../../traffic/tracking.ts";

/** Matchers that leave no kind of user traffic out of a fasttrack rule. */
const HARMLESS = [
  "action",
  "chain",
  "comment",
  "connection-state",
  "disabled",
  "hw-offload",
  "log",
  "log-prefix",
  "protocol",
];
const VAGUE = [
  "src-address",
  "dst-address",
  "src-address-list",
  "dst-address-list",
  "in-interface",
  "out-interface",
  "in-interface-list",
  "out-interface-list",
  "connection-mark",
  "packet-mark",
  "routing-mark",
];

/**
 * Enabled fasttrack rules of the forward chain that take everything, and ahead of which no rule accepts chosen
 * traffic: with such a rule somebody has thought of what must not be fasttracked.
 */
export function plainFasttracks(model: Model): readonly Item[] {
  // Fasttrack needs the fast path (Manual: Connection tracking, requirements of FastTrack).
  if (!tracksConnections(model)) return [];
  if (model.settings("/ip/settings").property("allow-fast-path")?.text === "no") return [];
  const forward = model
    .items("/ip/firewall/filter")
    .filter((rule) => rule.isDisabled !== true && rule.text("chain") === "forward");
  return forward.filter(
    (rule) =>
      rule.isDisabled === false &&
      rule.isCertain &&
      rule.text("action") === "fasttrack-connection" &&
      rule.properties.every(({ name }) => HARMLESS.includes(name)) &&
      !forward.some((earlier) => earlier.index < rule.index && exempts(earlier, model)),
  );
}

function exempts(rule: Item, model: Model): boolean {
  const action = rule.text("action") ?? "accept";
  return (
    (action === "jump" ? mayEndIn(model, rule.text("jump-target")) : ["accept", "return"].includes(action)) &&
    VAGUE.some((name) => rule.property(name) !== undefined)
  );
}

/** A chain without rules gives every packet back. */
function mayEndIn(model: Model, chain: string | undefined): boolean {
  if (chain === undefined) return true;
  const menu = "/ip/firewall/filter";
  return (
    !model.absenceMeansDefault(menu) ||
    model.items(menu).some((rule) => rule.isDisabled !== true && (rule.text("chain") ?? chain) === chain)
  );
}
