import type { Item, Model } from "../model/model.ts";
import type { Network } from "./network.ts";
import type { WanGuess } from "./traffic.ts";
import { gatewayInterface } from "./wan.ts";

/**
 * Where IPv6 comes in from the internet: clients of a provider, and default routes out of an interface. Empty unless
 * something gives the router a public address. Where nothing tells the way, routers advertise it or a protocol brings
 * it, and then it is `otherwise`.
 */
export function ipv6Side(
  network: Network,
  otherwise: Pick<WanGuess, "interfaces"> = { interfaces: [] },
): readonly string[] {
  const { model, interfaces } = network;
  const settings = model.settings("/ipv6/settings");
  if (settings.text("disable-ipv6") === "yes") return [];
  const clients = model.items("/ipv6/dhcp-client").filter(isOn);
  const isAdvertised = settings.text("accept-router-advertisements") === "yes";
  if (!hasPublicAddress(model, clients) && !isAdvertised) return [];
  const byClient = clients.flatMap((client) => client.text("interface") ?? []);
  const byRoute = model
    .items("/ipv6/route")
    .filter((route) => isOn(route) && /^(::\/0|2000::\/3|)$/.test(route.text("dst-address") ?? ""))
    .flatMap((route) =>
      wordsOf(route.text("gateway")).flatMap((word) => gatewayInterface(network, word) ?? []),
    );
  const written = [...byClient, ...byRoute];
  const found = new Set(
    (written.length > 0 ? written : otherwise.interfaces).map((name) => interfaces.master(name)),
  );
  return [...found].filter(
    (name) => interfaces.isEnabled(name) !== "no" && !VPN_KIND.test(interfaces.kind(name) ?? ""),
  );
}

/** The far end of a VPN decides who comes in by it. */
const VPN_KIND = /^(wireguard|(ovpn|sstp|pptp)-client)$/;

function hasPublicAddress(model: Model, clients: readonly Item[]): boolean {
  return (
    clients.some((client) => wordsOf(client.text("request")).includes("address")) ||
    model.items("/ipv6/address").some(isPublicIpv6)
  );
}

/** From a provider's pool, or of 2000::/3; unique local ones are not routed on the internet. */
export function isPublicIpv6(address: Item): boolean {
  return (
    isOn(address) &&
    ((address.text("from-pool") ?? "") !== "" || /^[23][0-9a-f]{3}:/i.test(address.text("address") ?? ""))
  );
}

function isOn(item: Item): boolean {
  return item.isDisabled === false;
}

function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
