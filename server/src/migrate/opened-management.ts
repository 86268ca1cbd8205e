import { loginServices } from "../traffic/lockout.ts";
import type { ManagementService } from "../traffic/services.ts";
import type { Traffic } from "../traffic/traffic.ts";
import { containsSet, type PrefixSet, parseAddressSet } from "../values/prefix-set.ts";
import { type Account, accountsOf, wireguardPeerOf } from "./carry/accounts.ts";
import type { Tunnel } from "./plan.ts";

/** Users of a server who did not reach the router's management through the old tunnel and do through the new one. */
export function openedManagement(tunnel: Tunnel, before: Traffic, after: Traffic): readonly string[] {
  if (tunnel.isDisabled || !tunnel.kind.endsWith("-server")) return [];
  const services = loginServices(after).filter(({ isEnabled }) => isEnabled === "yes");
  return accountsOf(before.network.model, tunnel).flatMap((account) => {
    const peer = wireguardPeerOf(after.network.model, account.secret);
    const source = parseAddressSet(peer?.text("allowed-address")?.split(",")[0] ?? "");
    const name = peer?.text("interface");
    if (source === undefined || name === undefined || peer?.isDisabled !== false) return [];
    const kind = tunnel.kind.replace("-server", "");
    const session = { name: account.binding?.name ?? `<${kind}-${account.user}>`, source };
    const opened = services.filter(
      (service) =>
        ask(before, service, session) === "blocked" && ask(after, service, { name, source }) === "accepted",
    );
    return opened.length === 0 ? [] : [opening(account, opened, name)];
  });
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
