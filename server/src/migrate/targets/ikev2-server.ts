import type { Item } from "../../model/model.ts";
import {
  formatAddressSet,
  NO_ADDRESSES,
  type PrefixSet,
  parseAddressSet,
  subtract,
  unite,
} from "../../values/prefix-set.ts";
import { type Accept, inputAccepts, replaceAccepts } from "../carry/accepts.ts";
import { type Account, accountsOf, poolAddresses } from "../carry/accounts.ts";
import { type Certificates, makeCertificates } from "../carry/certificates.ts";
import { endServer } from "../carry/end-server.ts";
import { addAlgorithms, addTemplates } from "../carry/ipsec-parts.ts";
import { reviewMentions } from "../carry/mentions.ts";
import { newName } from "../carry/name.ts";
import { clampPolicies, sparePolicies } from "../carry/policy-fasttrack.ts";
import { acceptTunnelled, spareFromNat, spareFromPortForwards } from "../carry/policy-firewall.ts";
import { carryPolicyRules, type Session } from "../carry/policy-sessions.ts";
import { profileOf } from "../carry/ppp-profile.ts";
import { given } from "../carry/properties.ts";
import { addItems } from "../carry/retire.ts";
import { createDraft, type PlanDraft } from "../draft.ts";
import type { Plan, PlanContext, Tunnel } from "../plan.ts";
import { addBranches, isBranch } from "./ikev2-branches.ts";
import { addUsers, networksOf, type Responder } from "./ikev2-users.ts";
import { warnOfIkev2Server } from "./ikev2-warnings.ts";

/** A PPTP or L2TP server and its accounts become an IKEv2 responder: certificates in place of passwords. */
export function planIkev2Server(tunnel: Tunnel, context: PlanContext): Plan {
  const { model } = context;
  const draft = createDraft(tunnel, "ikev2", context);
  const accounts = accountsOf(model, tunnel);
  const users = accounts.filter((account) => !isBranch(account));
  const branches = accounts.filter(isBranch);
  const endpoint = askEndpoint(draft);
  const isRadius = accounts.length === 0 && usesRadius(draft);
  const certificates = makeCertificates(
    draft,
    endpoint,
    accounts.map(({ user }) => user),
  );
  const responder = addResponder(draft, isRadius || users.length > 0 || branches.length === 0);
  const networks = users.length === 0 && !isRadius ? [] : networksOf(draft, users);
  if (networks.length > 0)
    addTemplates(
      draft,
      responder.name,
      networks.map((dst) => ({ src: "0.0.0.0/0", dst })),
    );
  if (isRadius) addRadiusLogin(draft, responder, certificates);
  addUsers(draft, responder, users, certificates, isRadius);
  const sites = addBranches(draft, responder, branches, certificates, networks);
  const far = [...networks, ...sites.flatMap(({ networks: there }) => there)];
  replaceAccepts(draft, missingAccepts(draft));
  sparePolicies(draft);
  if (accounts.some(({ profile }) => profile?.text("change-tcp-mss") !== "no")) clampPolicies(draft);
  const sessions = accounts.map((account) => sessionOf(draft, account));
  const old = ["<ppp>", ...sessions.flatMap(({ names }) => names)];
  spareFromNat(draft, old);
  spareFromPortForwards(draft, old);
  acceptTunnelled(draft, far, old);
  carryPolicyRules(draft, sessions);
  endServer(draft, accounts);
  warnOfIkev2Server(draft, accounts, networks);
  reviewMentions(draft, [tunnel.kind, ...old]);
  expectServerPaths(draft, accounts, networks);
  return draft.finish({
    before: old,
    after: [`ipsec:${responder.peer}`, ...sites.map(({ peer }) => `ipsec:${peer}`)],
  });
}

function askEndpoint(draft: PlanDraft): string {
  return draft.input({
    name: "endpoint",
    kind: "host",
    description:
      "Public name or address of this router; it stands in the server's certificate, and users connect to it.",
  });
}

/** Peers are told apart by address and mode only, so one that waits for anybody serves all (manual: IPsec, peers). */
function addResponder(draft: PlanDraft, needsPeer: boolean): Responder {
  const { model } = draft.context;
  const name = newName(model, "ikev2", undefined);
  const known = model.items("/ip/ipsec/peer").find(isOpenPeer);
  addAlgorithms(draft, name, "none");
  if (known?.name !== undefined) {
    draft.warn(
      `Peer \`${known.name}\` waits for anybody by IKEv2 already, and two such peers clash: the users become identities of it, with its profile.`,
      known,
    );
    return { name, peer: known.name };
  }
  if (!needsPeer) return { name, peer: name };
  addItems(draft, { title: `Peer \`${name}\``, reason: "It waits for users from anywhere." }, [
    {
      menu: "/ip/ipsec/peer",
      properties: given({
        disabled: draft.tunnel.isDisabled ? "yes" : undefined,
        "exchange-mode": "ike2",
        name,
        passive: "yes",
        profile: name,
      }),
    },
  ]);
  return { name, peer: name };
}

