import type { Item } from "../model/model.ts";
import { formatIpPrefix, parseIpPrefix } from "../values/ip.ts";
import { type GraphDraft, idOf, shortList } from "./graph-draft.ts";

const TUNNEL =
  /^(?:(?:pptp|l2tp|sstp|ovpn|pppoe|ppp)-(?:client|server)|wireguard|gre6?|eoip|eoipv6|ipip|ipipv6|6to4|vxlan|zerotier)$/;

/** Node of an interface by name, tunnels among them; made when first named. */
export function interfaceNode(draft: GraphDraft, name: string): string {
  const item = draft.network.interfaces.item(name);
  const kind = draft.network.interfaces.kind(name) ?? "interface";
  const isTunnel = TUNNEL.test(kind);
  const words = [isTunnel || kind === "bridge" || kind === "vlan" ? kind : "", addressesOn(draft, name)];
  const detail = words.filter((word) => word !== "").join(" ");
  return draft.node(
    `interface:${name}`,
    { label: name, kind: isTunnel ? "tunnel" : "interface", ...(detail === "" ? {} : { detail }) },
    item,
  );
}

function addressesOn({ network }: GraphDraft, name: string): string {
  const found = [...network.connected("ip"), ...network.connected("ipv6")]
    .filter((connected) => connected.interface === name)
    .map(({ own, length }) => formatIpPrefix({ address: own, length }));
  return shortList(found, 2);
}

/** Every tunnel, its far end, what it runs over, and who logs in. */
export function addTunnels(draft: GraphDraft): void {
  const { interfaces } = draft.network;
  for (const name of interfaces.names) {
    const item = interfaces.item(name);
    if (item === undefined || !TUNNEL.test(interfaces.kind(name) ?? "")) continue;
    const id = interfaceNode(draft, name);
    addFarEnd(draft, id, item);
  }
  for (const peer of draft.analysis.model.items("/interface/wireguard/peers")) addWireguardPeer(draft, peer);
  addServers(draft);
  addIpsec(draft);
}

function addFarEnd(draft: GraphDraft, id: string, item: Item): void {
  const far = item.text("connect-to") ?? item.text("remote-address");
  if (far !== undefined && far !== "" && far !== "0.0.0.0")
    draft.edge(id, draft.node(`peer:${far}`, { label: far, kind: "peer" }), "to");
  const under = /\/pppoe-client$/.test(item.menu) ? item.text("interface") : undefined;
  if (under !== undefined) draft.edge(id, interfaceNode(draft, under), "over");
}

function addWireguardPeer(draft: GraphDraft, peer: Item): void {
  const name = peer.text("interface");
  if (name === undefined) return;
  const host = peer.text("endpoint-address") ?? "";
  const port = peer.text("endpoint-port") ?? "";
  const endpoint = host === "" ? "" : `${host}${port === "" || port === "0" ? "" : `:${port}`}`;
  const label =
    peer.property("name")?.text ?? peer.comment ?? (endpoint === "" ? `peer ${peer.index}` : endpoint);
  const detail = endpoint === label ? "" : endpoint;
  const id = draft.node(
    idOf("peer", peer),
    { label, kind: "peer", ...(detail === "" ? {} : { detail }) },
    peer,
  );
  const allowed = (peer.text("allowed-address") ?? "").split(",").filter(Boolean);
  draft.edge(interfaceNode(draft, name), id, shortList(allowed, 2));
}

const SERVICES = ["pptp", "l2tp", "sstp", "ovpn"] as const;

function addServers(draft: GraphDraft): void {
  const { model } = draft.analysis;
  for (const service of SERVICES) {
    const servers = model
      .items(`/interface/${service}-server/server`)
      .filter(
        (item) => item.text("enabled") === "yes" || (item.origin === "add" && item.command !== undefined),
      );
    for (const server of servers) {
      const label = server.origin === "add" ? (server.name ?? `${service} server`) : `${service} server`;
      const id = draft.node(
        idOf("server", server),
        { label, kind: "tunnel", detail: `${service}-server` },
        server,
      );
      addUsers(draft, service, id);
    }
  }
}

