import type { Model } from "../../model/model.ts";
import { type Endpoint, endpointOf } from "../carry/endpoint.ts";
import { warnOfInnerIpsec } from "../carry/inner-ipsec.ts";
import { carriesIpv6, warnOfIpv6 } from "../carry/ipv6-note.ts";
import { addLineAddress } from "../carry/line-address.ts";
import { tunnelMtu } from "../carry/mss.ts";
import { newName } from "../carry/name.ts";
import { profileOf } from "../carry/ppp-profile.ts";
import { commentOf, given } from "../carry/properties.ts";
import { farAddresses } from "../carry/remove-client.ts";
import { carryRouted } from "../carry/routed-client.ts";
import { steeringOf } from "../carry/steering.ts";
import { hasTestPath } from "../carry/test-path.ts";
import { createDraft, type PlanDraft } from "../draft.ts";
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
  const settled = addLineAddress(draft, name, { far, isTried: hasTestPath(model, steering) });
  const clampTo = profileOf(model, tunnel.item)?.text("change-tcp-mss") === "no" ? undefined : mtu;
  carryRouted(draft, {
    name,
    endpoint,
    steering,
    far,
    settled,
    ...(clampTo === undefined ? {} : { clampTo }),
  });
  warnOfInnerIpsec(draft, [...far, ...settled], mtu);
  warnOfIpv6(draft);
  warnOfVrf(draft);
  return draft.finish({ before: [old], after: [name] });
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
  return freePortsOf(model, 1)[0] ?? "13231";
}

export function freePortsOf(model: Model, count: number): readonly string[] {
  const used = model.items("/interface/wireguard").map((item) => item.text("listen-port") ?? "13231");
  const found: string[] = [];
  for (let port = 13231; found.length < count; port++)
    if (!used.includes(String(port))) found.push(String(port));
  return found;
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
  return answer ?? (carriesIpv6(draft) ? "0.0.0.0/0,::/0" : "0.0.0.0/0");
}

function warnOfVrf({ tunnel, warn }: PlanDraft): void {
  const vrf = tunnel.item.text("connect-to")?.split("@")[1];
  if (vrf !== undefined)
    warn(
      `The old client dialled out of VRF \`${vrf}\`. WireGuard's own packets take the main table up to 7.20; from 7.21 on set \`vrf=${vrf}\` on the interface.`,
    );
}
