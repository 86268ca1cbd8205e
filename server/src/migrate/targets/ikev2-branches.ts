import type { Item, Model } from "../../model/model.ts";
import type { Account } from "../carry/accounts.ts";
import { leadsTo } from "../carry/accounts.ts";
import type { Certificates } from "../carry/certificates.ts";
import { freeLoopbacks } from "../carry/overlay.ts";
import { bridgeNeed, type OverlayKind, ospfNeed, overlayNeed } from "../carry/overlay-need.ts";
import { carryRateLimit } from "../carry/profile-effects.ts";
import { commentOf } from "../carry/properties.ts";
import { retire } from "../carry/retire.ts";
import { isDefaultRoute, ROUTES, tableOf } from "../carry/steering.ts";
import { nameOfUser } from "../carry/user-names.ts";
import type { PlanDraft } from "../draft.ts";
import type { Tunnel } from "../plan.ts";
import {
  addSite,
  askSharedKey,
  expectSources,
  keepLocal,
  localNetworks,
  type SiteHost,
  type SiteLogin,
  selectorsOf,
} from "./ikev2-site.ts";
import { warnOfOtherSite } from "./ikev2-site-client.ts";
import type { Responder } from "./ikev2-users.ts";

/** An account that is another site, not a user. */
export interface Branch {
  readonly account: Account;
  readonly slug: string;
  /** It needs an interface of its own, inside IPsec. */
  readonly overlay: OverlayKind | undefined;
  /** Where it calls from; undefined: from anywhere. */
  readonly host: string | undefined;
}

/** A site has networks behind it, or something runs on its interface. */
export function branchesOf(draft: PlanDraft, accounts: readonly Account[]): readonly Branch[] {
  const { link } = draft.context;
  return accounts.flatMap((account) => {
    const isLinked = link?.user === account.user;
    if (isLinked && link.way === "single") return [];
    const overlay = isLinked
      ? link.way === "overlay"
        ? link.overlay.kind
        : undefined
      : overlayOfAccount(draft.context.model, draft.tunnel, account);
    if (!isLinked && overlay === undefined && account.networks.length === 0) return [];
    const slug = nameOfUser(draft.context, account.secret).slug;
    return [{ account, slug, overlay, host: hostOf(draft, account, slug) }];
  });
}

/** What an account's session has to be an interface for. */
export function overlayOfAccount(model: Model, tunnel: Tunnel, account: Account): OverlayKind | undefined {
  const { binding, profile, local, address } = account;
  const need =
    bridgeNeed(profile) ??
    (binding && (overlayNeed(referencesOf(tunnel, binding)) ?? ospfNeed(model, [local, address])));
  if (need !== undefined) return need.kind;
  const isPolicyRouted = routesTo(model, account).some(
    (route) => tableOf(route) !== "main" || isDefaultRoute(route),
  );
  return isPolicyRouted ? "gre" : undefined;
}

/** What names one static interface of the server. */
export function referencesOf({ dependents }: Tunnel, binding: Item): Tunnel["dependents"] {
  return dependents.filter(({ target }) => target.kind === "item" && target.items.includes(binding));
}

export function routesTo(model: Model, { address, interfaces }: Account): readonly Item[] {
  return ROUTES.flatMap((menu) => model.items(menu)).filter((route) => leadsTo(route, address, interfaces));
}

function hostOf(draft: PlanDraft, { user }: Account, slug: string): string | undefined {
  const { link } = draft.context;
  const wanted = {
    name: `${slug}-endpoint`,
    kind: "host",
    description: `Public name or address of \`${user}\`, the other site; \`0.0.0.0/0\` where it has no fixed one and calls from anywhere.`,
  } as const;
  const answer = link?.user === user ? (draft.option(wanted) ?? link.callerHost) : draft.input(wanted);
  return answer === "0.0.0.0/0" || answer === "::/0" ? undefined : answer;
}

/** What the rest of the plan has to know of a site whose packets go by policy. */
export interface PolicySite {
  readonly user: string;
  readonly peer: string;
  readonly networks: readonly string[];
}

export type BranchLogin = (branch: Branch) => SiteLogin;

