import type { EffectiveValue, Item, Model } from "../../model/model.ts";
import { containsSet, parseAddressSet } from "../../values/prefix-set.ts";
import type { RuleContext } from "../rule.ts";
import { hasIpsecSecret } from "./ipsec.ts";
import { listOf } from "./label.ts";

/** Menus that hold one BGP session an item: v6 and v7. */
export const BGP_SESSIONS = ["/routing/bgp/peer", "/routing/bgp/connection"];

/** A session's setting, its own or its templates'; undefined where a template or the instance is not in the file. */
export function sessionValue(
  session: Item,
  name: string,
  model: Model,
): EffectiveValue | "unset" | undefined {
  if (session.property(name) !== undefined) return session.value(name);
  if (session.menu === "/routing/bgp/peer")
    return name === "out-filter" ? outFilter(session, model) : "unset";
  const templates = listOf(session.text("templates") ?? "default");
  let answer: EffectiveValue | "unset" = "unset";
  for (const template of templates) {
    const item = model.items("/routing/bgp/template").find((one) => one.name === template);
    if (item === undefined) {
      if (template !== "default" || !model.absenceMeansDefault("/routing/bgp/template")) return undefined;
      continue;
    }
    if (item.property(name) !== undefined) answer = item.value(name);
  }
  return answer;
}

/** Sessions with other networks; undefined where that cannot be told. */
export function isExternal(session: Item, model: Model): boolean | undefined {
  const role = session.text("local.role");
  if (role !== undefined) return role.startsWith("ebgp");
  const remote = remoteNumber(session);
  const local = ownNumber(session, model);
  const isKnown = [remote, local].every((text) => text !== undefined && /^[\d.]+$/.test(text));
  return isKnown ? remote !== local : undefined;
}

/** Both numbers are for private use (RFC 6996): the networks of one owner, as in a data centre. */
export function isAmongOwn(session: Item, model: Model): boolean {
  return [remoteNumber(session), ownNumber(session, model)].every((text) => {
    const number = Number(text);
    return (number >= 64_512 && number <= 65_534) || (number >= 4_200_000_000 && number <= 4_294_967_294);
  });
}

/** Addresses that no router passes on: who sends from there is on the same wire, or in the same tunnel. */
const LINK_LOCAL = ["169.254.0.0/16", "fe80::/10"];
/** Their packets prove who sent them. */
const SAFE_KIND = /^(wireguard|sstp-client|ovpn-client|sstp-server|ovpn-server)$/;

/** The neighbour is reached where nobody else can forge its packets: by an encrypted tunnel, or on the link alone. */
export function isOnSafeLink(session: Item, { traffic }: RuleContext): boolean {
  const written = session.text("remote-address") ?? session.text("remote.address") ?? "";
  const remote = parseAddressSet(written);
  if (remote === undefined) return false;
  if (LINK_LOCAL.some((text) => containsSet(parseAddressSet(text) ?? { spans: [] }, remote))) return true;
  const { interfaces, connected } = traffic.network;
  return connected(written.includes(":") ? "ipv6" : "ip").some((one) => {
    const tunnel = interfaces.item(one.interface);
    const isSafe = SAFE_KIND.test(interfaces.kind(one.interface) ?? "");
    return containsSet(one.network, remote) && (isSafe || (tunnel !== undefined && hasIpsecSecret(tunnel)));
  });
}

function remoteNumber(session: Item): string | undefined {
  return session.text("remote-as") ?? session.text("remote.as") ?? session.text(".as");
}

function ownNumber(session: Item, model: Model): string | undefined {
  if (session.menu === "/routing/bgp/peer") return instanceOf(session, model)?.property("as")?.text;
  const own = sessionValue(session, "as", model);
  if (own !== "unset") return own?.text;
  // Since 7.20 the number stands at the instance.
  return session.text("instance") === undefined
    ? undefined
    : instanceOf(session, model)?.property("as")?.text;
}

function instanceOf(session: Item, model: Model): Item | undefined {
  const name = session.text("instance") ?? "default";
  return model.items("/routing/bgp/instance").find((one) => one.name === name);
}

/** In v6 an instance's filter works on what all its peers are told (Manual: BGP, Instance). */
function outFilter(peer: Item, model: Model): EffectiveValue | "unset" {
  const instance = instanceOf(peer, model);
  return instance?.property("out-filter") === undefined ? "unset" : instance.value("out-filter");
}

/** A router that speaks BGP passes on what others send each other. */
export function isTransit(model: Model): boolean {
  return ["/routing/bgp/connection", "/routing/bgp/peer", "/routing/bgp/template"].some((menu) =>
    model
      .items(menu)
      .some(
        (one) => one.isDisabled !== true && (!menu.endsWith("template") || one.property("as") !== undefined),
      ),
  );
}
