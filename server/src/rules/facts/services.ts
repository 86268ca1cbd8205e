import type { Item } from "../../model/model.ts";
import { DEFAULT_PORTS } from "../../traffic/services.ts";
import type { Reach } from "../../traffic/traffic.ts";
import type { RuleContext } from "../rule.ts";
import { type InternetSide, reachFromInternet } from "./internet-side.ts";
import { isTold } from "./told.ts";
import { answersInMain } from "./vrf.ts";

/** For items that do not write a port; the reverse proxy is no way to administer the router. */
const PORTS: Readonly<Record<string, number>> = { ...DEFAULT_PORTS, "reverse-proxy": 443 };

/** A service that listens, as far as the file tells. */
export function isListening(service: Item): boolean {
  return service.isDisabled === false && service.name !== undefined && service.name in PORTS;
}

/** True when `address=` lets everyone in. */
export function admitsEveryone(service: Item): boolean {
  const address = service.value("address").text;
  return address === "" || address === "0.0.0.0/0" || address === "0.0.0.0/0,::/0";
}

/** Undefined when nothing shows that the router has an internet side. */
export function serviceReach(service: Item, context: RuleContext, side?: InternetSide): Reach | undefined {
  const written = Number(service.text("port"));
  return reachFromInternet(context, "tcp", written > 0 ? written : (PORTS[service.name ?? ""] ?? 0), side);
}

/** Services that listen for everyone and that a stranger reaches, with the firewall's answer for each. */
export function exposedServices(
  names: readonly string[],
  context: RuleContext,
  side?: InternetSide,
): readonly { readonly service: Item; readonly reach: Reach }[] {
  return context.model.items("/ip/service").flatMap((service) => {
    if (!names.includes(service.name ?? "") || !isListening(service) || !admitsEveryone(service)) return [];
    if (!isTold(context.model, service) || !answersInMain(service)) return [];
    const reach = serviceReach(service, context, side);
    return reach?.verdict === "accepted" ? [{ service, reach }] : [];
  });
}
