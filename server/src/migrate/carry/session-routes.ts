import { escapeString } from "../../edit/quote.ts";
import type { PlanDraft } from "../draft.ts";
import { type Account, secretRoutes } from "./accounts.ts";
import { label } from "./properties.ts";

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
