import type { Item, Model } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { label } from "./properties.ts";

/** The profile an item uses, as far as the file or the version's built-ins have it. */
export function profileOf(model: Model, item: Item): Item | undefined {
  const name = item.text("profile") ?? item.text("default-profile");
  return model.items("/ppp/profile").find((profile) => profile.name === name);
}

const CLIENT_ONLY = ["dial-on-demand", "mrru", "keepalive-timeout", "max-mtu", "max-mru"] as const;
const PROFILE_EFFECTS: readonly (readonly [property: string, words: string])[] = [
  ["rate-limit", "its rate limit; add a simple queue with the tunnel as target"],
  ["address-list", "the address list it fills with the far address"],
  ["interface-list", "the interface list it puts the tunnel into"],
  ["incoming-filter", "its incoming filter chain; jump there by the users' addresses"],
  ["outgoing-filter", "its outgoing filter chain; jump there by the users' addresses"],
  ["on-up", "the script it runs when the tunnel comes up"],
  ["on-down", "the script it runs when the tunnel goes down"],
  ["idle-timeout", "its idle timeout"],
  ["session-timeout", "its session timeout"],
  ["bridge", "its bridge (BCP)"],
  ["use-upnp", "UPnP on the tunnel"],
];

/** What the client and its profile did beyond carrying packets, and what becomes of it. */
export function warnLostClientSettings(draft: PlanDraft): void {
  const { item } = draft.tunnel;
  const lost = CLIENT_ONLY.filter((name) => item.property(name) !== undefined);
  if (lost.length > 0)
    draft.warn(
      `Not carried over, since the new tunnel has nothing like it: ${lost.map((name) => `\`${name}\``).join(", ")}.`,
      item,
    );
  const profile = profileOf(draft.context.model, item);
  if (profile !== undefined) warnLostProfile(draft, profile, ["interface-list"]);
}

/** `kept`: properties whose effect is carried over. */
export function warnLostProfile(draft: PlanDraft, profile: Item, kept: readonly string[]): void {
  for (const [property, words] of PROFILE_EFFECTS) {
    const text = profile.property(property)?.text;
    if (text === undefined || ["", "default", "none", "no"].includes(text) || kept.includes(property))
      continue;
    draft.warn(`PPP profile ${label(profile)} no longer acts on this tunnel: ${words}.`, profile);
  }
}
