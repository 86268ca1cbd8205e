import type { Item, Model } from "../../model/model.ts";
import {
  complement,
  containsSet,
  formatAddressSet,
  NO_ADDRESSES,
  parseAddressSet,
  unite,
} from "../../values/prefix-set.ts";
import { addTemplates, peerAddress } from "../carry/ipsec-parts.ts";
import { connectedNetworks, routedNetworks } from "../carry/local-networks.ts";
import { providerRoutes, tunnelRoutes } from "../carry/outward-routes.ts";
import { given } from "../carry/properties.ts";
import { addItems } from "../carry/retire.ts";
import { isDefaultRoute, tableOf } from "../carry/steering.ts";
import { outerInterfaces } from "../carry/wan-side.ts";
import type { PlanDraft } from "../draft.ts";
import type { Stage } from "../plan.ts";

/** How two sites prove who they are. */
export type SiteLogin =
  | {
      readonly kind: "certificate";
      readonly certificate: string;
      /** Name of the other end's certificate, where this router made it. */
      readonly remote?: string;
    }
  | {
      readonly kind: "psk";
      /** Placeholder of the key. */
      readonly secret: string;
      /** The name that the caller gives and the answerer asks for, since addresses may change. */
      readonly id: string;
      readonly isCaller: boolean;
    };

/** Who is on the other side, and which packets go there. */
export interface Site {
  readonly name: string;
  readonly host: SiteHost;
  readonly login: SiteLogin;
  readonly comment: string | undefined;
  readonly isDisabled: boolean;
  readonly profile: string;
  readonly proposal: string;
  readonly selectors: readonly { readonly src: string; readonly dst: string }[];
  /** When policies of a known peer come; those of a caller from anywhere are made when it calls. */
  readonly stage: Stage;
}

export type SiteHost =
  /** Where it is; `isPassive`: it calls us. */
  | { readonly address: string; readonly isPassive: boolean }
  /** It calls from anywhere and is answered by a peer that waits for all. */
  | { readonly waitingPeer: string };

/** Peer, identity and policies of one other site. */
export function addSite(draft: PlanDraft, site: Site): void {
  const { host, name, selectors } = site;
  if ("waitingPeer" in host) {
    addTemplates(draft, name, selectors, site.proposal);
    addIdentity(draft, site, host.waitingPeer, {
      "generate-policy": "port-strict",
      "policy-template-group": name,
    });
    return;
  }
  addItems(draft, { title: `Peer \`${name}\``, reason: "The other site." }, [
    {
      menu: "/ip/ipsec/peer",
      properties: given({
        address: peerAddress(host.address),
        comment: site.comment,
        disabled: site.isDisabled ? "yes" : undefined,
        "exchange-mode": "ike2",
        name,
        passive: host.isPassive ? "yes" : undefined,
        profile: site.profile,
      }),
    },
  ]);
  addIdentity(draft, site, name, {});
  addPolicies(draft, site);
}

/**
 * The policy of a network that holds some of the router's own would take packets between these as well, its answers to
 * the LAN first of all, and refuse what comes from there in clear: they pass by before it (RFC 4301, bypass).
 */
export function keepLocal(draft: PlanDraft, there: readonly string[]): void {
  const { model } = draft.context;
  const own = (draft.tunnel.bindings ?? [draft.tunnel.item]).flatMap(({ name }) => name ?? []);
  const known = model.items("/ip/ipsec/policy").filter((policy) => policy.text("action") === "none");
  const far = there.flatMap((network) => parseAddressSet(network) ?? []);
  const held = connectedNetworks(model, own).filter(({ address }) => {
    const set = parseAddressSet(address);
    const isKnown = known.some(
      (policy) => policy.text("dst-address") === address && policy.isDisabled === false,
    );
    return !isKnown && set !== undefined && far.some((each) => containsSet(each, set));
  });
  addItems(
    draft,
    {
      title: `No IPsec to ${held.map(({ address }) => address).join(", ")}`,
      reason: "The networks behind the tunnel hold these of the router itself, which must not be shut out.",
      stage: "cutover",
    },
    held.map(({ address }) => ({
      menu: "/ip/ipsec/policy",
      properties: given({
        action: "none",
        disabled: draft.tunnel.isDisabled ? "yes" : undefined,
        "dst-address": address,
        "src-address": "0.0.0.0/0",
      }),
    })),
  );
}

function addIdentity(
  draft: PlanDraft,
  { login, comment, isDisabled, name, host }: Site,
  peer: string,
  more: Readonly<Record<string, string>>,
): void {
  const isShared = "waitingPeer" in host;
  const own = isShared
    ? { comment: comment ?? name, disabled: isDisabled ? "yes" : undefined }
    : { comment: undefined, disabled: undefined };
  addItems(
    draft,
    {
      title: `Identity of \`${comment ?? name}\``,
      reason:
        login.kind === "psk"
          ? "Both ends prove who they are by one key that nobody else may know."
          : "Both ends prove who they are by certificates.",
    },
    [
      {
        menu: "/ip/ipsec/identity",
        properties: given({ ...loginWords(login), ...own, peer, ...more }),
      },
    ],
  );
}

