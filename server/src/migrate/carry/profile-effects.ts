import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import type { Seat } from "./accounts.ts";
import { uniqueName } from "./name.ts";
import { warnLostProfile } from "./ppp-profile.ts";
import { given } from "./properties.ts";

/** What profiles did for each session: limits become queues, lists are written, the rest is told. */
export function carryProfiles(
  draft: PlanDraft,
  seats: readonly Seat[],
  interfaceName: string,
  /** Lists that hold the new interface already. */
  lists: Set<string> = new Set(),
): void {
  const profiles = new Set(seats.flatMap(({ account }) => account.profile ?? []));
  for (const seat of seats) carryRateLimit(draft, seat);
  for (const seat of seats) carryAddressList(draft, seat);
  for (const profile of profiles) carryInterfaceList(draft, profile, interfaceName, lists);
  for (const profile of profiles) {
    warnLostProfile(draft, profile, ["rate-limit", "address-list", "interface-list"]);
    if (profile.property("only-one")?.text === "yes")
      draft.warn(
        `\`only-one\` of profile \`${profile.name ?? ""}\` needs nothing: a WireGuard key can be in use at one place only.`,
        profile,
      );
  }
}

/** PPP's `rx/tx` is the user's upload and download, as `max-limit` of a simple queue is. */
export function carryRateLimit(draft: PlanDraft, { account, allowed }: Seat): void {
  const text = account.profile?.property("rate-limit")?.text?.trim();
  if (text === undefined || text === "") return;
  const queues = draft.context.model.items("/queue/simple");
  const [limit = "", burst, threshold, time] = text.split(/\s+/).map(bothWays);
  const add = {
    kind: "add",
    menu: "/queue/simple",
    properties: given({
      ...(burst !== undefined && threshold !== undefined
        ? { "burst-limit": burst, "burst-threshold": threshold, "burst-time": time }
        : {}),
      comment:
        account.profile?.name === undefined ? undefined : `rate-limit of PPP profile ${account.profile.name}`,
      disabled: account.isDisabled ? "yes" : undefined,
      "max-limit": limit,
      name: uniqueName(`vpn-${account.user}`, (name) => queues.some((queue) => queue.name === name)),
      target: allowed.join(","),
    }),
  } as const;
  draft.step({
    title: `Queue for \`${account.user}\`: ${limit}`,
    reason: "The profile's rate limit made such a queue at login.",
    stage: "cutover",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
}

/** `20M` counts for both directions. */
function bothWays(part: string): string {
  return part.includes("/") ? part : `${part}/${part}`;
}

export function carryAddressList(draft: PlanDraft, { account, address, slug }: Seat): void {
  const list = account.profile?.property("address-list")?.text;
  if (list === undefined || list === "") return;
  const add = {
    kind: "add",
    menu: "/ip/firewall/address-list",
    properties: given({
      address,
      comment: account.user === "" ? slug : account.user,
      disabled: account.isDisabled ? "yes" : undefined,
      list,
    }),
  } as const;
  draft.step({
    title: `\`${account.user}\` in address list \`${list}\``,
    reason: "The profile put the user's address there at login.",
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
}

export function carryInterfaceList(
  draft: PlanDraft,
  profile: Item,
  interfaceName: string,
  lists: Set<string> = new Set(),
): void {
  const list = profile.property("interface-list")?.text;
  if (list === undefined || ["", "none", "all", "dynamic", "static"].includes(list) || lists.has(list))
    return;
  lists.add(list);
  const add = {
    kind: "add",
    menu: "/interface/list/member",
    properties: given({ interface: interfaceName, list }),
  } as const;
  draft.step({
    title: `\`${interfaceName}\` in interface list \`${list}\``,
    reason: "The profile put each session there.",
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
}
