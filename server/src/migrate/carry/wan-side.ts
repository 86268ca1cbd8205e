import type { Item, Model } from "../../model/model.ts";
import { createTraffic } from "../../traffic/create-traffic.ts";
import { addressBeside } from "./accounts.ts";
import { isDefaultRoute, tableOf } from "./steering.ts";

/** The internet side as rules name it; undefined where it is not one. */
export interface WanSide {
  readonly property: "interface" | "interface-list";
  readonly name: string;
}

/** The side that masquerading names, else the interfaces that lead to the provider; `old` is the tunnel itself. */
export function wanSide(model: Model, old: readonly string[]): WanSide | undefined {
  const named = masquerades(model).flatMap((rule): readonly WanSide[] => {
    const list = rule.property("out-interface-list")?.text;
    const name = rule.property("out-interface")?.text;
    if (name !== undefined && !name.startsWith("!") && !old.includes(name) && !isTunnel(model, name))
      return [{ property: "interface", name }];
    return list !== undefined && !list.startsWith("!") ? [{ property: "interface-list", name: list }] : [];
  });
  const sides = [...new Map(named.map((side) => [`${side.property} ${side.name}`, side])).values()];
  if (sides.length > 0) return sides.length === 1 ? sides[0] : undefined;
  const guessed = createTraffic(model, {}).wan.interfaces.filter((name) => !old.includes(name));
  const [only] = guessed;
  return only !== undefined && guessed.length === 1 ? { property: "interface", name: only } : undefined;
}

/** Another tunnel is no way to the provider. */
export function isTunnel(model: Model, name: string): boolean {
  const kinds = ["pptp", "l2tp", "sstp", "ovpn"].map((kind) => `/interface/${kind}-client`);
  return [...kinds, "/interface/wireguard"].some((menu) =>
    model.items(menu).some((item) => item.name === name),
  );
}

/** Rules that change the source of packets that leave. */
export function masquerades(model: Model): readonly Item[] {
  return model
    .items("/ip/firewall/nat")
    .filter(
      (rule) =>
        rule.isDisabled === false &&
        rule.text("chain") === "srcnat" &&
        ["masquerade", "src-nat"].includes(rule.text("action") ?? ""),
    );
}

/** `out-interface=ether1`, `in-interface-list=WAN`; nothing where the side is not known. */
export function sideMatcher(side: WanSide | undefined, direction: "in" | "out"): Record<string, string> {
  return side === undefined ? {} : { [`${direction}-${side.property}`]: side.name };
}

/** Interfaces to the provider: by list, by DHCP or dial-in, and by the way of the default route. */
export function outerInterfaces(model: Model, old: readonly string[]): readonly string[] {
  const members = (list: string) =>
    model
      .items("/interface/list/member")
      .filter((member) => member.text("list") === list)
      .flatMap((member) => member.text("interface") ?? []);
  const { interfaces, lists } = createTraffic(model, {}).wan;
  const found = [...interfaces, ...lists.flatMap(members), ...defaultGateways(model)];
  return [...new Set(found)].filter((name) => !old.includes(name));
}

/** Interfaces whose network holds the gateway of a default route. */
function defaultGateways(model: Model): readonly string[] {
  const hops = model
    .items("/ip/route")
    .filter((route) => isDefaultRoute(route) && tableOf(route) === "main")
    .flatMap((route) => (route.property("gateway")?.text ?? "").split(","));
  return hops.flatMap((hop) => addressBeside(model, hop)?.text("interface") ?? []);
}
