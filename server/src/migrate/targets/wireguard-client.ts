import type { Item, Model } from "../../model/model.ts";
import { parseIpPrefix } from "../../values/ip.ts";
import { cutOldConnections } from "../carry/connections.ts";
import { replaceDefaultRoute } from "../carry/default-route.ts";
import { type Endpoint, endpointOf, pinEndpoint } from "../carry/endpoint.ts";
import { keepFailover } from "../carry/failover.ts";
import { spareFromFasttrack } from "../carry/fasttrack.ts";
import { excludeLocal } from "../carry/local-exclusion.ts";
import { reviewAddresses, reviewMentions } from "../carry/mentions.ts";
import { clampMss, tunnelMtu } from "../carry/mss.ts";
import { newName } from "../carry/name.ts";
import { profileOf, warnLostClientSettings } from "../carry/ppp-profile.ts";
import { carryInterfaceList } from "../carry/profile-effects.ts";
import { commentOf, given, label } from "../carry/properties.ts";
import { farAddresses, removeClient, repointRoutes } from "../carry/remove-client.ts";
import { repointAll } from "../carry/repoint.ts";
import { steeringOf } from "../carry/steering.ts";
import { addTestPath } from "../carry/test-path.ts";
import { createDraft, isOpen, type PlanDraft } from "../draft.ts";
import type { Plan, PlanContext, Tunnel } from "../plan.ts";

/** A dialled-out PPTP or L2TP tunnel becomes a WireGuard interface with one peer, the server. */
export function planWireguardClient(tunnel: Tunnel, context: PlanContext): Plan {
  const { model } = context;
  const draft = createDraft(tunnel, "wireguard", context);
  const old = tunnel.item.name ?? "";
  const name = newName(model, "wireguard", tunnel.item.name);
  const far = farAddresses(model, tunnel);
  const steering = steeringOf(model, tunnel, far);
  const mtu = tunnelMtu(model);
  const endpoint = endpointOf(draft);
  addInterface(draft, name, mtu);
  addPeer(draft, name, endpoint);
  addAddress(draft, name);
  carryPeerDns(draft);
  pinEndpoint(draft, steering, endpoint);
  repointRoutes(draft, steering, old, name, far);
  repointAll(
    draft,
    tunnel.dependents.filter(({ item }) => item === undefined || !steering.routes.includes(item)),
    old,
    name,
  );
  const profile = profileOf(model, tunnel.item);
  if (profile !== undefined) carryInterfaceList(draft, profile, name, listsOf(tunnel));
  replaceDefaultRoute(draft, name);
  excludeLocal(draft, steering);
  spareFromFasttrack(draft, steering);
  if (profile?.text("change-tcp-mss") !== "no") clampMss(draft, name, mtu);
  addTestPath(draft, steering, name);
  cutOldConnections(draft, steering);
  keepFailover(draft, steering, name);
  warnLostClientSettings(draft);
  warnOfIpv6(draft);
  removeClient(draft);
  warnOfFixedAddresses(draft);
  reviewMentions(draft, [old, tunnel.kind]);
  reviewAddresses(draft, far);
  return draft.finish({ before: [old], after: [name] });
}

/** Interface lists that name the old tunnel, so that the new one comes in by re-pointing. */
function listsOf({ dependents }: Tunnel): Set<string> {
  const members = dependents.filter(({ command }) => command.menu === "/interface/list/member");
  return new Set(members.flatMap(({ item }) => item?.text("list") ?? []));
}

