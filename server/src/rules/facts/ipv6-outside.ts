import { ipv6Side, isPublicIpv6 } from "../../traffic/ipv6-side.ts";
import type { Reach } from "../../traffic/traffic.ts";
import { everyAddress, notPublicAddresses, subtract } from "../../values/prefix-set.ts";
import type { RuleContext } from "../rule.ts";
import { vrfOf } from "./vrf.ts";

type Known = Pick<RuleContext, "model" | "traffic">;

/**
 * The interfaces by which strangers certainly come in over IPv6. Beside the one that the default route leads out of, a
 * second uplink is told by its public address.
 */
export function ipv6Outside(known: Known): readonly string[] {
  const { network, wan } = known.traffic;
  const found = ipv6Side(network);
  if (found.length === 0) return [];
  const addressed = new Set(
    known.model
      .items("/ipv6/address")
      .filter(isPublicIpv6)
      .map((address) => address.text("interface")),
  );
  const others = wan.interfaces.filter((name) => addressed.has(name));
  return [...new Set([...found, ...others])].filter((name) => vrfOf(name, known) === "main");
}

/** Whether a stranger reaches a port of the router over IPv6; undefined when nothing shows that one comes that way. */
export function reachByIpv6(known: Known, protocol: string, port: number): Reach | undefined {
  const source = subtract(everyAddress("ipv6"), notPublicAddresses());
  const answers = ipv6Outside(known).map((name) =>
    known.traffic.inputFrom({ family: "ipv6", protocol, port, interface: name, source, isStranger: true }),
  );
  return answers.find(({ verdict }) => verdict === "accepted") ?? answers[0];
}
