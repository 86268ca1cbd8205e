import type { Item, Model } from "../../model/model.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { addressBeside } from "./accounts.ts";
import { outerInterfaces } from "./wan-side.ts";

/**
 * Routes into other tunnels, to the provider's side or to who knows where: what they lead to is not behind this
 * router.
 */
export function outwardRoutes(model: Model, own: string): readonly Item[] {
  const outer = outerInterfaces(model, [own]);
  return model
    .items("/ip/route")
    .filter((route) =>
      interfacesOf(model, route).some(
        (through) => through === undefined || outer.includes(through) || isOf(model, through, DIALLED),
      ),
    );
}

/** Routes to the provider's side: what they lead to is not behind this router, private or not. */
export function providerRoutes(model: Model, own: readonly string[]): readonly Item[] {
  const outer = outerInterfaces(model, own);
  return model
    .items("/ip/route")
    .filter((route) =>
      interfacesOf(model, route).some((through) => through !== undefined && outer.includes(through)),
    );
}

/** Routes into another tunnel of any kind. */
export function tunnelRoutes(model: Model): readonly Item[] {
  return model
    .items("/ip/route")
    .filter((route) =>
      interfacesOf(model, route).some((through) => through !== undefined && isOf(model, through, TUNNELS)),
    );
}

/** Where its hops lie; undefined for one that no network of the file holds. */
function interfacesOf(model: Model, route: Item): readonly (string | undefined)[] {
  const hops = (route.property("gateway")?.text ?? "").split(",").map((hop) => hop.split("@")[0] ?? "");
  return hops.map((hop) => {
    const device = hop.split("%").at(-1) ?? "";
    const isHost = parseIpAddress(device) !== undefined;
    return isHost ? addressBeside(model, device)?.text("interface") : device;
  });
}

const PPP = ["pptp", "l2tp", "sstp", "ovpn", "pppoe"];
const DIALLED = PPP.map((kind) => `/interface/${kind}-client`);
const TUNNELS = [
  ...DIALLED,
  ...PPP.map((kind) => `/interface/${kind}-server`),
  ...["gre", "ipip", "eoip", "wireguard"].map((kind) => `/interface/${kind}`),
];

function isOf(model: Model, name: string, menus: readonly string[]): boolean {
  return menus.some((menu) => model.items(menu).some((item) => item.name === name));
}
