import { placeholderOf } from "../../edit/placeholders.ts";
import { parseIpAddress } from "../../values/ip.ts";
import type { Account, Seat } from "../carry/accounts.ts";
import { uniqueName } from "../carry/name.ts";
import { commentOf, given } from "../carry/properties.ts";
import { nameOfUser } from "../carry/user-names.ts";
import type { PlanDraft } from "../draft.ts";
import { isVersion } from "../router-version.ts";
import { wgQuickFile } from "./wg-quick.ts";

export function seatsOf(draft: PlanDraft, accounts: readonly Account[]): readonly Seat[] {
  return accounts.map((account) => {
    const { slug } = nameOfUser(draft.context, account.secret);
    const address = askAddress(draft, account, slug);
    const own = parseIpAddress(address) || address.startsWith("<") ? `${address}/32` : address;
    return { account, slug, address: address.replace(/\/32$/, ""), allowed: [own, ...account.networks] };
  });
}

function askAddress(draft: PlanDraft, { user, address }: Account, slug: string): string {
  const name = `${slug}-address`;
  const kind = "address";
  const wanted = { name, kind, description: `Address of \`${user}\` inside the tunnel.` } as const;
  if (address !== undefined) return draft.option(wanted) ?? address;
  return draft.input({
    ...wanted,
    description: `Address of \`${user}\` inside the tunnel; neither the account nor its profile tells one.`,
  });
}

export function addPeers(draft: PlanDraft, interfaceName: string, seats: readonly Seat[]): void {
  for (const seat of seats) {
    const { account } = seat;
    const add = {
      kind: "add",
      menu: "/interface/wireguard/peers",
      properties: given({
        "allowed-address": seat.allowed.join(","),
        ...namesOf(draft, account),
        disabled: account.isDisabled ? "yes" : undefined,
        interface: interfaceName,
        "public-key": draft.input({
          name: `${seat.slug}-public-key`,
          kind: "wireguard-key",
          description: `Public key of \`${account.user}\`: made on the user's device, which alone keeps the private one.`,
        }),
      }),
    } as const;
    draft.step({
      title: `Peer for \`${account.user}\``,
      reason: account.isAny
        ? "The account is for any PPP service, so also for this one; it is not only this server's."
        : account.pool === undefined
          ? "The user keeps the address the old server gave."
          : "The user gets an address of the pool for good; before, each login drew one.",
      stage: "parallel",
      changes: [add],
      script: [{ kind: "change", change: add }],
    });
  }
}

/** Peers have names from 7.15 on, and may be told to wait for the other side (`is-responder` 7.15 and 7.16, then `responder`). */
function namesOf({ context }: PlanDraft, { user, secret }: Account): Record<string, string | undefined> {
  const comment = commentOf(secret);
  const { model } = context;
  const peers = model.items("/interface/wireguard/peers");
  const name = uniqueName(user, (each) => peers.some((peer) => peer.name === each));
  if (isVersion(model, ">=7.17") === true) return { comment, name, responder: "yes" };
  if (isVersion(model, ">=7.15") === true) return { comment, name, "is-responder": "yes" };
  const isNamed = comment?.toLowerCase().includes(user.toLowerCase()) === true;
  return { comment: comment === undefined ? user : isNamed ? comment : `${user}: ${comment}` };
}

export interface ServerSide {
  readonly port: string;
  readonly mtu: number;
  /** Networks behind the router. */
  readonly lans: readonly string[];
  /** Networks of the tunnel itself. */
  readonly networks: readonly string[];
  /** A routing protocol at the other end chooses what goes through. */
  readonly isRouted?: boolean;
}

export function writeClientFiles(
  draft: PlanDraft,
  seats: readonly Seat[],
  sideOf: (seat: Seat) => ServerSide,
): void {
  if (seats.length === 0) return;
  const endpoint = draft.input({
    name: "endpoint",
    kind: "host",
    description: "Public name or address of this router, for the users' files.",
  });
  const serverKey = draft.input({
    name: "server-public-key",
    kind: "wireguard-key",
    description: "The router's own public key: `/interface wireguard print` shows it; for the users' files.",
  });
  for (const seat of seats) {
    const { account, address, slug } = seat;
    const side = sideOf(seat);
    const own = account.networks;
    const allowed = [...new Set([...side.networks, ...side.lans])].filter((net) => !own.includes(net));
    draft.file(
      wgQuickFile({
        fileName: `${nameOfUser(draft.context, account.secret).file}.conf`,
        user: account.user,
        keyInput: `${slug}-public-key`,
        address: `${address}/32`,
        dns: account.profile?.property("dns-server")?.text || undefined,
        ...{ mtu: side.mtu, port: side.port, serverKey, endpoint },
        isRouted: side.isRouted === true,
        allowed: allowed.length === 0 ? [placeholderOf("networks")] : allowed,
      }),
    );
  }
}
