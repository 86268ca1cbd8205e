import { createKeep, sameOrNew } from "../model/keep.ts";
import type { IpFamily } from "../values/ip.ts";
import { createNetwork } from "./network.ts";
import { createPathFinder } from "./packet-path.ts";
import { createReachability } from "./reachability.ts";
import { createRouter } from "./routing.ts";
import { createShadows } from "./shadowing.ts";
import type { CreateTraffic, WanGuess } from "./traffic.ts";
import { guessWan } from "./wan.ts";

/** Reads a configuration for questions about traffic. Each part is read when first asked for; never throws. */
export const createTraffic: CreateTraffic = (model, policy, keep = createKeep()) => {
  const network = createNetwork(model, keep);
  const wan = keep.one<WanGuess>((earlier) => sameOrNew(earlier, guessWan(network, policy)));
  const reachability = createReachability(network, wan, keep);
  const router = keep.each((family: IpFamily) => createRouter(network, family));
  const shadows = createShadows(reachability.table, model, keep);
  const path = createPathFinder(network, reachability.table, router, keep);
  return {
    get wan() {
      return wan();
    },
    network,
    inputFromWan: (protocol, port, family = "ip") => reachability.inputFromWan(protocol, port, family),
    inputFrom: reachability.inputFrom,
    listsExcepted: reachability.listsExcepted,
    reach: reachability.reach,
    interfaceTowards: (address) => router(address.family).interfaceTowards(address),
    get shadows() {
      return shadows();
    },
    path,
  };
};
