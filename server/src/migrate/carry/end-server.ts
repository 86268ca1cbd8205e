import type { Item, Model } from "../../model/model.ts";
import { enabledServers } from "../discover.ts";
import type { PlanDraft } from "../draft.ts";
import type { Tunnel } from "../plan.ts";
import type { Account } from "./accounts.ts";
import { label } from "./properties.ts";
import { removeLast } from "./retire.ts";
import { reviewDeadRoutes } from "./session-routes.ts";

/** Switches the old server off; its accounts, bindings and profiles go only once the user has confirmed a backup. */
export function endServer(draft: PlanDraft, accounts: readonly Account[]): void {
  const { tunnel } = draft;
  const { model } = draft.context;
  const off = { kind: "set", item: tunnel.item, properties: { enabled: "no" } } as const;
  draft.step({
    title: `${tunnel.name} off`,
    reason: endReason(tunnel, "the users have moved."),
    stage: "decommission",
    turn: "first",
    changes: statementsCanGo(tunnel.item) ? [{ kind: "remove", item: tunnel.item }] : [off],
    script: [{ kind: "change", change: off }],
  });
  const removed: Item[] = [...endAccounts(draft, accounts)];
  for (const binding of tunnel.bindings ?? []) {
    removed.push(binding);
    removeLast(draft, binding, "It was the old interface of one user.");
  }
  for (const profile of unusedProfiles(model, accounts, removed))
    removeLast(draft, profile, "No account uses it any more.");
  reviewDeadRoutes(draft, accounts);
}

/** PPTP's encryption can be broken; L2TP is as safe as the IPsec below it. */
export function endReason({ kind }: Tunnel, words: string): string {
  return kind.startsWith("pptp")
    ? `Its encryption can be broken, and ${words}`
    : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** In an export a server that is off is not written at all. */
function statementsCanGo(settings: Item): boolean {
  return settings.changes.every((command) => command.isCertain);
}

/** Accounts of the old protocol go; those for any protocol are kept for the other servers. */
function endAccounts(draft: PlanDraft, accounts: readonly Account[]): readonly Item[] {
  const { model } = draft.context;
  const own = draft.tunnel.kind === "pptp-server" ? "pptp" : "l2tp";
  const others = enabledServers(model).filter((service) => service !== own);
  const [other] = others;
  for (const { secret, isAny, user } of accounts) {
    if (!isAny)
      removeLast(draft, secret, "The user has a place in the new tunnel; the password is of no more use.");
    else if (others.length === 1 && other !== undefined) narrow(draft, secret, other);
    else
      draft.warn(
        `\`${user}\` may log in by any PPP service, not only ${own.toUpperCase()}: the account is kept${others.length === 0 ? ", though no such server is on now" : ""}.`,
        secret,
      );
  }
  return accounts.filter(({ isAny }) => !isAny).map(({ secret }) => secret);
}

function narrow(draft: PlanDraft, secret: Item, service: string): void {
  const change = { kind: "set", item: secret, properties: { service } } as const;
  draft.step({
    title: `${label(secret)}: only for ${service} now`,
    reason: "It was for every PPP service, the old one too.",
    stage: "decommission",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}

/** Profiles that nothing but what goes has used. */
function unusedProfiles(
  model: Model,
  accounts: readonly Account[],
  removed: readonly Item[],
): readonly Item[] {
  const profiles = new Set(accounts.flatMap(({ profile }) => (profile?.origin === "add" ? [profile] : [])));
  const gone = new Set(removed);
  return [...profiles].filter((profile) => {
    const users = model
      .referencesTo(profile)
      .filter(({ item, strength }) => strength === "weak" || (item !== undefined && !gone.has(item)));
    return users.length === 0;
  });
}
