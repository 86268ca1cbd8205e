import type { Account } from "../carry/accounts.ts";
import { leadsTo } from "../carry/accounts.ts";
import type { Certificates } from "../carry/certificates.ts";
import { commentOf } from "../carry/properties.ts";
import { retire } from "../carry/retire.ts";
import { ROUTES } from "../carry/steering.ts";
import type { PlanDraft } from "../draft.ts";
import { addSite, addSitePolicies, expectSources, localNetworks, warnOfOtherSite } from "./ikev2-site.ts";
import type { Responder } from "./ikev2-users.ts";
import { slugOf } from "./wireguard-peers.ts";

/** An account with networks behind it is another site, not a user. */
export function isBranch(account: Account): boolean {
  return account.networks.length > 0;
}

export interface Branch {
  readonly peer: string;
  readonly networks: readonly string[];
}

/** Policies between the networks here and there take the place of the routes to the branch. */
export function addBranches(
  draft: PlanDraft,
  responder: Responder,
  branches: readonly Account[],
  certificates: Certificates,
  users: readonly string[],
): readonly Branch[] {
  const everywhere = [...users, ...branches.flatMap(({ networks }) => networks)];
  return branches.map((account) => {
    const { user, networks, isDisabled } = account;
    const slug = slugOf(user);
    const peer = `${responder.name}-${slug}`;
    const host = draft.input({
      name: `${slug}-endpoint`,
      kind: "host",
      description: `Public name or address of \`${user}\`, the other site; policies need to know where it is.`,
    });
    const routes = ROUTES.flatMap((menu) => draft.context.model.items(menu)).filter((route) =>
      leadsTo(route, account.address, account.binding?.name),
    );
    const near = [...new Set([...localNetworks(draft, routes), ...everywhere])];
    const here = near.filter((network) => !networks.includes(network));
    addSite(draft, {
      name: peer,
      host,
      isPassive: true,
      comment: commentOf(account.secret) ?? user,
      certificate: certificates.server,
      remoteCertificate: certificates.users.get(user) ?? user,
      isDisabled: isDisabled || draft.tunnel.isDisabled,
      profile: responder.name,
    });
    addSitePolicies(draft, peer, responder.name, here, networks, isDisabled);
    for (const route of routes)
      retire(draft, route, "The policy takes the packets on their way out by the default route.");
    warnOfOtherSite(draft, here, networks);
    expectSources(draft, networks, here);
    return { peer, networks };
  });
}
