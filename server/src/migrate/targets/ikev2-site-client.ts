import type { Item } from "../../model/model.ts";
import { importCertificate } from "../carry/certificates.ts";
import { cutOldConnections } from "../carry/connections.ts";
import { endpointHost } from "../carry/endpoint.ts";
import { addressWords } from "../carry/far-addresses.ts";
import { addAlgorithms, SITE_PFS } from "../carry/ipsec-parts.ts";
import { loseIpv6 } from "../carry/ipv6-note.ts";
import { reviewClient } from "../carry/mentions.ts";
import { newName } from "../carry/name.ts";
import { spareFromOutwardAccepts } from "../carry/policy-accepts.ts";
import { clampPolicies, sparePolicies } from "../carry/policy-fasttrack.ts";
import {
  acceptTunnelled,
  type NetworkWords,
  spareFromNarrowDrops,
  spareFromNat,
  spareFromPortForwards,
} from "../carry/policy-firewall.ts";
import { siteWords } from "../carry/policy-networks.ts";
import { dropReferences } from "../carry/policy-references.ts";
import { isFullTunnel } from "../carry/policy-selection.ts";
import { profileOf, warnLostClientSettings } from "../carry/ppp-profile.ts";
import { commentOf } from "../carry/properties.ts";
import { removeClient } from "../carry/remove-client.ts";
import { retire } from "../carry/retire.ts";
import { siteRoutesByRank, tellBackups } from "../carry/site-backups.ts";
import { isDefaultRoute, type Steering, tableOf } from "../carry/steering.ts";
import { slugOf } from "../carry/user-names.ts";
import { masquerades, wanSide } from "../carry/wan-side.ts";
import type { PlanDraft } from "../draft.ts";
import type { Plan, Refusal } from "../plan.ts";
import { isVersion } from "../router-version.ts";
import { authOf } from "./ikev2-auth.ts";
import {
  addSite,
  askSharedKey,
  expectSources,
  keepLocal,
  localNetworks,
  type SiteLogin,
  selectorsOf,
} from "./ikev2-site.ts";

/** As much of a draft as the questions ask that are asked before there is one. */
type SiteDraft = Pick<PlanDraft, "context" | "tunnel">;

/** Networks routed into the tunnel with their own sources: two sites, and no provider in between. */
export function isSiteToSite(draft: SiteDraft, steering: Steering): boolean {
  const routes = siteRoutes(steering);
  const isSteered = steering.marks.length > 0 || steering.rules.length > 0 || isFullTunnel(draft, steering);
  const all = steering.routes.filter((route) => route.menu === "/ip/route");
  return routes.length > 0 && !isSteered && all.length === routes.length && !isTranslated(draft);
}

function siteRoutes({ routes }: Steering): readonly Item[] {
  return routes.filter(
    (route) => route.menu === "/ip/route" && tableOf(route) === "main" && !isDefaultRoute(route),
  );
}

/** Whether a rule changes the sources of what goes into the tunnel. */
export function isTranslated({ context, tunnel }: SiteDraft): boolean {
  const old = new Set(tunnel.dependents.map(({ item }) => item));
  return masquerades(context.model).some((rule) => old.has(rule));
}

/** How the calling site proves who it is; both ends' files together know more than one. */
export function callerLogin(draft: PlanDraft): SiteLogin {
  const { link } = draft.context;
  const user = link?.user ?? draft.tunnel.item.text("user") ?? draft.tunnel.name;
  if (authOf(draft, ["certificate", "psk"]) === "psk")
    return {
      kind: "psk",
      secret: askSharedKey(draft, link === undefined ? "" : slugOf(user)),
      id: slugOf(user),
      isCaller: true,
    };
  const own =
    link === undefined
      ? draft.input({
          name: "certificate",
          description: "This router's own certificate, signed by a CA that the other end trusts.",
        })
      : importCertificate(draft, user);
  return { kind: "certificate", certificate: own };
}