/** Certificates that this router makes, or a key of each site's own. */
export function branchLogin(draft: PlanDraft, certificates: Certificates | undefined): BranchLogin {
  return ({ account: { user }, slug }) =>
    certificates === undefined
      ? { kind: "psk", secret: askSharedKey(draft, slug), id: slug, isCaller: false }
      : {
          kind: "certificate",
          certificate: certificates.server,
          remote: certificates.users.get(user) ?? user,
        };
}

export function hostOfBranch({ host }: Branch, responder: Responder): SiteHost {
  return host === undefined ? { waitingPeer: responder.peer } : { address: host, isPassive: true };
}

/** Policies between the networks here and there take the place of the routes to the branch. */
export function addBranches(
  draft: PlanDraft,
  responder: Responder,
  branches: readonly Branch[],
  loginOf: BranchLogin,
  users: readonly string[],
): readonly PolicySite[] {
  const everywhere = [
    ...users,
    ...branches.flatMap(({ account }) => account.networks),
    ...behindOthers(draft.context.model, responder),
  ];
  keepLocal(
    draft,
    branches.flatMap(({ account }) => account.networks),
  );
  return branches.map((branch) => {
    const { account, slug } = branch;
    const name = `${responder.name}-${slug}`;
    const routes = routesTo(draft.context.model, account);
    const { here, there } = networksOfBranch(draft, branch, routes, everywhere);
    addSite(draft, {
      ...{ name, profile: responder.name, proposal: responder.siteProposal, stage: "cutover" },
      host: hostOfBranch(branch, responder),
      login: loginOf(branch),
      comment: commentOf(account.secret) ?? account.user,
      isDisabled: account.isDisabled || draft.tunnel.isDisabled,
      selectors: selectorsOf(here, there),
    });
    for (const route of routes)
      retire(draft, route, "The policy takes the packets on their way out by the default route.");
    const [address = ""] = there;
    carryRateLimit(draft, { account, address, allowed: there, slug });
    if (draft.context.link?.user !== account.user) warnOfOtherSite(draft, here, there);
    expectSources(draft, there, here);
    return { user: account.user, peer: branch.host === undefined ? responder.peer : name, networks: there };
  });
}

/** Networks of sites that moved with another server: no route leads there any more, but policies. */
function behindOthers(model: Model, { name }: Responder): readonly string[] {
  return model
    .items("/ip/ipsec/policy")
    .filter((policy) => policy.isDisabled !== true && policy.text("peer")?.startsWith(`${name}-`) === true)
    .flatMap((policy) => policy.text("dst-address") ?? []);
}

function networksOfBranch(
  draft: PlanDraft,
  { account }: Branch,
  routes: readonly Item[],
  everywhere: readonly string[],
): { readonly here: readonly string[]; readonly there: readonly string[] } {
  const { link } = draft.context;
  if (link?.user === account.user) return { here: link.behindAnswerer, there: link.behindCaller };
  const near = [...new Set([...localNetworks(draft, routes, account.networks), ...everywhere])];
  return { here: near.filter((network) => !account.networks.includes(network)), there: account.networks };
}

/** Loopback addresses of this router and of its sites, in the order of the branches. */
export function loopbacksOf(
  draft: PlanDraft,
  branches: readonly Branch[],
): { readonly own: string; readonly fars: readonly string[] } {
  const { link, model } = draft.context;
  const base = link?.overlay.answerer.replace(/\.\d+$/, "") ?? freeLoopbacks([model]);
  const ask = (name: string, whose: string, suggestion: string) =>
    draft.option({
      name,
      kind: "address",
      suggestion,
      description: `${whose} loopback address, which the tunnel inside IPsec runs from; any that neither network uses.`,
    }) ?? suggestion;
  const own = link?.overlay.answerer ?? ask("loopback-address", "This router's", `${base}.1`);
  let next = link === undefined ? 2 : 3;
  const fars = branches.map(({ account, slug }) =>
    link?.user === account.user
      ? link.overlay.caller
      : ask(`${slug}-loopback-address`, `\`${account.user}\`'s`, `${base}.${next++}`),
  );
  return { own, fars };
}
