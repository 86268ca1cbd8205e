import type { Item, Model } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";

/**
 * The interface that took another server's place: this one's users join it, so that two servers of one router become
 * one. It is known by the comment that it was given then. One that is in other interface lists than the users were
 * stays apart, since its lists give rights to all behind it.
 */
export function joinedInterface(
  { context, tunnel, warn }: PlanDraft,
  lists: readonly string[],
): Item | undefined {
  const found = context.model
    .items("/interface/wireguard")
    .find(
      (item) =>
        item.isDisabled === tunnel.isDisabled &&
        /^replaces the (?:PPTP|L2TP) server$/.test(item.comment ?? "") &&
        !isOfOneSite(context.model, item) &&
        [...new Set(listsHolding(context.model, item.name ?? ""))].sort().join("\n") === lists.join("\n"),
    );
  if (found !== undefined)
    warn(
      `The users join \`${found.name ?? ""}\`, which took another server's place: one server for all.`,
      found,
    );
  return found;
}

/** A site with an interface of its own may send everything. */
function isOfOneSite(model: Model, { name }: Item): boolean {
  return model
    .items("/interface/wireguard/peers")
    .some((peer) => peer.text("interface") === name && peer.text("allowed-address")?.includes("0.0.0.0/0"));
}

/** Interface lists that hold an interface already, as one that another server's users have. */
export function listsHolding(model: Model, name: string): readonly string[] {
  const members = model.items("/interface/list/member").filter((item) => item.isDisabled === false);
  return members.filter((item) => item.text("interface") === name).flatMap((item) => item.text("list") ?? []);
}
