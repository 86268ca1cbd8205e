import type { Reach } from "../../traffic/traffic.ts";
import type { IpFamily } from "../../values/ip.ts";
import type { RuleContext } from "../rule.ts";
import { reachFromInternet } from "./internet-side.ts";
import { reachByIpv6 } from "./ipv6-outside.ts";

/** A way by which strangers get to a port of the router. */
export interface Opening {
  readonly family: IpFamily;
  readonly protocol: "udp" | "tcp";
  readonly reach: Reach;
}

/** One for each family that lets strangers in, by the first of the protocols that does. */
export function openings(
  context: RuleContext,
  port: number,
  protocols: readonly Opening["protocol"][],
): readonly Opening[] {
  return (["ip", "ipv6"] as const).flatMap((family) => {
    const reachOf = family === "ip" ? reachFromInternet : reachByIpv6;
    for (const protocol of protocols) {
      const reach = reachOf(context, protocol, port);
      if (reach?.verdict === "accepted") return [{ family, protocol, reach }];
    }
    return [];
  });
}
