import type { Model } from "../../model/model.ts";
import { addressBeside } from "./accounts.ts";

/** Why users with these addresses cannot do without an interface: proxy ARP answers for routes and knows no policy. */
export function arpReason(model: Model, addresses: readonly string[]): string | undefined {
  const ports = ["/interface/bridge", "/interface/ethernet", "/interface/vlan"].flatMap((menu) =>
    model.items(menu),
  );
  const home = addresses
    .map((address) => addressBeside(model, address)?.text("interface"))
    .find((name) => ports.some((port) => port.name === name && port.text("arp") === "proxy-arp"));
  return home === undefined
    ? undefined
    : `Users have addresses of the network of \`${home}\`, where \`arp=proxy-arp\` answers for them; it does not for IPsec, so hosts there could not reach them. Give the users a network of their own first (the pool's \`ranges\`, \`remote-address\` of accounts), or take a tunnel with an interface, OpenVPN or WireGuard.`;
}
