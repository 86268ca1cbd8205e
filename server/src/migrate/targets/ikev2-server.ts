import type { Model } from "../../model/model.ts";
import { type Accept, inputAccepts, replaceAccepts } from "../carry/accepts.ts";
import { type Account, accountsOf, addressBeside } from "../carry/accounts.ts";
import type { Certificates } from "../carry/certificates.ts";
import { endServer } from "../carry/end-server.ts";
import { addressWords } from "../carry/far-addresses.ts";
import { addTemplates } from "../carry/ipsec-parts.ts";
import { reviewGone, reviewMentions } from "../carry/mentions.ts";
import { namedUsers, shrinkPools } from "../carry/named-sessions.ts";
import { networksForUsers } from "../carry/networks-for-users.ts";
import { spareFromOutwardAccepts } from "../carry/policy-accepts.ts";
import { clampPolicies, sparePolicies } from "../carry/policy-fasttrack.ts";
import {
  acceptTunnelled,
  type NetworkWords,
  spareFromNarrowDrops,
  spareFromNat,
  spareFromPortForwards,
} from "../carry/policy-firewall.ts";
import { carryPolicyRules } from "../carry/policy-sessions.ts";
import type { Session } from "../carry/session.ts";
import { dropSessionRoutes } from "../carry/session-routes.ts";
import { slugOf } from "../carry/user-names.ts";
import { warnUsers } from "../carry/user-notes.ts";
import { createDraft, type PlanDraft } from "../draft.ts";
import type { Plan, PlanContext, Refusal, Tunnel } from "../plan.ts";
import { addBranches, type Branch, branchesOf, branchLogin, type PolicySite } from "./ikev2-branches.ts";
import { addEapUsers } from "./ikev2-eap.ts";
import { expectServerPaths } from "./ikev2-expected.ts";
import { ikev2ClientFiles } from "./ikev2-files.ts";
import { addOverlayBranches } from "./ikev2-overlay-branches.ts";
import { addResponder } from "./ikev2-responder.ts";
import {
  type ServerAuth,
  type ServerCertificates,
  serverAuthOf,
  serverCertificates,
} from "./ikev2-server-auth.ts";
import { loginWords } from "./ikev2-site.ts";
import { addUsers, networksOf, type UserLogin, type UserService } from "./ikev2-users.ts";
import { refuseArp, warnOfIkev2Server } from "./ikev2-warnings.ts";

/** A PPTP or L2TP server and its accounts become an IKEv2 responder: certificates or EAP in place of passwords. */
export function planIkev2Server(tunnel: Tunnel, context: PlanContext): Plan | Refusal {
  const draft = createDraft(tunnel, "ikev2", context);
  const known = accountsOf(context.model, tunnel);
  const auth = serverAuthOf(draft, known);
  if ("kind" in auth) return auth;
  const accounts = pinNamed(draft, known, auth);
  const branches = branchesOf(draft, accounts);
  const users = accounts.filter((account) => branches.every((branch) => branch.account !== account));
  const parties = { accounts, users, branches };
  const endpoint = askEndpoint(draft);
  const certificates = serverCertificates(draft, endpoint, auth, parties);
  const behind = networksForUsers(context.model, accounts);
  const responder: UserService = { ...addResponder(draft, parties), behind };
  const isEap = auth.users !== "certificate";
  const networks = users.length === 0 && !isEap ? [] : networksOf(draft, users);
  const refusal = refuseArp(draft, networks);
  if (refusal !== undefined) return refusal;
  const login = branchLogin(draft, auth.sites === "psk" ? undefined : certificates.made);
  const byPolicy = branches.filter(({ overlay }) => overlay === undefined);
  const byOverlay = branches.filter(({ overlay }) => overlay !== undefined);
  const sites = addBranches(draft, responder, byPolicy, login, networks);
  const overlays = addOverlayBranches(draft, responder, byOverlay, login);
  // Identities that ask for one certificate stand before the one that takes anybody.
  addRoadWarriors(draft, responder, { users, networks }, auth, certificates);
  const asSites = branches.map(({ account }) => account);
  dropSessionRoutes(draft, asSites);
  replaceAccepts(draft, missingAccepts(draft));
  const sessions = [...users, ...byPolicy.map(({ account }) => account)].map((account) =>
    sessionOf(draft, account, byPolicy),
  );
  const old = ["<ppp>", ...accounts.flatMap((account) => namesOf(draft, account))];
  if (networks.length + sites.length > 0) carryPolicies(draft, { sessions, networks, sites, old });
  endServer(draft, accounts);
  warnOfIkev2Server(draft, {
    ...parties,
    networks,
    auth,
    isSigning: certificates.made !== undefined,
    isWeak: responder.isWeak === true,
  });
  ikev2ClientFiles(draft, { endpoint, auth, users, behind });
  reviewMentions(draft, [tunnel.kind, ...old]);
  const gone = byPolicy.flatMap(({ account }) => account.address ?? []);
  const kept = byOverlay.flatMap(({ account }) => account.local ?? []);
  const own = ownAddresses(context.model, accounts).filter((address) => !kept.includes(address));
  reviewGone(draft, own, gone);
  warnUsers(draft, users);
  expectServerPaths(draft, users, byPolicy, networks);
  return draft.finish({
    before: old,
    after: [`ipsec:${responder.peer}`, ...sites.map(({ peer }) => `ipsec:${peer}`), ...overlays],
  });
}

/** The router's in the old tunnel, unless it has them otherwise. */
function ownAddresses(model: Model, accounts: readonly Account[]): readonly string[] {
  const locals = new Set(accounts.flatMap(({ local }) => local ?? []));
  return [...locals].filter((local) => addressBeside(model, local) === undefined);
}