/** Two sites: policies from each network here to each network there, and no translation between them. */
export function planIkev2Site(draft: PlanDraft, steering: Steering, far: readonly string[]): Plan | Refusal {
  const { model, link } = draft.context;
  const { tunnel } = draft;
  const old = tunnel.item.name ?? "";
  const name = newName(model, "ikev2", tunnel.item.name);
  const routes = siteRoutes(steering);
  const ranked = siteRoutesByRank(draft, routes);
  const waits = waitReason(draft, steering);
  if (waits !== undefined) return { kind: "refusal", reason: waits };
  const routed = [...new Set(ranked.first.flatMap((route) => route.property("dst-address")?.text ?? []))];
  const there = link?.behindAnswerer ?? routed;
  const here = link?.behindCaller ?? localNetworks(draft, [...routes, ...ranked.rivals], there);
  addAlgorithms(draft, name, SITE_PFS);
  keepLocal(draft, there);
  addSite(draft, {
    ...{ name, profile: name, proposal: name, stage: "cutover" },
    host: { address: endpointHost(draft).host, isPassive: false },
    login: callerLogin(draft),
    comment: commentOf(tunnel.item),
    isDisabled: tunnel.isDisabled,
    selectors: selectorsOf(here, there),
  });
  const networks = addressWords(draft);
  const wordsOf: NetworkWords = (end) => networks(`${name}-networks`, there, end);
  carrySite(draft, old, there, wordsOf);
  tellBackups(draft, ranked);
  for (const route of ranked.first)
    retire(draft, route, "The policy takes the packets on their way out by the default route.");
  const words = siteWords(draft, there, wordsOf);
  dropReferences(draft, words, wanSide(model, [old]), { done: new Set(routes), name });
  cutOldConnections(draft, steering, {});
  warnLostClientSettings(draft);
  removeClient(draft);
  reviewClient(draft, far);
  if (link === undefined) warnOfOtherSite(draft, here, there);
  if (tunnel.item.text("add-default-route") === "yes")
    draft.warn(
      "The old tunnel's default route was a spare one behind the provider's; policies have no such thing, so it is not carried over.",
    );
  loseIpv6(draft);
  expectGone(draft, far);
  expectSources(draft, there, here);
  return draft.finish({ before: [old], after: [`ipsec:${name}`] });
}

function expectGone(draft: PlanDraft, far: readonly string[]): void {
  for (const address of far)
    draft.expect({ about: "tunnel-address", address, reason: "the old tunnel's own addresses are gone" });
  draft.expect({
    about: "router",
    reason: "the policies name networks; the router's own packets leave from its outer address",
  });
}

/** Why a tunnel that only stands in for another way cannot be a policy. */
export function waitReason(draft: SiteDraft, steering: Steering): string | undefined {
  if (!isSiteToSite(draft, steering)) return undefined;
  const { waiting, first } = siteRoutesByRank(draft, siteRoutes(steering));
  if (waiting.length === 0 || first.length > 0) return undefined;
  const hasWireguard = isVersion(draft.context.model, ">=7.1") !== false;
  return `All routes into \`${draft.tunnel.name}\` wait behind another way, and IPsec policies cannot wait: give the tunnel an interface by \`--set overlay=gre\`, or move it to ${hasWireguard ? "WireGuard" : "OpenVPN"}.`;
}

/** What the firewall has to know of packets that go by policy. */
function carrySite(draft: PlanDraft, old: string, there: readonly string[], wordsOf: NetworkWords): void {
  sparePolicies(draft);
  const profile = profileOf(draft.context.model, draft.tunnel.item);
  if (profile?.text("change-tcp-mss") !== "no") clampPolicies(draft);
  spareFromNat(draft, [old], there);
  spareFromPortForwards(draft, [old]);
  spareFromNarrowDrops(draft, [old]);
  spareFromOutwardAccepts(draft, [old], there, wordsOf);
  const sources = there.map((address) => ({ address, names: [old, "all-ppp"] }));
  acceptTunnelled(draft, sources, [old], wordsOf);
}

export function warnOfOtherSite(draft: PlanDraft, here: readonly string[], there: readonly string[]): void {
  draft.warn(
    `The other end needs the same policies the other way round (${there.join(", ")} to ${here.join(", ")}), the same algorithms, and a certificate of a CA that both trust. With its export at hand, \`--pair\` moves both ends together.`,
  );
}
