import { escapeString } from "../../edit/quote.ts";
import type { PlanDraft } from "../draft.ts";
import { type Account, leadsTo, secretRoutes } from "./accounts.ts";
import { label } from "./properties.ts";
import { ROUTES } from "./steering.ts";

/**
 * `routes=` of an account makes routes at login, as near as the new tunnel's own. At cutover the account loses them
 * and its session, so that the user logs in anew, without.
 */
export function dropSessionRoutes(draft: PlanDraft, accounts: readonly Account[]): void {
  for (const { secret, user, isAny } of accounts.filter(
    (account) => secretRoutes(account.secret).length > 0,
  )) {
    const change = { kind: "set", item: secret, properties: { routes: "" } } as const;
    draft.step({
      title: `${label(secret)}: no routes at login`,
      reason: "Else the old session's routes would compete with the new tunnel's.",
      stage: "cutover",
      changes: isAny ? [{ ...change, properties: { routes: undefined } }] : [],
      script: [{ kind: "change", change }],
    });
    const text = `/ppp active remove [find where name="${escapeString(user)}"]`;
    const command = { kind: "command", text, comment: "The session that is up has the routes" } as const;
    draft.step({
      title: `${label(secret)} logs in anew`,
      reason: "Routes come and go with the session.",
      stage: "cutover",
      turn: "last",
      changes: [],
      script: [command],
      rollback: [{ ...command, comment: "The next session has the routes again" }],
    });
  }
}

/** A static binding takes the session, so a route by the session's own name is dead, and whether it is missed is not known. */
export function reviewDeadRoutes(draft: PlanDraft, accounts: readonly Account[]): void {
  const { model } = draft.context;
  const routes = ROUTES.flatMap((menu) => model.items(menu));
  for (const { user, binding, interfaces } of accounts) {
    const session = `<${draft.tunnel.kind.replace("-server", "")}-${user}>`;
    if (binding?.name === undefined || interfaces.includes(session)) continue;
    for (const route of routes.filter((each) => leadsTo(each, undefined, [session])))
      draft.review(
        `${label(route)} goes by \`${session}\`, which is not there beside the binding \`${binding.name}\`: point it to the new tunnel, or remove it.`,
        route,
      );
  }
}
