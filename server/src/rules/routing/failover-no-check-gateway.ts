import type { Item, Model } from "../../model/model.ts";
import { parseIpAddress, parseIpPrefix, prefixRange, rangeContains } from "../../values/ip.ts";
import { gatewaysOf, isDefaultRoute, switchesRoutes, tableOf } from "../facts/routing.ts";
import { defineRule } from "../rule.ts";

/** Manual, IP Routing: a route stays active while its interface runs; only check-gateway asks the next hop itself. */
export const failoverNoCheckGateway = defineRule({
  id: "failover-no-check-gateway",
  group: "routing",
  title: "Failover that nothing triggers",
  severity: "info",
  why: "A route by address stays active as long as its own port has link, so the route behind it with the higher distance does not take over when the provider fails.",
  advice: "Set check-gateway=ping on the preferred route.",
  references: ["Manual: IP Routing"],
  presets: ["recommended", "strict"],
  bad: "/ip route\nadd distance=1 dst-address=0.0.0.0/0 gateway=192.0.2.1\nadd distance=2 dst-address=0.0.0.0/0 gateway=198.51.100.1\n",
  good: "/ip route\nadd check-gateway=ping distance=1 dst-address=0.0.0.0/0 gateway=192.0.2.1\nadd distance=2 dst-address=0.0.0.0/0 gateway=198.51.100.1\n",
  fixes: { "check-gateway": "suggestion" },
  on: ["/ip/route"],
  check(item, { model }) {
    if (!isUnwatched(item) || isResolvedByWatched(item, model) || switchesRoutes(model)) return undefined;
    const distance = distanceOf(item);
    const [spare] = model
      .items("/ip/route")
      .filter(
        (other) =>
          other !== item &&
          other.isDisabled === false &&
          isDefaultRoute(other) &&
          tableOf(other) === tableOf(item) &&
          distanceOf(other) > distance &&
          !isBlackhole(other) &&
          gatewaysOf(other).every((gateway) => !gatewaysOf(item).includes(gateway)),
      )
      .sort((one, other) => distanceOf(one) - distanceOf(other));
    if (spare === undefined) return undefined;
    return {
      at: { item, property: "gateway" },
      item,
      message: `The default route by \`${item.text("gateway") ?? ""}\` is not watched, so the one by \`${spare.text("gateway") ?? ""}\` takes over only when the port loses its link.`,
      related: [{ at: { item: spare }, message: "the route that should take over" }],
      fixes: [
        {
          id: "check-gateway",
          title: "Watch the gateway by ping",
          changes: [{ kind: "set", item, properties: { "check-gateway": "ping" } }],
        },
      ],
    };
  },
});

/** An enabled default route by one address, without check-gateway; an interface as gateway goes down by itself. */
function isUnwatched(route: Item): boolean {
  if (route.isDisabled !== false || !route.isCertain || !isDefaultRoute(route) || isBlackhole(route))
    return false;
  const check = route.property("check-gateway");
  if (check !== undefined && check.text !== "none") return false;
  const [hop = ""] = (route.text("gateway") ?? "").split(/[%@]/);
  return parseIpAddress(hop) !== undefined;
}

/** A recursive next hop goes away with the route that leads to it. */
function isResolvedByWatched(route: Item, model: Model): boolean {
  const hops = gatewaysOf(route).flatMap((hop) => parseIpAddress(hop) ?? []);
  return model.items("/ip/route").some((other) => {
    const place = parseIpPrefix(other.text("dst-address") ?? "");
    if (other.isDisabled !== false || place === undefined || isDefaultRoute(other)) return false;
    const isWatched = (other.property("check-gateway")?.text ?? "none") !== "none";
    return isWatched && hops.some((hop) => rangeContains(prefixRange(place), hop));
  });
}

function isBlackhole(route: Item): boolean {
  return route.property("blackhole") !== undefined || (route.text("type") ?? "unicast") !== "unicast";
}

function distanceOf(route: Item): number {
  return Number(route.text("distance") ?? "1");
}
