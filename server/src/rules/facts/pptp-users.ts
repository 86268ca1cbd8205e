import type { Item, Model } from "../../model/model.ts";
import { isEnabledServer } from "./switched-on.ts";

/** Accounts that can log in over PPTP: `service` is pptp, or any, which is the default. */
export function pptpAccounts(model: Model): Item[] {
  return model
    .items("/ppp/secret")
    .filter(
      (secret) => secret.isDisabled !== true && ["pptp", "any"].includes(secret.text("service") ?? "any"),
    );
}

/**
 * Whether people certainly work over this router's PPTP server. Switching it off or closing its port would cut
 * them off, so that is no fix: they have to be moved.
 */
export function servesPptpUsers(model: Model): boolean {
  if (!isEnabledServer(model.settings("/interface/pptp-server/server"))) return false;
  return (
    pptpAccounts(model).length > 0 ||
    model.items("/interface/pptp-server").length > 0 ||
    model.settings("/ppp/aaa").text("use-radius") === "yes"
  );
}
