import type { Item, Model } from "../model/model.ts";
import { loginServices } from "../traffic/lockout.ts";
import type { ManagementService } from "../traffic/services.ts";
import type { Traffic } from "../traffic/traffic.ts";
import { containsSet, type PrefixSet, parseAddressSet } from "../values/prefix-set.ts";
import { type Account, accountsOf } from "./carry/accounts.ts";
import type { Tunnel } from "./plan.ts";

/** Users of a server who did not reach the router's management through the old tunnel and do through the new one. */
export function openedManagement(tunnel: Tunnel, before: Traffic, after: Traffic): readonly string[] {
  if (tunnel.isDisabled || !tunnel.kind.endsWith("-server")) return [];
  const peers = peersByUser(after.network.model);
  const reached = new Map<string, readonly ManagementService[]>();
  return accountsOf(before.network.model, tunnel).flatMap((account) => {
    const peer = peers.get(account.user);
    const source = parseAddressSet(peer?.text("allowed-address")?.split(",")[0] ?? "");
    const name = peer?.text("interface");
    if (source === undefined || name === undefined || peer?.isDisabled !== false) return [];
    const services = reached.get(name) ?? servicesFrom(after, name);
    reached.set(name, services);
    const session = account.binding?.name ?? `<${tunnel.kind.replace("-server", "")}-${account.user}>`;
    const opened = services.filter(
      (service) =>
        ask(after, service, { name, source }) === "accepted" &&
        ask(before, service, { name: session, source }) === "blocked",
    );
    return opened.length === 0 ? [] : [opening(account, opened, name)];
  });
}

/** A server has thousands of users, so each is found at once, by what the move calls its peer. */
function peersByUser(model: Model): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  for (const peer of model.items("/interface/wireguard/peers")) {
    const called = peer.property("name")?.text ?? peer.comment ?? "";
    for (const user of [called, called.split(": ")[0] ?? ""])
      if (user !== "" && !found.has(user)) found.set(user, peer);
  }
  return found;
}

/** Services that somebody behind the interface may reach: most interfaces reach none, and nobody is asked for there. */
function servicesFrom(traffic: Traffic, name: string): readonly ManagementService[] {
  return loginServices(traffic).filter(
    ({ isEnabled, port }) =>
      isEnabled === "yes" &&
      traffic.inputFrom({ protocol: "tcp", port, interface: name }).verdict !== "blocked",
  );
}

/** The services' own `address=` stays as it is, so whom it leaves out it leaves out in both. */
function ask(
  traffic: Traffic,
  { port, allowed }: ManagementService,
  { name, source }: { readonly name: string; readonly source: PrefixSet },
): string {
  if (!containsSet(allowed, source)) return "unknown";
  return traffic.inputFrom({ protocol: "tcp", port, source, interface: name }).verdict;
}

function opening({ user }: Account, services: readonly ManagementService[], name: string): string {
  const words = services.map((service) => `\`${service.name}\` (tcp/${service.port})`).join(", ");
  return `Management access is opened: \`${user}\` reaches ${words} through \`${name}\`, and did not through the old tunnel. Look which rule or interface list lets \`${name}\` in.`;
}
