import type { IpFamily } from "../values/ip.ts";
import { createNetwork } from "./network.ts";
import { createPathFinder } from "./packet-path.ts";
import type { PathFinder } from "./path.ts";
import { createReachability } from "./reachability.ts";
import { createRouter, type Router } from "./routing.ts";
import { findShadows, type Shadow } from "./shadowing.ts";
import type { CreateTraffic, Traffic, WanGuess } from "./traffic.ts";
import { guessWan } from "./wan.ts";

/** Reads a configuration for questions about traffic. Lazy where it costs; never throws. */
export const createTraffic: CreateTraffic = (model, policy) => {
  const network = createNetwork(model);
  let guessed: WanGuess | undefined;
  const wan = () => {
    guessed ??= guessWan(network, policy);
    return guessed;
  };
  const reachability = createReachability(network, wan);
  const routers = new Map<IpFamily, Router>();
  const router = (family: IpFamily): Router => {
    const known = routers.get(family) ?? createRouter(network, family);
    routers.set(family, known);
    return known;
  };
  let shadows: readonly Shadow[] | undefined;
  let paths: PathFinder | undefined;
  const traffic: Traffic = {
    get wan() {
      return wan();
    },
    network,
    inputFromWan: (protocol, port, family = "ip") => reachability.inputFromWan(protocol, port, family),
    inputFrom: (query) => reachability.inputFrom(query),
    reach: (query) => reachability.reach(query),
    interfaceTowards: (address) => router(address.family).interfaceTowards(address),
    get shadows() {
      shadows ??= findShadows(reachability.table, model);
      return shadows;
    },
    path: (query) => {
      paths ??= createPathFinder(network, reachability.table, router);
      return paths(query);
    },
  };
  return traffic;
};
