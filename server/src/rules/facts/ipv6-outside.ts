import { ipv6Side } from "../../traffic/ipv6-side.ts";
import type { Reach } from "../../traffic/traffic.ts";
import { everyAddress, notPublicAddresses, subtract } from "../../values/prefix-set.ts";
import type { RuleContext } from "../rule.ts";
import { vrfOf } from "./vrf.ts";

type Known = Pick<RuleContext, "model" | "traffic">;

/** The interfaces by which strangers certainly come in over IPv6. */
export function ipv6Outside(known: Known): readonly string[] {
  return ipv6Side(known.traffic.network).filter((name) => vrfOf(name, known) === "main");
}

/** Whether a stranger reaches a port of the router over IPv6; undefined when nothing shows that one comes that way. */
export function reachByIpv6(known: Known, protocol: string, port: number): Reach | undefined {
  const source = subtract(everyAddress("ipv6"), notPublicAddresses());
  const answers = ipv6Outside(known).map((name) =>
    known.traffic.inputFrom({ family: "ipv6", protocol, port, interface: name, source, isStranger: true }),
  );
  return answers.find(({ verdict }) => verdict === "accepted") ?? answers[0];
}
