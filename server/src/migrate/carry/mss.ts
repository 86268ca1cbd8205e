import type { AddChange } from "../../edit/change.ts";
import type { Item, Model, Reference } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { given } from "./properties.ts";

/** WireGuard's own default: 80 bytes of headers below 1500 (manual: WireGuard); below PPPoE 1412. */
export function tunnelMtu(model: Model): number {
  const overPppoe = model.items("/interface/pppoe-client").some((item) => item.isDisabled !== true);
  return overPppoe ? 1412 : 1420;
}

/**
 * PPP profiles clamp MSS by themselves (`change-tcp-mss=yes`); other tunnels need two mangle rules. Fixed values,
 * since `clamp-to-pmtu` follows the way out only. 40 bytes: IPv4 and TCP headers.
 */
export function clampMss(draft: PlanDraft, interfaceName: string, mtu: number): void {
  const mss = mtu - 40;
  const missing = (["out-interface", "in-interface"] as const).filter(
    (side) => !draft.tunnel.dependents.some((reference) => isClamp(reference, side)),
  );
  if (missing.length === 0) return;
  const adds = missing.map((side) => ({
    kind: "add" as const,
    menu: "/ip/firewall/mangle",
    ...placeInForward(draft.context.model),
    properties: given({
      action: "change-mss",
      chain: "forward",
      comment: `${interfaceName} MSS`,
      disabled: draft.tunnel.isDisabled ? "yes" : undefined,
      [side]: interfaceName,
      "new-mss": String(mss),
      passthrough: "yes",
      protocol: "tcp",
      "tcp-flags": "syn",
      "tcp-mss": `${mss + 1}-65535`,
    }),
  }));
  draft.step({
    title: `Clamp TCP MSS of \`${interfaceName}\` to ${mss}`,
    reason: `Its MTU is ${mtu}; the PPP profile made such rules by itself.`,
    stage: "parallel",
    changes: adds,
    script: adds.map((change) => ({ kind: "change", change })),
  });
}

/** Ahead of the first rule of mangle's forward that may end it; nothing where the end of the chain is reached anyway. */
export function placeInForward(model: Model): Pick<AddChange, "place"> {
  const ending = model
    .items("/ip/firewall/mangle")
    .find((rule) => rule.text("chain") === "forward" && rule.isDisabled !== true && mayEnd(rule));
  return ending === undefined ? {} : { place: { before: ending } };
}

function mayEnd(rule: Item): boolean {
  const action = rule.text("action") ?? "accept";
  const goesOn = ["log", "passthrough", "add-src-to-address-list", "add-dst-to-address-list"];
  return /^(?:mark|change|set|strip|clear)-/.test(action)
    ? rule.text("passthrough") === "no"
    : !goesOn.includes(action);
}

/** Rules for every PPP interface clamp already, and are doubled for the new one. */
export function hasPppClamp(model: Model): boolean {
  return model
    .items("/ip/firewall/mangle")
    .some(
      (rule) =>
        rule.isDisabled === false &&
        rule.text("action") === "change-mss" &&
        ["in-interface", "out-interface"].some((side) => rule.property(side)?.text === "all-ppp"),
    );
}

/** A fixed clamp of the old tunnel that lets through more than the new one takes; the new one's words then. */
export function newClamp(draft: PlanDraft, rule: Item): Record<string, string> {
  if (draft.target !== "wireguard" || rule.text("action") !== "change-mss") return {};
  const old = Number(rule.property("new-mss")?.text ?? Number.NaN);
  const mss = tunnelMtu(draft.context.model) - 40;
  return old > mss ? { "new-mss": String(mss), "tcp-mss": `${mss + 1}-65535` } : {};
}

function isClamp({ item, property }: Reference, side: string): boolean {
  return property === side && item?.isDisabled === false && item.text("action") === "change-mss";
}
