import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import type { Stage } from "../plan.ts";
import { fasttrackRules } from "./fasttrack.ts";
import { placeInForward } from "./mss.ts";
import type { Selection } from "./policy-selection.ts";
import { given, label } from "./properties.ts";
import { addItems, setItem } from "./retire.ts";
import { sideMatcher, type WanSide } from "./wan-side.ts";

const FILTER = "/ip/firewall/filter";

/** How the comments of the rules end that let packets through before FastTrack. */
export const SPARED = "not into fasttrack";

/**
 * FastTrack takes packets past IPsec. The chosen ones are let through before it: by list or mark, since the policy
 * matcher does not know them before their source is translated.
 */
export function spareSelection(draft: PlanDraft, selection: Selection): void {
  const rules = fasttrackRules(draft.context.model);
  if (rules.length === 0) return;
  draft.expect({ about: "fasttrack", reason: "packets of the tunnel are kept out of FastTrack" });
  if (selection.kind === "mark") {
    for (const rule of rules) spareMark(draft, rule, selection.mark);
    return;
  }
  for (const rule of rules) acceptBefore(draft, rule, bothWays(selection), "IKEv2 hosts");
}

type ListSelection = Extract<Selection, { kind: "list" }>;

/** The list's packets out and in; only those of the networks behind the tunnel, where it is not for everything. */
function bothWays({ list, destinations }: ListSelection): readonly Readonly<Record<string, string>>[] {
  return destinations.flatMap((far) => {
    const isAll = far === "0.0.0.0/0";
    return [
      { ...(isAll ? {} : { "dst-address": far }), "src-address-list": list },
      { ...(isAll ? {} : { "src-address": far }), "dst-address-list": list },
    ];
  });
}

function spareMark(draft: PlanDraft, rule: Item, mark: string): void {
  const asked = rule.property("connection-mark")?.text;
  if (asked === "no-mark" || asked === `!${mark}`) return;
  if (asked !== undefined)
    return void acceptBefore(draft, rule, [{ "connection-mark": mark }], "IKEv2 connections");
  setItem(
    draft,
    rule,
    { "connection-mark": "no-mark" },
    {
      title: `${label(rule)}: FastTrack spares marked connections`,
      reason: "Fasttracked packets would go past IPsec.",
      stage: "parallel",
    },
  );
}

function acceptBefore(
  draft: PlanDraft,
  rule: Item,
  matchers: readonly Readonly<Record<string, string>>[],
  words: string,
): void {
  if (matchers.length === 0) return;
  const adds = matchers.map((matcher) => ({
    menu: FILTER,
    properties: given({
      ...matcher,
      action: "accept",
      chain: rule.text("chain") ?? "forward",
      comment: `${commentWords(words, matcher)}: ${SPARED}`,
      disabled: draft.tunnel.isDisabled ? "yes" : undefined,
      "connection-state": rule.property("connection-state")?.text ?? "established,related",
    }),
    place: { before: rule },
  }));
  addItems(
    draft,
    { title: `${words}: let through before FastTrack`, reason: "Fasttracked packets would go past IPsec." },
    adds,
  );
}

/** Items that differ in their policy only need comments that tell them apart, for scripts to find them again. */
function commentWords(words: string, matcher: Readonly<Record<string, string>>): string {
  const direction = matcher["ipsec-policy"]?.split(",")[0];
  return direction === undefined ? words : `${words} ${direction}`;
}

/** Packets of policies without source translation, as those of site-to-site and road warriors: the matcher knows them. */
export function sparePolicies(draft: PlanDraft): void {
  for (const rule of fasttrackRules(draft.context.model)) {
    draft.expect({ about: "fasttrack", reason: "packets of the tunnel are kept out of FastTrack" });
    const matchers = [{ "ipsec-policy": "in,ipsec" }, { "ipsec-policy": "out,ipsec" }];
    const missing = matchers.filter((matcher) => !standsBefore(draft, rule, matcher["ipsec-policy"]));
    acceptBefore(draft, rule, missing, "IPsec");
  }
}

function standsBefore(draft: PlanDraft, rule: Item, policy: string): boolean {
  return draft.context.model
    .items(FILTER)
    .some(
      (other) =>
        other.index < rule.index &&
        other.isDisabled === false &&
        other.text("chain") === "forward" &&
        (other.text("action") ?? "accept") === "accept" &&
        other.text("ipsec-policy") === policy,
    );
}

/** Headers of ESP in UDP with AES and SHA-2 leave 1400 bytes of 1500 in the worst case; less 40 for IPv4 and TCP. */
export const IPSEC_MSS = 1360;

/**
 * The PPP profile clamped TCP MSS by itself; the chosen packets need rules. Those by mark stand behind the rules that
 * give it, since a connection's first packet is the one to clamp, and come with them.
 */
export function clampSelection(draft: PlanDraft, selection: Selection, wan: WanSide | undefined): void {
  const sides =
    selection.kind === "mark"
      ? [{ "connection-mark": selection.mark }]
      : bothWays(selection).map((matcher) => ({
          ...sideMatcher(wan, matcher["src-address-list"] === undefined ? "in" : "out"),
          ...matcher,
        }));
  clamp(draft, sides, "IKEv2 hosts MSS", selection.kind === "mark" ? "cutover" : "parallel");
}

export function clampPolicies(draft: PlanDraft): void {
  clamp(draft, [{ "ipsec-policy": "out,ipsec" }, { "ipsec-policy": "in,ipsec" }], "IPsec MSS");
}

function clamp(
  draft: PlanDraft,
  sides: readonly Readonly<Record<string, string>>[],
  comment: string,
  stage: Stage = "parallel",
): void {
  addItems(
    draft,
    {
      title: `Clamp TCP MSS to ${IPSEC_MSS}`,
      reason: "IPsec adds headers, and the PPP profile made such rules by itself.",
      stage,
    },
    sides.map((side) => ({
      menu: "/ip/firewall/mangle",
      ...placeInForward(draft.context.model),
      properties: given({
        ...side,
        action: "change-mss",
        chain: "forward",
        comment: commentWords(comment, side),
        disabled: draft.tunnel.isDisabled ? "yes" : undefined,
        "new-mss": String(IPSEC_MSS),
        passthrough: "yes",
        protocol: "tcp",
        "tcp-flags": "syn",
        "tcp-mss": `${IPSEC_MSS + 1}-65535`,
      }),
    })),
  );
}
