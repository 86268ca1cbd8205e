import type { Session } from "./session.ts";

/** Asks the client to ask anew for all that hangs on versions and settings. */
export function refresh({ connection, profile, log }: Session): void {
  const failed = (error: unknown) => log("refresh", error);
  if (profile.canRefreshHints) connection.languages.inlayHint.refresh().catch(failed);
  if (profile.canRefreshLenses) connection.sendRequest("workspace/codeLens/refresh").catch(failed);
  if (profile.canRefreshTokens) connection.languages.semanticTokens.refresh().catch(failed);
}
