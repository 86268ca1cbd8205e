import type { Item, Model } from "../../model/model.ts";
import { isAmongOwn, isExternal } from "../facts/bgp.ts";
import { firstLine, likelySide } from "../facts/internet-side.ts";
import { defineRule } from "../rule.ts";

const router = (list: string) =>
  [
    "# 2025-03-14 09:26:53 by RouterOS 7.16.2",
    "/interface list",
    `add name=${list}`,
    "/interface list member",
    `add interface=ether1 list=${list}`,
    "/ip address",
    "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0",
    "/ip firewall nat",
    `add action=src-nat chain=srcnat out-interface-list=${list} to-addresses=192.0.2.1`,
    "/system identity",
    "set name=home",
    "",
  ].join("\n");

/** Told once, since a dozen rules are silent then and their silence looks like an all-clear. */
export const internetSideUnknown = defineRule({
  id: "internet-side-unknown",
  group: "firewall",
  title: "Internet side is not known",
  severity: "info",
  why: "The router has an outside, but nothing tells which interfaces it is, so what strangers reach was not judged.",
  advice: "Set wanLists or wanInterfaces under policy in the config file.",
  references: ["Manual: Building Advanced Firewall"],
  presets: ["recommended", "strict"],
  bad: router("OUTER"),
  good: router("WAN"),
  on: "model",
  check(model, context) {
    const menus = ["/ip/firewall/filter", "/ip/firewall/nat", "/ip/address"];
    if (!menus.every((menu) => model.absenceMeansDefault(menu))) return undefined;
    const at = firstLine(model);
    const reason = reasonOf(model);
    if (at === undefined || reason === undefined || likelySide(context) !== undefined) return undefined;
    return {
      at,
      message: `What strangers reach was not judged: ${reason}, but nothing tells behind which interface the internet is. Set \`wanLists\` or \`wanInterfaces\` under \`policy\` in the config file.`,
    };
  },
});

/** What shows that the router has an outside. */
function reasonOf(model: Model): string | undefined {
  const isOn = (item: Item) => item.isDisabled === false && item.isCertain;
  const isHiding = model
    .items("/ip/firewall/nat")
    .some((rule) => isOn(rule) && ["masquerade", "src-nat"].includes(rule.text("action") ?? ""));
  if (isHiding) return "NAT hides networks from others";
  const isPeering = ["/routing/bgp/connection", "/routing/bgp/peer"]
    .flatMap((menu) => model.items(menu))
    .some((session) => isOn(session) && isExternal(session, model) === true && !isAmongOwn(session, model));
  return isPeering ? "it exchanges routes with other networks by BGP" : undefined;
}
