import type { Reference } from "../../model/model.ts";
import type { Account, Seat } from "../carry/accounts.ts";
import { clampMss, hasPppClamp } from "../carry/mss.ts";
import { newName } from "../carry/name.ts";
import { isLineOff, ospfNeed, overlayNeed } from "../carry/overlay-need.ts";
import { carryProfiles } from "../carry/profile-effects.ts";
import { given, label } from "../carry/properties.ts";
import { repointAll } from "../carry/repoint.ts";
import { addItems } from "../carry/retire.ts";
import { carryUserRules, doubleAllPpp } from "../carry/session-rules.ts";
import { listsOfUser } from "../carry/user-lists.ts";
import { carryUserRoutes } from "../carry/user-routes.ts";
import type { PlanDraft } from "../draft.ts";
import { addPeers, type ServerSide } from "./wireguard-peers.ts";

/**
 * Users with a WireGuard interface apart from the others': one who runs a routing protocol, as on the old server's
 * binding, or all who are in interface lists that the others are not in.
 */
export interface Site {
  readonly seats: readonly Seat[];
  readonly isRouted: boolean;
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

/** What runs on a static interface that is off does not run, so its line is off as that of an account that is. */
export function offAsItsLine(draft: PlanDraft, seat: Seat): Seat {
  const { account } = seat;
  return isLineOff(draft.context.model, account) && needsOwn(draft, account)
    ? { ...seat, account: { ...account, isDisabled: true, isInterfaceOff: true } }
    : seat;
}

/** Nobody comes in by it. */
export function isOff({ seats }: Site): boolean {
  return seats.every(({ account }) => account.isDisabled);
}

/** For whom the site's interface is, as the beginning of a sentence. */
export function usersOf({ seats }: Site): string {
  return `It is for ${seats.map(({ account }) => `\`${account.user}\``).join(", ")} alone`;
}

/** What the other end may send to and get from: of a routed site everything, since its protocol chooses. */
export function sideOfSite(
  { isRouted, port }: Site,
  { account }: Seat,
): Partial<ServerSide> & Pick<ServerSide, "networks"> {
  if (isRouted) return { port, lans: [], networks: ["0.0.0.0/0"], isRouted };
  return { port, networks: account.local === undefined ? [] : [`${account.local}/32`] };
}

function referencesTo(draft: PlanDraft, binding: NonNullable<Account["binding"]>): readonly Reference[] {
  return draft.tunnel.dependents.filter(
    ({ target }) => target.kind === "item" && target.items.includes(binding),
  );
}

interface Apart {
  readonly routed: readonly Seat[];
  readonly groups: readonly (readonly Seat[])[];
}

/** `ports`: one for each of the routed seats and of the groups; `shared`: the name of the other users' interface. */
export function sitesOf(
  draft: PlanDraft,
  { routed, groups }: Apart,
  ports: readonly string[],
  shared: string,
): readonly Site[] {
  const names: string[] = [shared];
  const all = [
    ...routed.map((seat) => ({ seats: [seat], isRouted: true })),
    ...groups.map((seats) => ({ seats, isRouted: false })),
  ];
  return all.map(({ seats, isRouted }, index) => {
    const name = nameOfSite(draft, seats, names);
    names.push(name);
    return { seats, isRouted, name, port: ports[index] ?? "13231" };
  });
}

/** After the binding of the one user; a group's is `wg-vpn` with a number. */
function nameOfSite(draft: PlanDraft, seats: readonly Seat[], taken: readonly string[]): string {
  const [first] = seats;
  const binding = seats.length === 1 ? first?.account.binding?.name : undefined;
  return newName(draft.context.model, "wireguard", binding, taken);
}

/** Everything of one site but its interface, which all of WireGuard's have alike. */
export function addSite(draft: PlanDraft, site: Site, mtu: number): void {
  const { seats, isRouted, name } = site;
  addEnds(draft, site);
  // Routes decide what goes to a routed site; behind its own interface there is nobody else to be taken for.
  addPeers(draft, name, isRouted ? seats.map((seat) => ({ ...seat, allowed: ["0.0.0.0/0"] })) : seats);
  carryUserRoutes(draft, seats, name, new Set(isRouted ? [] : seats));
  const accounts = seats.map(({ account }) => account);
  const addressOf = (account: Account) => seats.find((seat) => seat.account === account)?.address ?? "";
  carryUserRules(draft, accounts, addressOf, name);
  const lists = new Set<string>();
  for (const account of accounts) carryBinding(draft, account, name, lists);
  carryProfiles(draft, seats, name, lists);
  if (!hasPppClamp(draft.context.model)) clampMss(draft, name, mtu);
  doubleAllPpp(draft, name);
  if (isRouted) for (const account of accounts) warnOfRouted(draft, account, name);
  else warnOfApart(draft, accounts, name);
}

/** What names the user's binding and is no rule, queue or route: those went with the user. */
function carryBinding(draft: PlanDraft, { binding }: Account, name: string, lists: Set<string>): void {
  if (binding === undefined) return;
  const handled = /^\/(?:ip\/firewall\/(?:filter|nat|mangle|raw)|queue\/simple|ip\/route)$/;
  const others = referencesTo(draft, binding).filter(({ command }) => !handled.test(command.menu));
  repointAll(draft, others, binding.name ?? "", name, lists);
}

function warnOfRouted(draft: PlanDraft, account: Account, name: string): void {
  if (account.isDisabled)
    draft.warn(
      `The line of \`${account.user}\` was switched off, so \`${name}\` and its peer are switched off as well, and nothing waits for them: enable both when the other end is there.`,
      account.binding,
    );
  draft.warn(
    `\`${account.user}\` gets the interface \`${name}\` of its own, since ${needOf(draft, account)} runs on the old one: the other end needs \`allowed-address=0.0.0.0/0\` and point-to-point OSPF too.`,
    account.binding,
  );
}

