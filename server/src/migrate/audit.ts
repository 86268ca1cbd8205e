import type { Item, Model } from "../model/model.ts";
import { formatVersion } from "../values/version.ts";
import { COMPLIANCE } from "./audit-clauses.ts";
import { type Block, toHtml, toMarkdown } from "./audit-text.ts";
import { accountsOf } from "./carry/accounts.ts";
import { profileOf } from "./carry/ppp-profile.ts";
import { commentOf, label } from "./carry/properties.ts";
import { farAddresses } from "./carry/remove-client.ts";
import { isDefaultRoute, steeringOf, tableOf } from "./carry/steering.ts";
import { tunnels } from "./discover.ts";
import { isRefusal, makePlan } from "./make-plan.ts";
import { offers } from "./offers.ts";
import type { Tunnel } from "./plan.ts";

/** What the tunnels of a configuration are, who depends on them and what moving them takes; holds no secret. */
export function audit(model: Model, format: "md" | "html"): string {
  const found = tunnels(model);
  const blocks: readonly Block[] = [
    { kind: "title", text: `Tunnels of ${routerName(model)}` },
    { kind: "text", text: introOf(model, found) },
    ...found.flatMap((tunnel) => tunnelBlocks(model, tunnel)),
    ...(found.length === 0 ? [] : complianceBlocks()),
  ];
  return format === "md" ? toMarkdown(blocks) : toHtml(blocks);
}

function routerName(model: Model): string {
  return model.items("/system/identity")[0]?.text("name") ?? "this router";
}

function introOf(model: Model, found: readonly Tunnel[]): string {
  const version =
    model.version === undefined ? "an unknown version" : `RouterOS ${formatVersion(model.version)}`;
  const board = model.source.boardModel === undefined ? "" : ` on a ${model.source.boardModel}`;
  if (found.length === 0) return `${version}${board}. There is no PPTP or L2TP tunnel in this file.`;
  const on = found.filter(({ isDisabled }) => !isDisabled).length;
  return `${version}${board}. ${found.length} PPTP or L2TP tunnel${found.length === 1 ? "" : "s"}, ${on} of them in use. PPTP's encryption can be broken by anyone who records the traffic; L2TP is only as safe as the IPsec below it.`;
}

function tunnelBlocks(model: Model, tunnel: Tunnel): readonly Block[] {
  return [
    { kind: "heading", text: `${tunnel.name} (${tunnel.kind}${tunnel.isDisabled ? ", disabled" : ""})` },
    { kind: "table", head: ["Fact", "Value"], rows: factsOf(model, tunnel) },
    ...list("Devices and networks that use it", devicesOf(model, tunnel)),
    ...list("Users", usersOf(model, tunnel)),
    ...list("Bandwidth", bandwidthOf(model, tunnel)),
    ...list("Special routing", routingOf(model, tunnel)),
    ...list(
      "Everything else that names it",
      tunnel.dependents.flatMap(({ item, property }) =>
        item === undefined ? [] : [`${label(item)} (\`${property}\`)`],
      ),
    ),
    ...offerBlocks(model, tunnel),
  ];
}

function list(title: string, items: readonly string[]): readonly Block[] {
  return items.length === 0 ? [] : [{ kind: "list", title, items: [...new Set(items)] }];
}

function factsOf(model: Model, tunnel: Tunnel): readonly (readonly string[])[] {
  const { item } = tunnel;
  const shown = [
    "connect-to",
    "user",
    "profile",
    "default-profile",
    "allow",
    "authentication",
    "use-ipsec",
    "add-default-route",
    "default-route-distance",
    "use-peer-dns",
    "max-mtu",
  ];
  const rows = shown.flatMap((name) => {
    const { text, from } = item.value(name);
    return text === undefined || text === "" ? [] : [[name, from === "default" ? `${text} (default)` : text]];
  });
  const comment = commentOf(item);
  const encryption = profileOf(model, item)?.text("use-encryption");
  return [
    ...(comment === undefined ? [] : [["comment", comment]]),
    ...rows,
    ...(encryption === undefined ? [] : [["use-encryption of the profile", encryption]]),
  ];
}

function devicesOf(model: Model, tunnel: Tunnel): readonly string[] {
  const { marks, rules } = steeringOf(model, tunnel, farAddresses(model, tunnel));
  return [...marks, ...rules].flatMap((rule) => {
    const suffix = rule.isDisabled === true ? " (rule is disabled)" : "";
    const address = rule.text("src-address");
    const name = rule.text("src-address-list");
    const via = rule.text("in-interface") ?? rule.text("in-interface-list");
    const members =
      name === undefined
        ? []
        : listMembers(model, name).map((text) => `${text}, by list \`${name}\`${suffix}`);
    return [
      ...(address === undefined ? [] : [`${address}${named(model, address)}${suffix}`]),
      ...members,
      ...(address === undefined && name === undefined && via !== undefined
        ? [`everything from \`${via}\`${suffix}`]
        : []),
    ];
  });
}

