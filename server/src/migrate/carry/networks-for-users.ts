import type { Model } from "../../model/model.ts";
import { formatIpPrefix, networkOf, parseIpPrefix } from "../../values/ip.ts";
import { type Account, liveRoutesTo, secretRoutes } from "./accounts.ts";
import { isPrivate, lansOf } from "./local-networks.ts";
import { tableOf } from "./steering.ts";

/**
 * Networks that users reach through the router: its own first, since some systems take only one, then those behind
 * other accounts of the server, which it had a route to.
 */
export function networksForUsers(model: Model, accounts: readonly Account[]): readonly string[] {
  const own = lansOf(model).map(({ address }) => address);
  return [...new Set([...own, ...accounts.flatMap((account) => networksBehind(model, account))])];
}

/** By table main, which users' packets take. Nothing is behind an account that may not log in. */
function networksBehind(model: Model, account: Account): readonly string[] {
  if (account.isDisabled || account.networks.length === 0) return [];
  const atLogin = secretRoutes(account.secret).map(({ destination }) => destination);
  const routed = liveRoutesTo(model, account.address, account.interfaces)
    .filter((route) => tableOf(route) === "main")
    .flatMap((route) => route.property("dst-address")?.text ?? []);
  return [...atLogin, ...routed].filter(isPrivate).flatMap(asNetwork);
}

function asNetwork(text: string): readonly string[] {
  const prefix = parseIpPrefix(text);
  return prefix?.address.family === "ip" ? [formatIpPrefix(networkOf(prefix))] : [];
}
