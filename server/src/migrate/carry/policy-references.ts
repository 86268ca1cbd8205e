import type { Item, Reference } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { carryListedRules, carryStop, sidesOf, type TunnelSides } from "./policy-lists.ts";
import type { SiteWords } from "./policy-networks.ts";
import type { Selection } from "./policy-selection.ts";
import { label, policyComment } from "./properties.ts";
import { branchesBelow } from "./queue-branches.ts";
import { removeLast, retire, setItem } from "./retire.ts";
import { sideMatcher, type WanSide } from "./wan-side.ts";

const FIREWALL = /^\/ip\/firewall\/(?:filter|nat|mangle|raw)$/;

/** The new tunnel in the words of rules. */
interface PolicyWords {
  readonly selection: Selection | SiteWords;
  readonly wan: WanSide | undefined;
  readonly name: string;
  readonly sides: TunnelSides;
}

/** What names the old interface goes, or says the same by policy and address; `done` is dealt with elsewhere, `name` is the new tunnel's. */
export function dropReferences(
  draft: PlanDraft,
  selection: Selection | SiteWords,
  wan: WanSide | undefined,
  { done, name }: { readonly done: ReadonlySet<Item>; readonly name: string },
): void {
  const byItem = new Map<Item, Reference[]>();
  for (const reference of draft.tunnel.dependents) {
    if (reference.item !== undefined && !done.has(reference.item))
      byItem.set(reference.item, [...(byItem.get(reference.item) ?? []), reference]);
  }
  const wordsOf = (rule: Item, side: string) => ({
    ...policyComment(rule, name),
    ...inPolicyWords(rule, side, selection, wan),
  });
  const sides = sidesOf(draft, wordsOf);
  for (const [item, references] of byItem) dropFrom(draft, item, references, { selection, wan, name, sides });
  carryListedRules(draft, sides, selection.kind === "policies");
}

function dropFrom(draft: PlanDraft, item: Item, references: readonly Reference[], words: PolicyWords): void {
  const names = [...new Set(references.map(({ property }) => property))];
  if (FIREWALL.test(item.menu)) return void dropFromRule(draft, item, names, words);
  if (item.menu === "/interface/list/member")
    return void removeLast(draft, item, "The list held the old tunnel; an IPsec tunnel has no interface.");
  if (item.menu === "/ip/address")
    return void retire(
      draft,
      item,
      "The address stood on the old tunnel; the peer gives one by mode-config.",
    );
  if (item.menu === "/queue/simple" && names.includes("target"))
    return void dropQueueTarget(draft, item, words.selection);
  const kept = names.map((name) => [name, others(item, name, draft.tunnel.item.name ?? "")] as const);
  const isEmpty = kept.some(([, text]) => text === "");
  if (item.origin === "add" && isEmpty) {
    draft.review(`${label(item)} was about the old tunnel's interface and goes with it.`, item);
    dropBelow(draft, item);
    return void retire(draft, item, "It is about an interface that is no more.");
  }
  const properties = Object.fromEntries(kept.map(([name, text]) => [name, text === "" ? undefined : text]));
  draft.review(
    `${label(item)} no longer names the old tunnel; an IPsec tunnel has no interface to put there.`,
    item,
  );
  setItem(draft, item, properties, {
    title: `${label(item)}: without the old tunnel`,
    reason: "An IPsec tunnel has no interface to name.",
    stage: "decommission",
  });
}

function dropBelow(draft: PlanDraft, item: Item): void {
  for (const branch of branchesBelow(draft.context.model, item)) {
    draft.review(`${label(branch)} hung below ${label(item)} and goes with it.`, branch);
    retire(draft, branch, "The queue that it hung below is no more.");
  }
}

/** A comma list without the old interface. */
function others(item: Item, property: string, old: string): string {
  const parts = (item.property(property)?.text ?? "").split(",");
  return parts.filter((part) => part.replace(/^!/, "").split(/[@%]/)[0] !== old).join(",");
}

