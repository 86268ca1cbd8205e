import type { Reference } from "../../model/model.ts";
import type { Account, Seat } from "../carry/accounts.ts";
import { clampMss, hasPppClamp } from "../carry/mss.ts";
import { newName } from "../carry/name.ts";
import { ospfNeed, overlayNeed } from "../carry/overlay-need.ts";
import { carryProfiles } from "../carry/profile-effects.ts";
import { label } from "../carry/properties.ts";
import { repointAll } from "../carry/repoint.ts";
import { addItems } from "../carry/retire.ts";
import { carryUserRules, doubleAllPpp } from "../carry/session-rules.ts";
import { carryUserRoutes } from "../carry/user-routes.ts";
import type { PlanDraft } from "../draft.ts";
import { addPeers } from "./wireguard-peers.ts";

/** A user with a WireGuard interface of its own, as the old server's binding was one. */
export interface Site {
  readonly seat: Seat;
  readonly name: string;
  readonly port: string;
}

/**
 * Whether something runs on the user's own interface that several peers of one interface cannot share: WireGuard
 * picks the peer by address, so a group address as OSPF's can belong to one of them only, and what is learned to none.
 */
export function needsOwn(draft: PlanDraft, { binding, local, address }: Account): boolean {
  if (binding === undefined) return false;
  return (
    overlayNeed(referencesTo(draft, binding))?.kind === "gre" ||
    ospfNeed(draft.context.model, [local, address]) !== undefined
  );
}

function referencesTo(draft: PlanDraft, binding: NonNullable<Account["binding"]>): readonly Reference[] {
  return draft.tunnel.dependents.filter(
    ({ target }) => target.kind === "item" && target.items.includes(binding),
  );
}

/** `ports`: one for each of the seats. */
export function sitesOf(draft: PlanDraft, seats: readonly Seat[], ports: readonly string[]): readonly Site[] {
  const names: string[] = [];
  return seats.map((seat, index) => {
    const name = newName(draft.context.model, "wireguard", seat.account.binding?.name, names);
    names.push(name);
    return { seat, name, port: ports[index] ?? "13231" };
  });
}

/** Everything of one site but its interface, which all of WireGuard's have alike. */
export function addSite(draft: PlanDraft, { seat, name }: Site, mtu: number): void {
  const { account, address } = seat;
  addEnds(draft, seat, name);
  // Routes decide what goes to the site; behind its own interface there is nobody else to be taken for.
  addPeers(draft, name, [{ ...seat, allowed: ["0.0.0.0/0"] }]);
  carryUserRoutes(draft, [seat], name, new Set());
  carryUserRules(draft, [account], () => address, name);
  const handled = /^\/(?:ip\/firewall\/(?:filter|nat|mangle|raw)|queue\/simple|ip\/route)$/;
  const { binding } = account;
  const lists = new Set<string>();
  if (binding !== undefined)
    repointAll(
      draft,
      referencesTo(draft, binding).filter(({ command }) => !handled.test(command.menu)),
      binding.name ?? "",
      name,
      lists,
    );
  carryProfiles(draft, [seat], name, lists);
  if (!hasPppClamp(draft.context.model)) clampMss(draft, name, mtu);
  doubleAllPpp(draft, name);
  draft.warn(
    `\`${account.user}\` gets the interface \`${name}\` of its own, since ${needOf(draft, account)} runs on the old one: the other end needs \`allowed-address=0.0.0.0/0\` and point-to-point OSPF too.`,
    account.binding,
  );
}

function needOf(draft: PlanDraft, { binding, local, address }: Account): string {
  const own = binding === undefined ? undefined : overlayNeed(referencesTo(draft, binding));
  const need = own ?? ospfNeed(draft.context.model, [local, address]);
  return need?.who ?? (binding === undefined ? "a protocol" : label(binding));
}

/** Both ends' addresses, as PPP writes them: several sites may share the router's own. */
function addEnds(draft: PlanDraft, { account, address }: Seat, name: string): void {
  const local =
    account.local ??
    draft.input({
      name: "server-address",
      kind: "address",
      description: "The router's own address in the new tunnel; the old server's profile does not tell.",
    });
  draft.expect({
    about: "tunnel-address",
    address: local,
    reason: "the router's own address in this tunnel is there without a login now",
  });
  addItems(
    draft,
    { title: `Address of \`${name}\``, reason: "Both ends keep the addresses that the login gave them." },
    [{ menu: "/ip/address", properties: { address: `${local}/32`, interface: name, network: address } }],
  );
}