function addInterface(draft: PlanDraft, name: string, mtu: number): void {
  const { item } = draft.tunnel;
  const add = {
    kind: "add",
    menu: "/interface/wireguard",
    properties: given({
      comment: commentOf(item),
      disabled: draft.tunnel.isDisabled ? "yes" : undefined,
      "listen-port": freePort(draft),
      mtu: String(mtu),
      name,
    }),
  } as const;
  draft.step({
    title: `WireGuard interface \`${name}\``,
    reason: "It takes the old client's place; the router makes its private key by itself.",
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
  draft.warn(
    `The private key is not in the file: the router makes one when \`${name}\` is added (\`/interface wireguard print\` shows its public key for the other side), or set the provider's key on the router.`,
  );
}

/** 13231 is what RouterOS itself proposes; each interface needs a port of its own. */
export function freePort({ context }: PlanDraft): string {
  return freePortOf(context.model);
}

export function freePortOf(model: Model): string {
  const used = model.items("/interface/wireguard").map((item) => item.text("listen-port") ?? "13231");
  let port = 13231;
  while (used.includes(String(port))) port++;
  return String(port);
}

function addPeer(draft: PlanDraft, name: string, endpoint: Endpoint): void {
  const key = draft.input({
    name: "peer-public-key",
    kind: "wireguard-key",
    description:
      "Public key of the other end; the provider shows it, on a MikroTik `/interface wireguard print` does.",
  });
  const add = {
    kind: "add",
    menu: "/interface/wireguard/peers",
    properties: given({
      "allowed-address": allowedAddress(draft),
      comment: commentOf(draft.tunnel.item),
      "endpoint-address": endpoint.host,
      "endpoint-port": endpoint.port,
      interface: name,
      "persistent-keepalive": "25s",
      "public-key": key,
    }),
  } as const;
  draft.step({
    title: `The other end as peer of \`${name}\``,
    reason: "Keepalive holds the way through NAT open, since the other end cannot call back.",
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
  if (!/^[\d.]+$|^<|:/.test(endpoint.host))
    draft.warn(
      `WireGuard looks up \`${endpoint.host}\` when the peer starts and not again: where the address changes, a script has to renew it.`,
    );
}

function allowedAddress(draft: PlanDraft): string {
  const answer = draft.option({
    name: "allowed-address",
    kind: "prefixes",
    description: "What may come through the tunnel, where it is not everything (`0.0.0.0/0`).",
  });
  return answer ?? "0.0.0.0/0";
}

function addAddress(draft: PlanDraft, name: string): void {
  const answer = draft.input({
    name: "tunnel-address",
    kind: "prefix",
    description:
      "This router's address inside the tunnel, as 10.13.128.5/32; the provider or the other side assigns it.",
  });
  const address = isOpen(answer) || answer.includes("/") ? answer : `${answer}/32`;
  const add = {
    kind: "add",
    menu: "/ip/address",
    properties: given({ address, interface: name, network: networkOf(address) }),
  } as const;
  draft.step({
    title: `Address of \`${name}\``,
    reason: "The old client got its address from the server at login; WireGuard needs it written.",
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
  const network = networkOf(address);
  if (network !== undefined)
    draft.expect({
      about: "tunnel-address",
      address: `${network}/${address.split("/")[1] ?? "32"}`,
      reason: "the tunnel's own network is written now; PPP got it at login",
    });
}

/** As an export writes it; undefined while the address is not known. */
export function networkOf(address: string): string | undefined {
  const prefix = parseIpPrefix(address);
  if (prefix?.address.family !== "ip") return undefined;
  const size = 1n << BigInt(32 - prefix.length);
  const value = prefix.address.value - (prefix.address.value % size);
  return [24n, 16n, 8n, 0n].map((bits) => (value >> bits) & 0xffn).join(".");
}

function carryPeerDns(draft: PlanDraft): void {
  const { item } = draft.tunnel;
  if (!["yes", "exclusively"].includes(item.text("use-peer-dns") ?? "no")) return;
  const dns = draft.input({
    name: "dns",
    kind: "addresses",
    description: "Name server inside the tunnel; the old server gave one at login, WireGuard does not.",
  });
  const settings = draft.context.model.settings("/ip/dns");
  const known = settings.property("servers")?.text;
  if (known?.split(",").includes(dns)) return;
  const servers =
    known === undefined || known === "" || item.text("use-peer-dns") === "exclusively"
      ? dns
      : `${known},${dns}`;
  const change = { kind: "set", item: settings, properties: { servers } } as const;
  draft.step({
    title: "Name server of the tunnel",
    reason: "The old client used the server's name server (`use-peer-dns`).",
    stage: "cutover",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}

/** `src-nat` writes the old tunnel's address into packets; the new tunnel has another. */
function warnOfFixedAddresses(draft: PlanDraft): void {
  for (const { item } of draft.tunnel.dependents) {
    if (item?.text("action") !== "src-nat") continue;
    const to = item.text("to-addresses") ?? "";
    draft.warn(
      `${label(item)} writes \`to-addresses=${to}\` into packets for the tunnel: change it to the new tunnel address, or masquerade.`,
      item,
    );
  }
  const vrf = draft.tunnel.item.text("connect-to")?.split("@")[1];
  if (vrf !== undefined)
    draft.warn(
      `The old client dialled out of VRF \`${vrf}\`. WireGuard's own packets take the main table up to 7.20; from 7.21 on set \`vrf=${vrf}\` on the interface.`,
    );
}

/** PPTP carries no IPv6, so a host with both leaves by IPv6 past the tunnel, before as after. */
function warnOfIpv6(draft: PlanDraft): void {
  const { model } = draft.context;
  const hasIpv6 = ["/ipv6/address", "/ipv6/dhcp-client"].some((menu) => model.items(menu).some(isOn));
  if (hasIpv6)
    draft.warn(
      "IPv6 goes past the tunnel, as before. If the other end routes IPv6, add `::/0` to `allowed-address` and a route.",
    );
}

function isOn(item: Item): boolean {
  return item.isDisabled !== true;
}