/** Rules about the tunnel alone go; the rest asks for the policy that packets come in or leave by. */
function dropFromRule(
  draft: PlanDraft,
  rule: Item,
  names: readonly string[],
  { selection, wan, name: tunnel, sides }: PolicyWords,
): void {
  const action = rule.text("action") ?? "accept";
  const isNat = rule.text("chain") === "srcnat" && ["masquerade", "src-nat"].includes(action);
  if (isNat && !isNegated(rule, "out-interface"))
    return void retire(draft, rule, "The initiator's mode-config brings its own source translation.");
  if (action === "change-mss" || action === "mark-routing")
    return void retire(draft, rule, "It was for packets of the old interface.");
  if (!names.some((name) => isNegated(rule, name)) && carryStop(draft, rule, sides)) return;
  const properties: Record<string, string | undefined> = policyComment(rule, tunnel);
  for (const name of names) Object.assign(properties, inPolicyWords(rule, name, selection, wan));
  setItem(draft, rule, properties, {
    title: `${label(rule)}: by policy instead of interface`,
    reason: "Packets of an IPsec tunnel come in and leave by the provider's interface.",
  });
}

function isNegated(rule: Item, name: string): boolean {
  return rule.property(name)?.text?.startsWith("!") === true;
}

/**
 * Coming in, the policy tells the packet. Going out it does not in forward: there the source is not yet the
 * mode-config's address, so the selection itself is asked (order of netfilter).
 */
function inPolicyWords(
  rule: Item,
  name: string,
  selection: Selection | SiteWords,
  wan: WanSide | undefined,
): Record<string, string | undefined> {
  const isNot = isNegated(rule, name);
  if (selection.kind === "policies") return inSiteWords(rule, name, selection);
  if (name.startsWith("in-")) return { [name]: undefined, "ipsec-policy": isNot ? "in,none" : "in,ipsec" };
  const property = selection.kind === "list" ? "src-address-list" : "connection-mark";
  const value = selection.kind === "list" ? selection.list : selection.mark;
  const hasOwn = rule.property(property) !== undefined;
  const chosen = hasOwn ? {} : { [property]: isNot ? `!${value}` : value };
  return { [name]: undefined, ...(isNot ? {} : sideMatcher(wan, "out")), ...chosen };
}

/** Nothing translates what goes between two sites, so policies tell its packets on their way out, too. */
function inSiteWords(rule: Item, name: string, { far }: SiteWords): Record<string, string | undefined> {
  const [direction, end] = name.startsWith("in-") ? (["in", "src"] as const) : (["out", "dst"] as const);
  const isNot = isNegated(rule, name);
  return {
    [name]: undefined,
    "ipsec-policy": `${direction},${isNot ? "none" : "ipsec"}`,
    ...(isNot ? {} : far(rule, end)),
  };
}

function dropQueueTarget(draft: PlanDraft, queue: Item, selection: Selection | SiteWords): void {
  const rest = others(queue, "target", draft.tunnel.item.name ?? "");
  const hosts = selection.kind === "list" ? hostsOf(draft, selection) : [];
  const target = [...(rest === "" ? [] : [rest]), ...hosts].join(",");
  if (target === "") {
    draft.review(
      `${label(queue)} limited the old tunnel's interface; give it the hosts as \`target\` and enable it.`,
      queue,
    );
    dropBelow(draft, queue);
    return void retire(draft, queue, "Its target was the old interface.");
  }
  setItem(
    draft,
    queue,
    { target },
    {
      title: `${label(queue)}: by address`,
      reason: "The tunnel has no interface; its hosts are the target now.",
    },
  );
}

function hostsOf(draft: PlanDraft, selection: Extract<Selection, { kind: "list" }>): readonly string[] {
  const members = draft.context.model
    .items("/ip/firewall/address-list")
    .filter((member) => member.text("list") === selection.list && member.isDisabled === false)
    .flatMap((member) => member.text("address") ?? []);
  return [...new Set([...members, ...selection.entries.map(({ address }) => address)])];
}