function isOpenPeer(peer: Item): boolean {
  const address = peer.property("address")?.text ?? "";
  const isAny = ["", "0.0.0.0/0", "::/0", "0.0.0.0", "::"].includes(address);
  return peer.origin === "add" && peer.text("exchange-mode") === "ike2" && isAny && peer.isDisabled !== true;
}

function usesRadius({ context }: PlanDraft): boolean {
  return context.model.items("/ppp/aaa").some((item) => item.text("use-radius") === "yes");
}

/** The accounts are in RADIUS: one identity asks it for all of them. */
function addRadiusLogin(draft: PlanDraft, responder: Responder, certificates: Certificates): void {
  addItems(
    draft,
    { title: "One identity for all users", reason: "RADIUS knows the users and goes on deciding." },
    [
      {
        menu: "/ip/ipsec/identity",
        properties: {
          "auth-method": "eap-radius",
          certificate: certificates.server,
          "generate-policy": "port-strict",
          "mode-config": responder.name,
          peer: responder.peer,
          "policy-template-group": responder.name,
        },
      },
    ],
  );
  const [server] = draft.context.model.items("/radius").filter((item) => item.isDisabled !== true);
  const services = server?.property("service")?.text ?? "";
  if (server === undefined || services.split(",").includes("ipsec")) return;
  const change = {
    kind: "set",
    item: server,
    properties: { service: services === "" ? "ipsec" : `${services},ipsec` },
  } as const;
  draft.step({
    title: "RADIUS answers for IPsec too",
    reason: "It was asked for PPP only; the server must know EAP.",
    stage: "parallel",
    changes: [change],
    script: [{ kind: "change", change }],
  });
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

function sessionOf({ tunnel }: PlanDraft, account: Account): Session {
  const kind = tunnel.kind.replace("-server", "");
  const names = [account.binding?.name, `<${kind}-${account.user}>`, `<ppp-${account.user}>`];
  return {
    account,
    names: names.flatMap((name) => name ?? []),
    addresses: isBranch(account) ? account.networks : account.address === undefined ? [] : [account.address],
  };
}

/** Addresses that belong to users by pool or account; what else lies in their networks was given to nobody. */
function expectServerPaths(
  draft: PlanDraft,
  accounts: readonly Account[],
  networks: readonly string[],
): void {
  const reason = "addresses of the old tunnels that belong to no user are gone";
  const union = (sets: readonly (PrefixSet | undefined)[]) =>
    sets.map((set) => set ?? NO_ADDRESSES).reduce(unite, NO_ADDRESSES);
  const users = accounts.filter((account) => !isBranch(account));
  const kept = union(
    users.map(({ pool, address }) => (pool ? poolAddresses(pool) : parseAddressSet(address ?? ""))),
  );
  const ends = accounts.flatMap(({ local, address, networks: there }) => [
    local,
    there.length > 0 ? address : undefined,
  ]);
  const all = union([...networks, ...ends].map((text) => parseAddressSet(text ?? "")));
  const write = (set: PrefixSet) => formatAddressSet(set, Number.POSITIVE_INFINITY);
  draft.expect({ about: "tunnel-address", address: write(subtract(all, kept)), reason });
  draft.expect({
    about: "undecided",
    address: write(
      unite(
        unite(kept, poolOfServer(draft)),
        union(accounts.flatMap((account) => account.networks).map(parseAddressSet)),
      ),
    ),
    reason:
      "packets to users now take the default route to their policy, and the file does not tell whether that route is up",
  });
  draft.expect({ about: "router", reason: "policies between networks do not take the router's own packets" });
}

/** Sessions without an account of their own draw from the pool of the server's profile. */
function poolOfServer({ context, tunnel }: PlanDraft): PrefixSet {
  const profile = profileOf(context.model, tunnel.item);
  const pool = context.model.items("/ip/pool").find((item) => item.name === profile?.text("remote-address"));
  return pool === undefined ? NO_ADDRESSES : poolAddresses(pool);
}
