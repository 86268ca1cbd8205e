import type { Item, Model } from "../../model/model.ts";
import { isEnabledServer } from "./switched-on.ts";

/** The PPP server menus, each with the service word of `/ppp secret` that uses it. */
const SERVERS = [
  { menu: "/interface/pptp-server/server", service: "pptp" },
  { menu: "/interface/l2tp-server/server", service: "l2tp" },
  { menu: "/interface/sstp-server/server", service: "sstp" },
  { menu: "/interface/ovpn-server/server", service: "ovpn" },
  { menu: "/interface/pppoe-server/server", service: "pppoe" },
] as const;

/** Service words of the PPP servers that are switched on. */
export function enabledServices(model: Model): string[] {
  return SERVERS.filter(({ menu }) => model.items(menu).some(isEnabledServer)).map(({ service }) => service);
}

/** The PPP profile an item really uses: its own, else the one it inherits. Undefined when it is not in the file. */
export function profileOf(model: Model, item: Item): Item | undefined {
  const name = item.text("profile") ?? item.text("default-profile");
  return name === undefined
    ? undefined
    : model.items("/ppp/profile").find((profile) => profile.name === name);
}

const OTHER_TUNNELS = [
  ...["/interface/l2tp-server/server", "/interface/pppoe-server/server"],
  ...["/interface/sstp-server/server", "/interface/ovpn-server/server"],
  ...[
    "/interface/l2tp-client",
    "/interface/pppoe-client",
    "/interface/sstp-client",
    "/interface/ovpn-client",
  ],
] as const;

/** Whether a PPP profile also serves tunnels that are not PPTP, or accounts that may come over one. */
export function isUsedBeyondPptp(model: Model, profile: Item): boolean {
  const others = OTHER_TUNNELS.flatMap((menu) => model.items(menu)).filter(
    (item) => isEnabledServer(item) && profileOf(model, item)?.name === profile.name,
  );
  if (others.length > 0) return true;
  const services = enabledServices(model).filter((service) => service !== "pptp");
  return model.items("/ppp/secret").some((account) => {
    if (account.isDisabled === true || profileOf(model, account)?.name !== profile.name) return false;
    const service = account.text("service") ?? "any";
    return service === "any" ? services.length > 0 : services.includes(service);
  });
}
