import type { Item, Model } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import { gatewayInterface } from "../../traffic/wan.ts";
import { everyAddress, notPublicAddresses, subtract } from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { ODD_PORT } from "../facts/firewall-probe.ts";
import { internetSide } from "../facts/internet-side.ts";
import { listOf, menuWords } from "../facts/label.ts";
import { isDefaultRoute } from "../facts/routing.ts";
import { vrfOf } from "../facts/vrf.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const LISTS = ["/interface list", "add name=WAN", "/interface list member"];
const PPPOE = [
  "/interface pppoe-client",
  "add add-default-route=yes disabled=no interface=ether5 name=isp user=anna",
];
const RULES = [
  "/ip firewall filter",
  "add action=drop chain=input in-interface-list=WAN",
  "/ip firewall nat",
  "add action=masquerade chain=srcnat out-interface-list=WAN",
];

export const firewallWanListMissing = defineRule({
  id: "firewall-wan-list-missing",
  group: "firewall",
  title: "Internet link outside the WAN list",
  severity: "error",
  why: "The firewall names the internet side by an interface list; a link to the internet that is not in it is neither filtered nor translated.",
  advice: "Put the interface into the list.",
  references: ["Manual: Interface Lists", "Manual: Securing your router"],
  compliance: ["N"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", ...PPPOE, ...LISTS, "add interface=ether1 list=WAN", ...RULES),
  good: wholeExport(
    "7.16.2",
    ...PPPOE,
    ...LISTS,
    "add interface=ether1 list=WAN",
    "add interface=isp list=WAN",
    ...RULES,
  ),
  fixes: { "add-member": "suggestion" },
  on: ["/interface/pppoe-client", "/interface/lte", "/ip/dhcp-client", "/ip/route"],
  check(item, context) {
    const { model, traffic } = context;
    const property = { "/ip/dhcp-client": "interface", "/ip/route": "gateway" }[item.menu] ?? "name";
    const name = item.menu === "/ip/route" ? wayOut(item, context) : item.text(property);
    if (item.isDisabled !== false || !item.isCertain || name === undefined) return undefined;
    if (traffic.wan.from === "policy" || !bringsRoute(item, name, context)) return undefined;
    const { interfaces } = traffic.network;
    const lists = traffic.wan.lists.filter((list) => usesOf(model, list).length > 0);
    const [list] = lists;
    if (list === undefined || lists.some((one) => interfaces.inList(name, one) !== "no")) return undefined;
    // A table whose rules name the interface itself needs no list for it.
    const blind = usesOf(model, list).filter((rule) => !isNamed(model, rule.menu, name));
    if (blind.length === 0) return undefined;
    const isSure = item.menu === "/interface/pppoe-client" || item.menu === "/interface/lte";
    return {
      at: { item, property },
      item,
      severity: isSure && isOpenFrom(name, traffic) ? "error" : "warning",
      message: `\`${name}\` ${item.menu === "/ip/route" ? "is the way of a default route" : "brings the default route"}, but is not in the interface list \`${list}\` by which the firewall knows the internet side.`,
      related: blind.slice(0, 10).map((rule) => ({
        at: { item: rule },
        message: `this rule of \`${menuWords(rule.menu)}\` does not see it`,
      })),
      fixes: [
        {
          id: "add-member",
          title: `Put ${name} into the list ${list}`,
          changes: [{ kind: "add", menu: "/interface/list/member", properties: { interface: name, list } }],
        },
      ],
    };
  },
});

/** Whether the item gives the router a way to the internet by the interface, for sure or by all looks. */
function bringsRoute(item: Item, name: string, context: RuleContext): boolean {
  if (item.menu === "/interface/lte") return !passesOn(context.model);
  if (item.menu === "/ip/route") return true;
  if (item.text("add-default-route") !== "yes") return false;
  return item.menu !== "/ip/dhcp-client" || isUnsorted(name, context);
}

/** The interface that a default route of any table leaves by, when that is on the internet side and no client item tells of it. */
function wayOut(route: Item, context: RuleContext): string | undefined {
  const { model, traffic } = context;
  if (!isDefaultRoute(route)) return undefined;
  const words = listOf(route.text("gateway"));
  const name = words.map((word) => gatewayInterface(traffic.network, word)).find((one) => one !== undefined);
  const side = internetSide(context)?.interfaces ?? [];
  if (name === undefined || !side.includes(name) || !isUnsorted(name, context)) return undefined;
  const routes = model.items("/ip/route").filter((one) => one.isDisabled === false && isDefaultRoute(one));
  const first = routes.find((one) =>
    listOf(one.text("gateway")).some((word) => gatewayInterface(traffic.network, word) === name),
  );
  const clients = ["/interface/pppoe-client", "/interface/lte"].flatMap((menu) => model.items(menu));
  const isTold =
    clients.some((client) => client.name === name && bringsRoute(client, name, context)) ||
    model
      .items("/ip/dhcp-client")
      .some((client) => client.text("interface") === name && bringsRoute(client, name, context));
  return first === route && !isTold ? name : undefined;
}

/** A DHCP client may be on a network of one's own: only on what looks like the outside, and that nobody put into any list. */
function isUnsorted(name: string, context: RuleContext): boolean {
  const { model, traffic } = context;
  const isListed = model
    .items("/interface/list/member")
    .some((member) => member.isDisabled !== true && [name, undefined].includes(member.text("interface")));
  return traffic.wan.interfaces.includes(name) && !isListed && vrfOf(name, context) === "main";
}

/** Filter and NAT rules that mean this list, not its opposite. */
function usesOf(model: Model, list: string): Item[] {
  return ["/ip/firewall/filter", "/ip/firewall/nat"]
    .flatMap((menu) => model.items(menu))
    .filter(
      (rule) =>
        rule.isDisabled === false &&
        [rule.text("in-interface-list"), rule.text("out-interface-list")].includes(list),
    );
}

/** Rules of its own for the interface. */
function isNamed(model: Model, menu: string, name: string): boolean {
  return model
    .items(menu)
    .some(
      (rule) =>
        rule.isDisabled !== true &&
        ["in-interface", "out-interface"].some((property) =>
          [name, "all-ppp"].includes(rule.text(property)?.replace(/^!/, "") ?? ""),
        ),
    );
}

/** Whether strangers get in by it; rules that name the inside only may keep them out all the same. */
function isOpenFrom(name: string, traffic: Traffic): boolean {
  const source = subtract(everyAddress("ip"), notPublicAddresses());
  const query = { protocol: "tcp", port: ODD_PORT, interface: name, source, isStranger: true };
  return traffic.inputFrom(query).verdict === "accepted";
}

/** In passthrough mode a host behind the modem has its address, and the router no route by it. */
function passesOn(model: Model): boolean {
  return model
    .items("/interface/lte/apn")
    .some((apn) => !["", "none"].includes(apn.text("passthrough-interface") ?? ""));
}
