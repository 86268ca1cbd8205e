import { placeholderOf } from "../../edit/placeholders.ts";
import type { Item, Model } from "../../model/model.ts";
import { accountsOf } from "../carry/accounts.ts";
import { tunnels } from "../discover.ts";
import type { Answers, Plan, Refusal, Tunnel } from "../plan.ts";
import { freePortOf, planWireguardClient } from "./wireguard-client.ts";
import { planWireguardServer } from "./wireguard-server.ts";

/** Both ends of one site-to-site tunnel. */
export interface PairPlan {
  readonly caller: { readonly model: Model; readonly plan: Plan };
  readonly answerer: { readonly model: Model; readonly plan: Plan };
}

interface Ends {
  readonly caller: Model;
  readonly client: Tunnel;
  readonly answerer: Model;
  readonly server: Tunnel;
  readonly user: string;
}

/**
 * Plans both ends at once: addresses, ports, networks and key placeholders of one end are the other's answers.
 * Either file may be the caller's. Answers of the user go before what the files tell.
 */
export function planPair(a: Model, b: Model, answers: Answers): PairPlan | Refusal {
  const ends = endsOf(a, b) ?? endsOf(b, a);
  if (ends === undefined)
    return {
      kind: "refusal",
      reason:
        "No client of one file logs in to a server of the other: the `user` of a PPTP or L2TP client must be an account there.",
    };
  const server = planServer(ends, answers);
  const client = planClient(ends, answers);
  if ("kind" in server) return server;
  return {
    caller: { model: ends.caller, plan: client },
    answerer: { model: ends.answerer, plan: server },
  };
}

function endsOf(caller: Model, answerer: Model): Ends | undefined {
  const servers = tunnels(answerer).filter(({ kind }) => kind.endsWith("-server"));
  for (const client of tunnels(caller).filter(({ kind }) => kind.endsWith("-client"))) {
    const user = client.item.text("user");
    const server = servers.find(
      ({ kind, secrets = [] }) =>
        kind.startsWith(client.kind.slice(0, 4)) && secrets.some((secret) => secret.name === user),
    );
    if (server !== undefined && user !== undefined) return { caller, client, answerer, server, user };
  }
  return undefined;
}

/** The name of a key that both plans ask for. */
function keyOf(model: Model, other: string): string {
  const name = model
    .items("/system/identity")[0]
    ?.text("name")
    ?.toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${name !== undefined && /^[a-z]/.test(name) ? name : other}-public-key`;
}

function planClient(ends: Ends, answers: Answers): Plan {
  const { caller, answerer, client, server, user } = ends;
  const account = accountsOf(answerer, server).find((each) => each.user === user);
  const length = account?.pool === undefined ? 30 : 24;
  const serverKey = keyOf(answerer, "server");
  const known: Record<string, string> = {
    "endpoint-port": freePortOf(answerer),
    "peer-public-key": answers[serverKey] ?? placeholderOf(serverKey),
    "allowed-address": allowedByCaller(client, account?.local, networksRouted(caller, client)),
    ...(account?.address === undefined ? {} : { "tunnel-address": `${account.address}/${length}` }),
  };
  const plan = planWireguardClient(client, { model: caller, answers: { ...known, ...answers } });
  return { ...plan, inputs: [...plan.inputs, ...openKeys(plan, serverKey, "the answering router", answers)] };
}

/** Everything, where the tunnel was the default route; else the far end's address and the networks routed there. */
function allowedByCaller(client: Tunnel, local: string | undefined, networks: readonly string[]): string {
  const isDefault = client.item.text("add-default-route") === "yes" || networks.includes("0.0.0.0/0");
  if (isDefault || networks.length === 0) return "0.0.0.0/0";
  return [...(local === undefined ? [] : [`${local}/32`]), ...networks].join(",");
}

function networksRouted(model: Model, client: Tunnel): readonly string[] {
  const isOurs = (route: Item) =>
    client.dependents.some(({ item, property }) => item === route && property === "gateway");
  return model
    .items("/ip/route")
    .filter(isOurs)
    .map((route) => route.text("dst-address") || "0.0.0.0/0");
}

function planServer(ends: Ends, answers: Answers): Plan | Refusal {
  const { answerer, server, caller, user } = ends;
  const clientKey = keyOf(caller, "client");
  const slug = user.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const known = { [`${slug}-public-key`]: answers[clientKey] ?? placeholderOf(clientKey) };
  const plan = planWireguardServer(server, { model: answerer, answers: { ...known, ...answers } });
  return { ...plan, inputs: [...plan.inputs, ...openKeys(plan, clientKey, "the calling router", answers)] };
}

function openKeys({ inputs }: Plan, name: string, whose: string, answers: Answers): Plan["inputs"] {
  if (answers[name] !== undefined || inputs.some((input) => input.name === name)) return [];
  return [{ name, description: `Public key of ${whose}: \`/interface wireguard print\` shows it there.` }];
}