/** The login in the words of an identity. */
export function loginWords(login: SiteLogin): Record<string, string | undefined> {
  if (login.kind === "psk")
    return {
      "auth-method": "pre-shared-key",
      [login.isCaller ? "my-id" : "remote-id"]: `fqdn:${login.id}`,
      secret: login.secret,
    };
  return {
    "auth-method": "digital-signature",
    certificate: login.certificate,
    "match-by": login.remote === undefined ? undefined : "certificate",
    "remote-certificate": login.remote,
  };
}

function addPolicies(draft: PlanDraft, { name, proposal, selectors, isDisabled, stage }: Site): void {
  const [here, there] = [unique(selectors.map(({ src }) => src)), unique(selectors.map(({ dst }) => dst))];
  addItems(
    draft,
    {
      title: `${selectors.length === 1 ? "Policy" : "Policies"} ${here.join(", ")} ↔ ${there.join(", ")}`,
      reason:
        stage === "cutover"
          ? "In place of the routes into the old tunnel."
          : "It protects what runs between the two, and nothing else.",
      stage,
    },
    selectors.map(({ src, dst }) => ({
      menu: "/ip/ipsec/policy",
      properties: given({
        disabled: isDisabled ? "yes" : undefined,
        "dst-address": dst,
        level: selectors.length > 1 ? "unique" : undefined,
        peer: name,
        proposal,
        "src-address": src,
        tunnel: "yes",
      }),
    })),
  );
}

/** Each network here with each network there. */
export function selectorsOf(here: readonly string[], there: readonly string[]): Site["selectors"] {
  return here.flatMap((src) => there.filter((dst) => dst !== src).map((dst) => ({ src, dst })));
}

/** The key of one site; it is typed on both routers and stands in no file. */
export function askSharedKey(draft: PlanDraft, slug: string): string {
  return draft.secret({
    name: slug === "" ? "pre-shared-key" : `${slug}-pre-shared-key`,
    description:
      "The key that both ends know; make a long random one, `openssl rand -base64 32`, and put it into the script on both routers.",
  });
}

/** What policies to `there` may come from. */
export function localNetworks(
  draft: PlanDraft,
  excluded: readonly Item[],
  there: readonly string[],
): readonly string[] {
  const { model } = draft.context;
  const own = (draft.tunnel.bindings ?? [draft.tunnel.item]).flatMap(({ name }) => name ?? []);
  const summaries = summariesOf(model, excluded, there);
  const found = [
    ...connectedNetworks(model, [...own, ...outerInterfaces(model, own)]),
    ...routedNetworks(model, [...excluded, ...summaries, ...providerRoutes(model, own)]),
  ];
  const asked = summaries.length > 0 ? askTransit(draft, summaries, there) : [];
  const addresses = unique([...found.map(({ address }) => address), ...asked]);
  return addresses.length > 0
    ? addresses
    : [
        draft.input({
          name: "lan",
          kind: "prefix",
          description: "The network behind this router, as 192.168.88.0/24.",
        }),
      ];
}

/** Routes into other tunnels that hold a network of this one: the longest prefix told them apart, policies would not. */
function summariesOf(model: Model, excluded: readonly Item[], there: readonly string[]): readonly Item[] {
  const far = there.flatMap((network) => parseAddressSet(network) ?? []);
  return tunnelRoutes(model).filter((route) => {
    const set = parseAddressSet(route.property("dst-address")?.text ?? "");
    const isOther = !excluded.includes(route) && !isDefaultRoute(route) && route.isDisabled !== true;
    return (
      isOther && tableOf(route) === "main" && set !== undefined && far.some((each) => containsSet(set, each))
    );
  });
}

function askTransit(
  draft: PlanDraft,
  summaries: readonly Item[],
  there: readonly string[],
): readonly string[] {
  const networks = unique(summaries.flatMap((route) => route.property("dst-address")?.text ?? []));
  const answer = draft.option({
    name: "transit-networks",
    kind: "prefixes",
    description: `Networks within ${networks.join(", ")} whose hosts talk to ${there.join(", ")} through this router, as 10.20.0.0/16,10.30.0.0/16.`,
  });
  if (answer === undefined)
    draft.warn(
      `No policy is made from ${networks.join(", ")}, which another tunnel reaches and which holds ${there.join(", ")}. Where hosts there go through this router, name their networks with \`--set transit-networks=…\`.`,
      summaries[0],
    );
  return answer?.split(",") ?? [];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** A policy names its networks; a route did not ask where packets came from. */
export function expectSources(draft: PlanDraft, there: readonly string[], here: readonly string[]): void {
  draft.expect({
    about: "destination",
    address: there.join(","),
    from: outside(here),
    reason: "the policies name the networks behind the router, and this source is in none of them",
  });
}

/** Addresses that none of these networks holds. */
function outside(networks: readonly string[]): string {
  const own = networks.map((network) => parseAddressSet(network) ?? NO_ADDRESSES).reduce(unite, NO_ADDRESSES);
  return formatAddressSet(complement(own), Number.POSITIVE_INFINITY);
}
