import type { Item, Model } from "../../model/model.ts";

/** Actions that send what is logged to another machine. */
export function remoteActions(model: Model): Set<string> {
  const names = model
    .items("/system/logging/action")
    .filter((action) => isRemote(action))
    .flatMap((action) => action.name ?? []);
  return new Set(names);
}

/** The built-in action `remote` points nowhere (0.0.0.0) until it is given an address (verbose export 6.49.7). */
function isRemote(action: Item): boolean {
  const target = action.text("target") ?? (action.name === "remote" ? "remote" : undefined);
  if (target === "email") return true;
  if (target !== "remote") return false;
  const { from, text } = action.value("remote");
  return from === "computed" || (text !== undefined && text !== "" && text !== "0.0.0.0" && text !== "::");
}

/** Enabled rules that send something off the router. */
export function remoteRules(model: Model): Item[] {
  const actions = remoteActions(model);
  return model
    .items("/system/logging")
    .filter(
      (rule) =>
        rule.isDisabled !== true &&
        (rule.value("action").from === "computed" || actions.has(rule.text("action") ?? "")),
    );
}
