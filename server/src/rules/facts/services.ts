import type { Item } from "../../model/model.ts";
import { DEFAULT_PORTS } from "../../traffic/services.ts";
import type { Reach } from "../../traffic/traffic.ts";
import type { RuleContext } from "../rule.ts";
import { type InternetSide, reachFromInternet } from "./internet-side.ts";
import { reachByIpv6 } from "./ipv6-outside.ts";
import { listOf } from "./label.ts";
import { isTold } from "./told.ts";
import { answersInMain } from "./vrf.ts";

/** For items that do not write a port; the reverse proxy is no way to administer the router. */
const PORTS: Readonly<Record<string, number>> = { ...DEFAULT_PORTS, "reverse-proxy": 443 };

/** A service that listens, as far as the file tells. */
export function isListening(service: Item): boolean {
  return service.isDisabled === false && service.name !== undefined && service.name in PORTS;
}

/** True when `address=` lets everyone in who speaks IPv4. */
function admitsEveryone(service: Item): boolean {
  const sources = listOf(service.value("address").text);
  return service.value("address").text === "" || sources.includes("0.0.0.0/0");
}

function admitsEveryIpv6(service: Item): boolean {
  return service.value("address").text === "" || listOf(service.value("address").text).includes("::/0");
}

function portOf(service: Item): number {
  const written = Number(service.text("port"));
  return written > 0 ? written : (PORTS[service.name ?? ""] ?? 0);
}

/** A service that a stranger reaches, and the firewall's answer. */
export interface ExposedService {
  readonly service: Item;
  readonly reach: Reach;
  /** It is closed to those who speak IPv4. */
  readonly isByIpv6: boolean;
}

/** Services that listen for everyone and that a stranger reaches, by IPv4 or else by IPv6. */
export function exposedServices(
  names: readonly string[],
  context: RuleContext,
  side?: InternetSide,
): readonly ExposedService[] {
  return context.model.items("/ip/service").flatMap((service): ExposedService[] => {
    if (!names.includes(service.name ?? "") || !isListening(service)) return [];
    if (!isTold(context.model, service) || !answersInMain(service)) return [];
    const port = portOf(service);
    const reach = admitsEveryone(service) ? reachFromInternet(context, "tcp", port, side) : undefined;
    if (reach?.verdict === "accepted") return [{ service, reach, isByIpv6: false }];
    const sixth = admitsEveryIpv6(service) ? reachByIpv6(context, "tcp", port) : undefined;
    return sixth?.verdict === "accepted" ? [{ service, reach: sixth, isByIpv6: true }] : [];
  });
}