/** Accounts are counted, not named: what matters is that people come in here, and with which addresses. */
function addUsers(draft: GraphDraft, service: string, server: string): void {
  const users = draft.analysis.model
    .items("/ppp/secret")
    .filter((item) => item.isDisabled !== true && ["any", service].includes(item.text("service") ?? "any"));
  const [first] = users;
  if (!first) return;
  const label = users.length === 1 ? "1 user" : `${users.length} users`;
  draft.edge(draft.node(`users:${service}`, { label, kind: "users" }, first), server, "log in");
}

function addIpsec(draft: GraphDraft): void {
  const { model } = draft.analysis;
  for (const peer of model.items("/ip/ipsec/peer")) if (peer.origin !== "builtin") ipsecPeer(draft, peer);
  for (const policy of model.items("/ip/ipsec/policy")) addPolicy(draft, policy);
  for (const identity of model.items("/ip/ipsec/identity")) addModeConfig(draft, identity);
}

function ipsecPeer(draft: GraphDraft, peer: Item): string {
  const address = peer.text("address") ?? "";
  const prefix = parseIpPrefix(address);
  const isHost = prefix !== undefined && prefix.length === 32;
  const shown = isHost ? address.replace(/\/32$/, "") : address;
  const label = peer.name ?? (shown === "" ? `IPsec peer ${peer.index}` : shown);
  const detail = ["IPsec", shown === label ? "" : shown].filter(Boolean).join(" ");
  return draft.node(idOf("peer", peer), { label, kind: "peer", detail }, peer);
}

function peerNamed(draft: GraphDraft, name: string | undefined): string | undefined {
  const peer = draft.analysis.model.items("/ip/ipsec/peer").find((each) => each.name === name);
  return name === undefined || !peer ? undefined : ipsecPeer(draft, peer);
}

function addPolicy(draft: GraphDraft, policy: Item): void {
  if (policy.text("template") === "yes" || policy.origin === "builtin") return;
  const [src, dst] = [policy.text("src-address") ?? "any", policy.text("dst-address") ?? "any"];
  const detail =
    policy.text("action") === "encrypt" ? "IPsec policy" : `IPsec policy, ${policy.text("action") ?? ""}`;
  const id = draft.node(idOf("rule", policy), { label: `${src} → ${dst}`, kind: "rule", detail }, policy);
  const old = policy.text("sa-dst-address");
  const peer = peerNamed(draft, policy.text("peer"));
  if (peer !== undefined) draft.edge(id, peer, "encrypts");
  else if (old !== undefined && old !== "0.0.0.0" && old !== "")
    draft.edge(id, draft.node(`peer:${old}`, { label: old, kind: "peer" }), "encrypts");
}

/** An initiator's mode-config says whose packets go into the tunnel. */
function addModeConfig(draft: GraphDraft, identity: Item): void {
  const name = identity.text("mode-config");
  const peer = peerNamed(draft, identity.text("peer"));
  const config = draft.analysis.model.items("/ip/ipsec/mode-config").find((each) => each.name === name);
  if (name === undefined || name === "none" || peer === undefined || !config) return;
  const id = draft.node(
    idOf("rule", config),
    { label: name, kind: "rule", detail: "IPsec mode-config" },
    config,
  );
  draft.edge(id, peer, config.text("responder") === "no" ? "through" : "gives addresses");
  const list = config.text("src-address-list");
  if (list !== undefined && list !== "") draft.edge(addressListNode(draft, list), id, "from");
  const mark = config.text("connection-mark");
  if (mark !== undefined && mark !== "no-mark" && mark !== "")
    draft.edge(markNode(draft, "connection", mark), id);
}

export function addressListNode(draft: GraphDraft, name: string): string {
  const entries = draft.analysis.model
    .items("/ip/firewall/address-list")
    .filter((item) => item.text("list") === name && item.isDisabled !== true);
  const addresses = entries.flatMap((item) => item.text("address") ?? []);
  const detail = addresses.length === 0 ? "" : shortList(addresses, 3);
  return draft.node(
    `addresses:${name}`,
    { label: name, kind: "addresses", ...(detail === "" ? {} : { detail }) },
    entries[0],
  );
}

export function markNode(draft: GraphDraft, kind: "connection" | "packet", name: string): string {
  return draft.node(`mark:${kind}:${name}`, { label: name, kind: "mark", detail: `${kind} mark` });
}
