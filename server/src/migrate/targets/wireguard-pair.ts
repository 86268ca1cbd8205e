import type { AddChange } from "../../edit/change.ts";
import { placeholderOf } from "../../edit/placeholders.ts";
import { quoteValue } from "../../edit/quote.ts";
import type { Item, Model } from "../../model/model.ts";
import { overlayNeed } from "../carry/overlay-need.ts";
import { nameOfUser } from "../carry/user-names.ts";
import { addsOf } from "../guards.ts";
import type { Answers, Plan, PlanContext, Tunnel } from "../plan.ts";
import type { Ends } from "./pair-ends.ts";
import { freePortOf, planWireguardClient } from "./wireguard-client.ts";
import { planWireguardServer } from "./wireguard-server.ts";

/** Addresses, ports, networks and key placeholders of one end are the other's answers. */
export function wireguardPlans(
  ends: Ends,
  caller: PlanContext,
  answerer: PlanContext,
): readonly [client: Plan, server: Plan] {
  const server = planServer(ends, answerer);
  const own = interfaceOf(server, ends, answerer.answers);
  const client = planClient(ends, caller, String(own?.["listen-port"] ?? freePortOf(ends.answerer)));
  return [
    withFirstKey(client, client.steps.flatMap(addsOf).find(isInterface)?.properties, caller.answers),
    withFirstKey(server, own, answerer.answers),
  ];
}

/** Each end's first stage needs the other's key, which a router tells only once its interface is there. */
function withFirstKey(plan: Plan, own: Properties | undefined, answers: Answers): Plan {
  if (own === undefined || plan.ownKey === undefined || answers[plan.ownKey] !== undefined) return plan;
  const words = ["listen-port", "mtu", "name"].flatMap((name) =>
    own[name] === undefined ? [] : [`${name}=${quoteValue(String(own[name]))}`],
  );
  const message = `The first stage of each end needs the other's key. Let \`--generate-keys\` make both, or make the interface here first, \`/interface wireguard add ${words.join(" ")}\`, and read its key with \`/interface wireguard print\`; the stage takes the interface as it is.`;
  return { ...plan, warnings: [{ message }, ...plan.warnings] };
}

type Properties = AddChange["properties"];

function isInterface({ menu }: AddChange): boolean {
  return menu === "/interface/wireguard";
}

/** Where the answerer waits for this caller: sites may have an interface, and a port, of their own. */
function interfaceOf(plan: Plan, { caller }: Ends, answers: Answers): Properties | undefined {
  const clientKey = keyOf(caller, "client");
  const key = answers[clientKey] ?? placeholderOf(clientKey);
  const adds = plan.steps.flatMap(addsOf);
  const peer = adds.find(({ properties }) => properties["public-key"] === key)?.properties;
  return adds.find((add) => isInterface(add) && add.properties["name"] === peer?.["interface"])?.properties;
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

function planClient(ends: Ends, context: PlanContext, port: string): Plan {
  const { caller, answerer, client, account } = ends;
  const { answers } = context;
  const serverKey = keyOf(answerer, "server");
  const known: Record<string, string> = {
    "endpoint-port": port,
    "peer-public-key": answers[serverKey] ?? placeholderOf(serverKey),
    "allowed-address": allowedByCaller(client, account.local, networksRouted(caller, client)),
    ...(account.address === undefined ? {} : { "tunnel-address": `${account.address}/32` }),
  };
  const plan = planWireguardClient(client, { ...context, answers: { ...known, ...answers } });
  return { ...withKey(plan, serverKey, "the answering router", answers), ownKey: keyOf(caller, "client") };
}

/** Everything, where the tunnel was the default route or runs a routing protocol; else the far end's address and the networks routed there. */
function allowedByCaller(client: Tunnel, local: string | undefined, networks: readonly string[]): string {
  if (overlayNeed(client.dependents)?.kind === "gre") return "0.0.0.0/0";
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

function planServer(ends: Ends, context: PlanContext): Plan {
  const { server, caller, answerer, account } = ends;
  const { answers } = context;
  const [clientKey, serverKey] = [keyOf(caller, "client"), keyOf(answerer, "server")];
  const { slug } = nameOfUser({ ...context, model: answerer }, account.secret);
  const known: Record<string, string> = {
    [`${slug}-public-key`]: answers[clientKey] ?? placeholderOf(clientKey),
    "server-public-key": answers[serverKey] ?? placeholderOf(serverKey),
  };
  const plan = planWireguardServer(server, { ...context, answers: { ...known, ...answers } });
  // The caller is a router whose own script is made here: it needs no file.
  const clientFiles = plan.clientFiles.filter(({ keyInput }) => keyInput !== `${slug}-public-key`);
  const asked = clientFiles.length > 0 ? withKey(plan, serverKey, "the answering router", answers) : plan;
  return {
    ...withKey({ ...asked, clientFiles }, clientKey, "the calling router", answers),
    ownKey: serverKey,
  };
}

/** The plan with the other end's key among what is asked for. */
function withKey(plan: Plan, name: string, whose: string, answers: Answers): Plan {
  const input = {
    name,
    kind: "wireguard-key",
    description: `Public key of ${whose}: \`/interface wireguard print\` shows it there.`,
  } as const;
  const isMissing = answers[name] === undefined && plan.inputs.every((each) => each.name !== name);
  return {
    ...plan,
    inputs: isMissing ? [...plan.inputs, input] : plan.inputs,
    asked: [...plan.asked, input],
  };
}