function listMembers(model: Model, name: string): readonly string[] {
  return model
    .items("/ip/firewall/address-list")
    .filter((item) => item.text("list") === name)
    .map(
      (item) => `${item.text("address") ?? ""}${note(item)}${item.isDisabled === true ? " (disabled)" : ""}`,
    );
}

/** What the DHCP leases call an address. */
function named(model: Model, address: string): string {
  const lease = model.items("/ip/dhcp-server/lease").find((item) => item.text("address") === address);
  return lease === undefined ? "" : note(lease);
}

function note(item: Item): string {
  const comment = commentOf(item);
  return comment === undefined ? "" : ` (${comment})`;
}

function usersOf(model: Model, tunnel: Tunnel): readonly string[] {
  if (tunnel.secrets === undefined) return [];
  return accountsOf(model, tunnel).map(({ user, address, networks, isAny, isDisabled, secret }) => {
    const parts = [
      ...(address === undefined ? ["address not known"] : [address]),
      ...networks.map((network) => `network ${network}`),
      ...(isAny ? ["any PPP service"] : []),
      ...(isDisabled ? ["disabled"] : []),
    ];
    return `\`${user}\`${note(secret)}: ${parts.join(", ")}`;
  });
}

function bandwidthOf(model: Model, tunnel: Tunnel): readonly string[] {
  const profiles = new Set([
    profileOf(model, tunnel.item),
    ...(tunnel.secrets === undefined ? [] : accountsOf(model, tunnel).map(({ profile }) => profile)),
  ]);
  const limits = [...profiles].flatMap((profile) => {
    const limit = profile?.property("rate-limit")?.text;
    return limit === undefined || limit === "" ? [] : [`PPP profile \`${profile?.name ?? ""}\`: ${limit}`];
  });
  const queues = tunnel.dependents.flatMap(({ item, command }) =>
    item !== undefined && command.menu.startsWith("/queue/")
      ? [`${label(item)}: ${item.text("max-limit") ?? "no limit"}`]
      : [],
  );
  return [...limits, ...queues];
}

function routingOf(model: Model, tunnel: Tunnel): readonly string[] {
  const { routes, marks, rules } = steeringOf(model, tunnel, farAddresses(model, tunnel));
  return [
    ...(tunnel.item.text("add-default-route") === "yes"
      ? ["It is the router's default route (`add-default-route=yes`)."]
      : []),
    ...routes.map(
      (route) =>
        `Route to ${isDefaultRoute(route) ? "everything" : (route.text("dst-address") ?? "")} in table \`${tableOf(route)}\`${note(route)}`,
    ),
    ...marks.map((rule) => `${label(rule)} marks for \`${rule.text("new-routing-mark") ?? ""}\``),
    ...rules.map((rule) => `${label(rule)} looks up \`${rule.text("table") ?? ""}\``),
  ];
}

function offerBlocks(model: Model, tunnel: Tunnel): readonly Block[] {
  const all = offers(model, tunnel);
  const best = all.find(({ isRecommended }) => isRecommended);
  const rows = all.map(({ target, isPossible, isRecommended, reason }) => [
    target,
    isRecommended ? "recommended" : isPossible ? "possible" : "not possible",
    reason,
  ]);
  const plan = best === undefined ? undefined : makePlan(tunnel, best.target, { model, answers: {} });
  const needed =
    plan === undefined || isRefusal(plan)
      ? []
      : plan.inputs.map(({ name, description }) => `${name}: ${description}`);
  const traps =
    plan === undefined || isRefusal(plan)
      ? []
      : [...plan.warnings, ...plan.review].map(({ message }) => message);
  return [
    { kind: "table", head: ["Move to", "", "Why"], rows },
    ...list(`Needed for ${best?.target ?? "it"}`, needed),
    ...list("Mind", traps),
  ];
}

function complianceBlocks(): readonly Block[] {
  return [
    { kind: "heading", text: "Requirements this maps to" },
    {
      kind: "text",
      text: "None of these names PPTP. They ask for sound encryption in transit, and whether they apply depends on the data that crosses the tunnels.",
    },
    { kind: "table", head: ["Framework", "Maps to", "About"], rows: COMPLIANCE },
  ];
}
