import type { Item } from "../../model/model.ts";
import {
  complement,
  formatAddressSet,
  NO_ADDRESSES,
  parseAddressSet,
  unite,
} from "../../values/prefix-set.ts";
import { endpointHost } from "../carry/endpoint.ts";
import { addAlgorithms, peerAddress } from "../carry/ipsec-parts.ts";
import { connectedNetworks, routedNetworks } from "../carry/local-networks.ts";
import { reviewMentions } from "../carry/mentions.ts";
import { newName } from "../carry/name.ts";
import { clampPolicies, sparePolicies } from "../carry/policy-fasttrack.ts";
import { acceptTunnelled, spareFromNat, spareFromPortForwards } from "../carry/policy-firewall.ts";
import { dropReferences } from "../carry/policy-references.ts";
import { isFullTunnel } from "../carry/policy-selection.ts";
import { profileOf, warnLostClientSettings } from "../carry/ppp-profile.ts";
import { commentOf, given } from "../carry/properties.ts";
import { removeClient } from "../carry/remove-client.ts";
import { addItems, retire } from "../carry/retire.ts";
import { isDefaultRoute, type Steering, tableOf } from "../carry/steering.ts";
import { masquerades, outerInterfaces, wanSide } from "../carry/wan-side.ts";
import type { PlanDraft } from "../draft.ts";
import type { Plan } from "../plan.ts";

/** Networks routed into the tunnel with their own sources: two sites, and no provider in between. */
export function isSiteToSite(draft: PlanDraft, steering: Steering): boolean {
  const routes = siteRoutes(steering);
  const isSteered = steering.marks.length > 0 || steering.rules.length > 0 || isFullTunnel(draft, steering);
  return routes.length > 0 && !isSteered && steering.routes.length === routes.length && !isTranslated(draft);
}

function siteRoutes({ routes }: Steering): readonly Item[] {
  return routes.filter(
    (route) => route.menu === "/ip/route" && tableOf(route) === "main" && !isDefaultRoute(route),
  );
}

function isTranslated({ context, tunnel }: PlanDraft): boolean {
  const old = new Set(tunnel.dependents.map(({ item }) => item));
  return masquerades(context.model).some((rule) => old.has(rule));
}

/** Two sites: policies from each network here to each network there, and no translation between them. */
export function planIkev2Site(draft: PlanDraft, steering: Steering, far: readonly string[]): Plan {
  const { model } = draft.context;
  const { tunnel } = draft;
  const old = tunnel.item.name ?? "";
  const name = newName(model, "ikev2", tunnel.item.name);
  const routes = siteRoutes(steering);
  const there = [...new Set(routes.flatMap((route) => route.property("dst-address")?.text ?? []))];
  const here = localNetworks(draft, routes);
  addAlgorithms(draft, name, "modp2048");
  addSite(draft, { name, host: endpointHost(draft).host, isPassive: false, comment: commentOf(tunnel.item) });
  addSitePolicies(draft, name, name, here, there);
  sparePolicies(draft);
  if (profileOf(model, tunnel.item)?.text("change-tcp-mss") !== "no") clampPolicies(draft);
  spareFromNat(draft, [old]);
  spareFromPortForwards(draft, [old]);
  acceptTunnelled(draft, [...there], [old]);
  for (const route of routes)
    retire(draft, route, "The policy takes the packets on their way out by the default route.");
  const selection = { kind: "mark", mark: `${name}-conn`, isKept: true, destinations: there } as const;
  dropReferences(draft, selection, wanSide(model, [old]), new Set(routes));
  warnLostClientSettings(draft);
  removeClient(draft);
  reviewMentions(draft, [old, tunnel.kind, ...far]);
  warnOfOtherSite(draft, here, there);
  if (tunnel.item.text("add-default-route") === "yes")
    draft.warn(
      "The old tunnel's default route was a spare one behind the provider's; policies have no such thing, so it is not carried over.",
    );
  for (const address of far)
    draft.expect({ about: "tunnel-address", address, reason: "the old tunnel's own addresses are gone" });
  draft.expect({
    about: "router",
    reason: "the policies name networks; the router's own packets leave from its outer address",
  });
  expectSources(draft, there, here);
  return draft.finish({ before: [old], after: [`ipsec:${name}`] });
}

export function localNetworks(draft: PlanDraft, excluded: readonly Item[]): readonly string[] {
  const { model } = draft.context;
  const own = (draft.tunnel.bindings ?? [draft.tunnel.item]).flatMap(({ name }) => name ?? []);
  const found = [
    ...connectedNetworks(model, [...own, ...outerInterfaces(model, own)]),
    ...routedNetworks(model, excluded),
  ];
  const addresses = [...new Set(found.map(({ address }) => address))];
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

/** Who is on the other side. */
export interface Site {
  readonly name: string;
  readonly host: string;
  /** Waits to be called. */
  readonly isPassive: boolean;
  readonly comment: string | undefined;
  /** Name of the other end's certificate, where this router made it. */
  readonly remoteCertificate?: string;
  readonly certificate?: string;
  readonly isDisabled?: boolean;
  readonly profile?: string;
}

export function addSite(draft: PlanDraft, site: Site): void {
  const { name } = site;
  const certificate =
    site.certificate ??
    draft.input({
      name: "certificate",
      description: "This router's own certificate, signed by a CA that the other end trusts.",
    });
  addItems(
    draft,
    { title: `Peer \`${name}\` with its identity`, reason: "Both ends prove who they are by certificates." },
    [
      {
        menu: "/ip/ipsec/peer",
        properties: given({
          address: peerAddress(site.host),
          comment: site.comment,
          disabled: (site.isDisabled ?? draft.tunnel.isDisabled) ? "yes" : undefined,
          "exchange-mode": "ike2",
          name,
          passive: site.isPassive ? "yes" : undefined,
          profile: site.profile ?? name,
        }),
      },
      {
        menu: "/ip/ipsec/identity",
        properties: given({
          "auth-method": "digital-signature",
          certificate,
          "match-by": site.remoteCertificate === undefined ? undefined : "certificate",
          peer: name,
          "remote-certificate": site.remoteCertificate,
        }),
      },
    ],
  );
}

export function addSitePolicies(
  draft: PlanDraft,
  peer: string,
  proposal: string,
  here: readonly string[],
  there: readonly string[],
  isDisabled = false,
): void {
  const pairs = here.flatMap((src) => there.map((dst) => ({ src, dst })));
  addItems(
    draft,
    {
      title: `Policies ${here.join(", ")} ↔ ${there.join(", ")}`,
      reason: "They take the place of the routes into the old tunnel.",
      stage: "cutover",
    },
    pairs.map(({ src, dst }) => ({
      menu: "/ip/ipsec/policy",
      properties: given({
        disabled: isDisabled ? "yes" : undefined,
        "dst-address": dst,
        level: pairs.length > 1 ? "unique" : undefined,
        peer,
        proposal,
        "src-address": src,
        tunnel: "yes",
      }),
    })),
  );
}

export function warnOfOtherSite(draft: PlanDraft, here: readonly string[], there: readonly string[]): void {
  draft.warn(
    `The other end needs the same policies the other way round (${there.join(", ")} to ${here.join(", ")}), the same algorithms, and a certificate of a CA that both trust.`,
  );
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
