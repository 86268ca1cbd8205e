import type { Item } from "../../model/model.ts";
import { formatIpAddress, type IpAddress } from "../../values/ip.ts";
import {
  formatAddressSet,
  notPublicAddresses,
  overlaps,
  sampleAddress,
  singleAddress,
  subtract,
} from "../../values/prefix-set.ts";
import { internetSide } from "../facts/internet-side.ts";
import { label, listOf } from "../facts/label.ts";
import { matchersOf } from "../facts/marks.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const dialled = (out: string) =>
  [
    "# 2025-03-14 09:26:53 by RouterOS 7.16.2",
    "/interface pppoe-client",
    "add add-default-route=yes disabled=no interface=ether1 name=isp user=anna",
    "/ip address",
    "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0",
    "/ip firewall nat",
    `add action=masquerade chain=srcnat out-interface=${out}`,
    "/system identity",
    "set name=home",
    "",
  ].join("\n");

export const masqueradeOffPath = defineRule({
  id: "masquerade-off-path",
  group: "firewall",
  title: "Masquerade for an interface that nothing leaves by",
  severity: "warning",
  why: "Packets to the internet leave by another interface with their private source, so no answer comes back.",
  advice: "Name the interface, or the list, by which the default route leaves.",
  references: ["Manual: NAT", "Manual: PPPoE"],
  presets: ["recommended", "strict"],
  bad: dialled("ether1"),
  good: dialled("isp"),
  on: ["/ip/firewall/nat"],
  check(item, context) {
    const out = item.property("out-interface")?.text;
    if (item.isDisabled !== false || !item.isCertain || item.text("chain") !== "srcnat") return undefined;
    if (!["masquerade", "src-nat"].includes(item.text("action") ?? "") || out === undefined) return undefined;
    if (context.model.source.kind !== "full" || out.startsWith("!") || leadsAnywhere(out, context))
      return undefined;
    // What narrows it otherwise may be meant for a way that is not built yet.
    const narrowing = [...matchersOf(item).keys()].filter(
      (name) => !["out-interface", "to-addresses", "src-address", "ipsec-policy"].includes(name),
    );
    const lost = narrowing.length > 0 ? undefined : untranslated(item, context);
    if (lost === undefined) return undefined;
    return {
      at: { item, property: "out-interface" },
      item,
      message: `Rule ${label(item)} is for \`${out}\`, by which nothing leaves; packets of \`${lost.from}\` leave by \`${lost.by}\` untranslated.`,
    };
  },
});

/** Whether the interface has an address, may get one, or is named by a route. */
function leadsAnywhere(name: string, { model, traffic }: RuleContext): boolean {
  const { interfaces } = traffic.network;
  const kind = interfaces.kind(name);
  // An unknown name is another rule's; of tunnels and modems the far end may bring addresses.
  if (kind === undefined || /-(client|server)$|^lte$/.test(kind)) return true;
  if (name.startsWith("all-") || interfaces.master(name) !== name) return true;
  const hasAddress = ["/ip/address", "/ip/dhcp-client", "/interface/vrrp"].some((menu) =>
    model.items(menu).some((one) => one.isDisabled !== true && one.text("interface") === name),
  );
  const hasRoute = model
    .items("/ip/route")
    .some((route) => listOf(route.text("gateway")).some((word) => word.split(/[%@]/).includes(name)));
  return hasAddress || hasRoute;
}

const ANYWHERE = "1.1.1.1";

/** A private network whose packets certainly leave for the internet as they are. */
function untranslated(
  rule: Item,
  context: RuleContext,
): { readonly from: string; readonly by: string } | undefined {
  const { traffic } = context;
  const outside = internetSide(context)?.interfaces ?? [];
  for (const inside of traffic.network.connected("ip")) {
    const isInside = inside.isActive === "yes" && inside.length < 31 && !outside.includes(inside.interface);
    const host = isInside ? hostOf(inside.network, inside.own) : undefined;
    if (host === undefined) continue;
    const { end, alternatives } = traffic.path({
      src: formatIpAddress(host),
      dst: ANYWHERE,
      dstPort: 443,
      inInterface: inside.interface,
    });
    const by = end.verdict === "forwarded" ? end.outInterface : undefined;
    const isPlain =
      end.isSourceTranslated === "no" && end.encryptedBy === undefined && alternatives.length === 1;
    if (by !== undefined && isPlain && outside.includes(by) && by !== rule.text("out-interface"))
      return { from: formatAddressSet(inside.network), by };
  }
  return undefined;
}

function hostOf(network: Parameters<typeof subtract>[0], own: IpAddress): IpAddress | undefined {
  const host = sampleAddress(subtract(network, singleAddress(own)));
  return host !== undefined && overlaps(notPublicAddresses(), singleAddress(host)) ? host : undefined;
}