function warnOfApart(draft: PlanDraft, accounts: readonly Account[], name: string): void {
  const [first] = accounts;
  if (first === undefined) return;
  const lists = listsOfUser(draft.context.model, first).map((list) => `\`${list}\``);
  const users = accounts.map(({ user }) => `\`${user}\``).join(", ");
  draft.warn(
    `${users} ${accounts.length === 1 ? "gets" : "get"} the interface \`${name}\` apart from the other users, ${lists.length === 0 ? "whose sessions are in interface lists" : `since the old sessions are in other interface lists (${lists.join(", ")})`}: on one interface everybody would have the rights that those lists give. Set the same private key on both, or write its own public key into these users' files.`,
    first.binding ?? first.secret,
  );
}

function needOf(draft: PlanDraft, { binding, local, address }: Account): string {
  const own = binding === undefined ? undefined : overlayNeed(referencesTo(draft, binding));
  const need = own ?? ospfNeed(draft.context.model, [local, address]);
  return need?.who ?? (binding === undefined ? "a protocol" : label(binding));
}

/**
 * Of a routed site both ends' addresses, as PPP writes them (several sites may share the router's own): from the
 * cutover on, since until then the old session leads to the other end. The others get host routes, which do not
 * contend with their sessions.
 */
function addEnds(draft: PlanDraft, { seats, isRouted, name }: Site): void {
  for (const known of new Set(seats.map(({ account }) => account.local))) {
    const local =
      known ??
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
    const [only] = seats;
    const network = isRouted ? only?.address : local;
    addItems(
      draft,
      {
        title: `Address of \`${name}\``,
        reason: "Both ends keep the addresses that the login gave them.",
        stage: isRouted ? "cutover" : "parallel",
      },
      [{ menu: "/ip/address", properties: given({ address: `${local}/32`, interface: name, network }) }],
    );
  }
}