/** A rule by address needs an address of the user's own. */
function pinNamed(draft: PlanDraft, accounts: readonly Account[], auth: ServerAuth): readonly Account[] {
  const named = namedUsers(draft, accounts);
  if (auth.users === "radius")
    for (const { user, address = "", secret } of named)
      draft.review(
        `Rules about \`${user}\`'s session go by ${address} now: RADIUS has to give the user that address (\`Framed-IP-Address\`).`,
        secret,
      );
  shrinkPools(
    draft,
    named,
    named.flatMap(({ address }) => address ?? []),
  );
  return accounts.map((account) => (named.includes(account) ? { ...account, pool: undefined } : account));
}

function askEndpoint(draft: PlanDraft): string {
  return draft.input({
    name: "endpoint",
    kind: "host",
    description:
      "Public name or address of this router; it stands in the server's certificate, and users connect to it.",
  });
}

/** Users from anywhere: what they may ask for, and how they log in. */
function addRoadWarriors(
  draft: PlanDraft,
  responder: UserService,
  { users, networks }: { readonly users: readonly Account[]; readonly networks: readonly string[] },
  auth: ServerAuth,
  { made, shown }: ServerCertificates,
): void {
  if (networks.length === 0) return;
  addTemplates(
    draft,
    responder.name,
    networks.map((dst) => ({ src: "0.0.0.0/0", dst })),
  );
  if (auth.users === "certificate") addUsers(draft, responder, users, userLogin(draft, auth, made));
  else addEapUsers(draft, responder, users, shown, auth.users);
}

/** A site that is one address to us logs in as sites do. */
function userLogin(draft: PlanDraft, auth: ServerAuth, certificates: Certificates | undefined): UserLogin {
  const { link } = draft.context;
  const ofBranch = branchLogin(draft, undefined);
  return (account) => {
    if (auth.sites === "psk" && link?.user === account.user)
      return loginWords(
        ofBranch({ account, slug: slugOf(account.user), overlay: undefined, host: undefined }),
      );
    return {
      "auth-method": "digital-signature",
      certificate: certificates?.server,
      "match-by": "certificate",
      "remote-certificate": certificates?.users.get(account.user) ?? account.user,
    };
  };
}

/** The rule about `all-ppp` lets in whatever comes by policy, too. */
function sessionNames(sessions: readonly Session[], user: string): readonly string[] {
  const own = sessions.filter(({ account }) => account.user === user).flatMap(({ names }) => names);
  return ["all-ppp", ...own];
}

/** IKE, NAT traversal and ESP, as far as no rule lets them in yet, as the one of an L2TP server does. */
function missingAccepts(draft: PlanDraft): readonly Accept[] {
  const rules = inputAccepts(draft.context.model).filter((rule) => rule.isDisabled === false);
  const ports = rules
    .filter((rule) => ["udp", "17"].includes(rule.text("protocol") ?? ""))
    .flatMap((rule) => (rule.property("dst-port")?.text ?? rule.property("port")?.text ?? "").split(","));
  const hasIke = ["500", "4500"].every((port) => ports.includes(port));
  const hasEsp = rules.some((rule) => ["ipsec-esp", "50"].includes(rule.text("protocol") ?? ""));
  return [
    ...(hasIke ? [] : [{ protocol: "udp", port: "500,4500", comment: "IKEv2" }]),
    ...(hasEsp ? [] : [{ protocol: "ipsec-esp", comment: "IPsec ESP" }]),
  ];
}

function namesOf({ tunnel }: PlanDraft, { binding, user }: Account): readonly string[] {
  const kind = tunnel.kind.replace("-server", "");
  return [binding?.name, `<${kind}-${user}>`, `<ppp-${user}>`].flatMap((name) => name ?? []);
}

function sessionOf(draft: PlanDraft, account: Account, sites: readonly Branch[]): Session {
  const { address, networks, pool } = account;
  const isSite = sites.some((branch) => branch.account === account);
  return {
    account,
    names: namesOf(draft, account),
    // What the pool would give next is nobody's.
    addresses: isSite ? networks : address === undefined || pool !== undefined ? [] : [address],
  };
}

interface Policies {
  readonly sessions: readonly Session[];
  readonly networks: readonly string[];
  readonly sites: readonly PolicySite[];
  /** Old interfaces of all accounts, also of those that get an interface again. */
  readonly old: readonly string[];
}

/** What the firewall has to know of packets that go by policy. */
function carryPolicies(draft: PlanDraft, { sessions, networks, sites, old: all }: Policies): void {
  const far = [
    ...networks.map((address) => ({ address, names: ["all-ppp"] })),
    ...sites.flatMap(({ user, networks: there }) =>
      there.map((address) => ({ address, names: sessionNames(sessions, user) })),
    ),
  ];
  const old = ["<ppp>", ...sessions.flatMap(({ names }) => names)];
  sparePolicies(draft);
  if (sessions.some(({ account }) => account.profile?.text("change-tcp-mss") !== "no")) clampPolicies(draft);
  const there = [...new Set(far.map(({ address }) => address))];
  const listed = addressWords(draft);
  const wordsOf: NetworkWords = (end) => listed("ike2-vpn-networks", there, end);
  spareFromNat(draft, all, there);
  spareFromPortForwards(draft, all);
  spareFromNarrowDrops(draft, old);
  spareFromOutwardAccepts(draft, old, there, wordsOf);
  acceptTunnelled(draft, far, old, wordsOf);
  carryPolicyRules(draft, sessions, wordsOf);
}
