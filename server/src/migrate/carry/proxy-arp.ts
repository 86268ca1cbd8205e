import type { Model } from "../../model/model.ts";
import { addressBeside } from "./accounts.ts";

/** Why users with these addresses cannot do without an interface: proxy ARP answers for routes and knows no policy. */
export function arpReason(model: Model, addresses: readonly string[]): string | undefined {
  const home = addresses
    .map((address) => addressBeside(model, address)?.text("interface"))
    .find((name) => hasProxyArp(model, name));
  return home === undefined
    ? undefined
    : `Users have addresses of the network of \`${home}\`, where \`arp=proxy-arp\` answers for them; it does not for IPsec, so hosts there could not reach them. Give the users a network of their own first (the pool's \`ranges\`, \`remote-address\` of accounts), or take a tunnel with an interface, OpenVPN or WireGuard.`;
}

/** The interface answers for addresses that it has a route to elsewhere. */
export function hasProxyArp(model: Model, name: string | undefined): boolean {
  return ["/interface/bridge", "/interface/ethernet", "/interface/vlan"]
    .flatMap((menu) => model.items(menu))
    .some((port) => port.name === name && port.text("arp") === "proxy-arp");
}
