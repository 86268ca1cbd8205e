import type { Item, Model, Reference } from "../model/model.ts";
import type { Tunnel } from "./plan.ts";

/** Everything in the configuration that can be asked to move, in text order of its menus. */
export function tunnels(model: Model): readonly Tunnel[] {
  return [
    ...clients(model, "pptp-client"),
    ...clients(model, "l2tp-client"),
    ...server(model, "pptp-server"),
    ...server(model, "l2tp-server"),
  ];
}

function clients(model: Model, kind: "pptp-client" | "l2tp-client"): readonly Tunnel[] {
  return model
    .items(`/interface/${kind}`)
    .filter((item) => item.origin === "add")
    .map((item) => ({
      kind,
      name: item.name ?? item.text("connect-to") ?? `${kind} ${item.index + 1}`,
      item,
      isDisabled: item.isDisabled === true,
      ...dependence(model, [item]),
    }));
}

function server(model: Model, kind: "pptp-server" | "l2tp-server"): readonly Tunnel[] {
  const menu = `/interface/${kind}/server`;
  const bindings = model.items(`/interface/${kind}`).filter((item) => item.origin === "add");
  const settings = model.settings(menu);
  const isOff = settings.value("enabled").from !== "computed" && settings.text("enabled") !== "yes";
  if (isOff && bindings.length === 0) return [];
  return [
    {
      kind,
      name: kind === "pptp-server" ? "PPTP server" : "L2TP server",
      item: settings,
      isDisabled: isOff,
      ...dependence(model, bindings),
      secrets: secretsOf(model, kind === "pptp-server" ? "pptp" : "l2tp"),
      bindings,
    },
  ];
}

function dependence(model: Model, items: readonly Item[]): Pick<Tunnel, "dependents" | "mentions"> {
  const all = items.flatMap((item) => model.referencesTo(item));
  const isStrong = (reference: Reference) => reference.strength === "strong" && reference.item !== undefined;
  return { dependents: all.filter(isStrong), mentions: all.filter((reference) => !isStrong(reference)) };
}

/** Accounts that may log in by a protocol; without `service=` an account is for `any`. */
export function secretsOf(model: Model, service: "pptp" | "l2tp"): readonly Item[] {
  return model
    .items("/ppp/secret")
    .filter((secret) => [service, "any"].includes(secret.text("service") ?? "any"));
}

/** Service words of the PPP servers that are switched on. */
export function enabledServers(model: Model): readonly string[] {
  return ["pptp", "l2tp", "sstp", "ovpn", "pppoe"].filter((service) =>
    model.items(`/interface/${service}-server/server`).some(isOn),
  );
}

/** OpenVPN (7.17 and later) and PPPoE servers are items, the others settings. */
function isOn(server: Item): boolean {
  if (server.origin === "settings") return server.text("enabled") === "yes";
  return server.isDisabled === false || server.text("enabled") === "yes";
}
