import type { Model } from "../../model/model.ts";
import { withBroken } from "../broken-statements.ts";
import { offers } from "../offers.ts";
import type { Answers, Plan, PlanContext, Refusal, Target, Tunnel } from "../plan.ts";
import { versionWords } from "../router-version.ts";
import { planIkev2 } from "./ikev2.ts";
import { planOpenvpn } from "./openvpn.ts";
import { type Ends, endsOf, linkOf } from "./pair-ends.ts";
import { wireguardPlans } from "./wireguard-pair.ts";

/** Both ends of one site-to-site tunnel. */
export interface PairPlan {
  readonly caller: { readonly model: Model; readonly plan: Plan };
  readonly answerer: { readonly model: Model; readonly plan: Plan };
}

export interface PairRequest {
  readonly target: Target;
  readonly answers: Answers;
  /** The client's name, where there are several. */
  readonly tunnel?: string;
}

/**
 * Plans both ends at once: addresses, ports, networks and placeholders of one end are the other's answers. Either
 * file may be the caller's. Answers of the user go before what the files tell.
 */
export function planPair(a: Model, b: Model, { target, answers, tunnel }: PairRequest): PairPlan | Refusal {
  const ends = endsOf(a, b, tunnel);
  if (ends === undefined)
    return {
      kind: "refusal",
      reason:
        "No client of one file logs in to a server of the other: the `user` of a PPTP or L2TP client must be an account there.",
    };
  const obstacle =
    obstacleAt(ends.caller, ends.client, target, "calling") ??
    obstacleAt(ends.answerer, ends.server, target, "answering");
  if (obstacle !== undefined) return { kind: "refusal", reason: obstacle };
  const [client, server] = plansFor(ends, target, answers);
  if ("kind" in client) return client;
  if ("kind" in server) return server;
  return {
    caller: { model: ends.caller, plan: withBroken(together(client), ends.caller) },
    answerer: { model: ends.answerer, plan: withBroken(together(server), ends.answerer) },
  };
}

/** Why one end cannot have the target; what both can have is told with it. */
function obstacleAt(model: Model, tunnel: Tunnel, target: Target, which: string): string | undefined {
  const offer = offers(model, tunnel, true).find((each) => each.target === target);
  if (offer?.isPossible !== false) return undefined;
  const name = model.items("/system/identity")[0]?.text("name");
  const who = `The ${which} router${name === undefined ? "" : ` \`${name}\``} (${versionWords(model)})`;
  const advice =
    target === "wireguard" ? " Take IKEv2 (`--to ikev2`), which both versions have, or upgrade first." : "";
  return `${who} cannot: ${offer.reason.replace(/; until then take IKEv2/, "")}${advice}`;
}

function plansFor(ends: Ends, target: Target, answers: Answers): readonly [Plan | Refusal, Plan | Refusal] {
  const link = linkOf(ends, answers);
  const host = ends.client.item.text("connect-to")?.split("@")[0];
  const known = host === undefined || host === "" ? answers : { endpoint: host, ...answers };
  const caller: PlanContext = { model: ends.caller, answers: known, link };
  const answerer: PlanContext = { model: ends.answerer, answers: known, link };
  switch (target) {
    case "wireguard":
      return wireguardPlans(ends, caller, answerer);
    case "ikev2":
      return [planIkev2(ends.client, caller), planIkev2(ends.server, answerer)];
    case "openvpn": {
      const { port } = link.openvpn;
      const own = { "endpoint-port": port, username: link.user, ...known };
      return [planOpenvpn(ends.client, { ...caller, answers: own }), planOpenvpn(ends.server, answerer)];
    }
    default:
      return target satisfies never;
  }
}

/** Between the cutovers of the two ends packets go one way and answers the other. */
function together(plan: Plan): Plan {
  const message =
    "Run each stage at both ends before the next one, at the answering router first; the cutover of the calling one at once after it, since a cutover may wait a minute for the other end, and answers take another way than packets in between.";
  return { ...plan, warnings: [{ message }, ...plan.warnings] };
}
