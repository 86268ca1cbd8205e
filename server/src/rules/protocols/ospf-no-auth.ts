import type { Item, Model } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import { containsSet, type PrefixSet, parseAddressSet, sameAddresses } from "../../values/prefix-set.ts";
import { portsOf } from "../facts/bridges.ts";
import { enumerate, label, listOf } from "../facts/label.ts";
import { defineRule, type Finding, type RuleContext } from "../rule.ts";

/** v6 has authentication= of interfaces, none by default (verbose 6.49.7); v7 auth= of interface templates, unset by default (manual: OSPF). */
export const ospfNoAuth = defineRule({
  id: "ospf-no-auth",
  group: "protocols",
  title: "OSPF without authentication",
  severity: "warning",
  why: "Any host on the network can become a neighbour and draw traffic to itself with routes of its own.",
  advice: "Set authentication on both ends, or make the interface passive where no router is.",
  references: ["Manual: OSPF", "RFC 2328", "RFC 5709"],
  compliance: ["N"],
  cwe: [306],
  presets: ["strict"],
  bad: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/routing ospf interface-template\nadd area=backbone interfaces=ether2\n",
  good: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/routing ospf interface-template\nadd area=backbone auth=sha256 auth-id=1 interfaces=ether2\nadd area=backbone interfaces=bridge passive\nadd area=backbone interfaces=lo\n",
  fixes: { authenticate: "needs-input" },
  on: ["/routing/ospf/interface", "/routing/ospf/interface-template", "/routing/ospf/network"],
  check(item, context) {
    const { model, traffic } = context;
    if (item.isDisabled !== false || item.origin !== "add" || item.property("copy-from") !== undefined)
      return undefined;
    if (isSwitchedOff(item, model)) return undefined;
    if (item.menu === "/routing/ospf/network") return ofNetwork(item, context);
    const isSeven = item.menu.endsWith("-template");
    if (isPassive(item) || isLoopback(item, model, traffic)) return undefined;
    const method = isSeven ? "auth" : "authentication";
    const { from, text } = item.value(method);
    if (from === "computed" || (text !== undefined && text !== "none" && text !== "simple")) return undefined;
    if (!isSeven && from === "unknown") return undefined;
    return {
      at: {
        item,
        property: [method, "interfaces", "interface"].find((name) => item.property(name)) ?? "networks",
      },
      item,
      severity: isEncrypted(item, model, traffic) ? "info" : "warning",
      message: `OSPF on ${where(item)} ${text === "simple" ? "sends its password in clear" : "asks for no authentication"}.`,
      fixes: [authentication(item, isSeven)],
    };
  },
});

/** An upgrade from RouterOS 6 leaves a disabled instance with its areas and templates behind. */
function isSwitchedOff(item: Item, model: Model): boolean {
  const isOff = (owners: readonly Item[], isOneOff: (owner: Item) => boolean) =>
    owners.length > 0 && owners.every((owner) => owner.isDisabled === true || isOneOff(owner));
  const named = (menu: string, name: string | undefined) =>
    name === undefined ? [] : model.items(menu).filter((one) => one.name === name);
  return isOff(named("/routing/ospf/area", item.text("area")), (area) =>
    isOff(named("/routing/ospf/instance", area.text("instance")), () => false),
  );
}

/** In 6.x a network puts OSPF on every interface with an address of it; one without an entry of its own asks for no key. */
function ofNetwork(item: Item, { model, traffic }: RuleContext): Finding | undefined {
  const space = spaceOf(item);
  if (!item.isCertain || space === undefined || !model.absenceMeansDefault(ENTRIES)) return undefined;
  const networks = model.items("/routing/ospf/network");
  const earlier = networks
    .slice(0, networks.indexOf(item))
    .flatMap((one) => (one.isDisabled === false ? (spaceOf(one) ?? []) : []));
  const names = traffic.network
    .connected("ip")
    .filter(({ isActive, length, network }) => {
      const isHere = isActive === "yes" && length < 31 && containsSet(space, network);
      return isHere && !earlier.some((other) => containsSet(other, network));
    })
    .map((one) => one.interface)
    .filter((name, at, all) => all.indexOf(name) === at && mayHaveNeighbours(name, model, traffic))
    .filter((name) => !hasEntry(name, model));
  if (names.length === 0) return undefined;
  return {
    at: item.property("network") === undefined ? { item } : { item, property: "network" },
    item,
    message: `OSPF on ${enumerate(names)} asks for no authentication: \`/routing ospf interface\` has no entry for ${names.length === 1 ? "it" : "them"}.`,
    fixes: [
      {
        id: "authenticate",
        title: "Set a key",
        changes: names.map((name) => ({
          kind: "add" as const,
          menu: ENTRIES,
          properties: { authentication: "md5", "authentication-key": "<OSPF-KEY>", interface: name },
        })),
        inputs: [KEY],
      },
    ],
  };
}

const ENTRIES = "/routing/ospf/interface";

/** The interface below a VRRP one speaks for both. */
function mayHaveNeighbours(name: string, model: Model, { network }: Traffic): boolean {
  const isVrrp = network.interfaces.kind(name) === "vrrp";
  return !LOOPBACK.test(name) && !isVrrp && !hasNoNeighbours(name, model, network);
}

function spaceOf(network: Item): PrefixSet | undefined {
  return parseAddressSet(network.property("network")?.text ?? "0.0.0.0/0");
}

/** An entry without a name is for all interfaces, and a computed one may be for any. */
function hasEntry(name: string, model: Model): boolean {
  return model.items(ENTRIES).some((entry) => {
    const text = entry.text("interface");
    return entry.isDisabled !== true && (!entry.isCertain || [name, "all", undefined].includes(text));
  });
}

/** Who has no key of the tunnel cannot say anything there. */
function isEncrypted(item: Item, model: Model, { network }: Traffic): boolean {
  const tunnels = model.items("/interface/wireguard");
  const names = namesOf(item, network);
  return names.length > 0 && names.every((name) => tunnels.some((tunnel) => tunnel.name === name));
}

/** The interfaces that a template names, or that have an address of its networks. */
function namesOf(item: Item, network: Traffic["network"]): readonly string[] {
  const written = item.text("interfaces") ?? item.text("interface");
  const space = parseAddressSet(item.text("networks") ?? "");
  if (written !== undefined || space === undefined) return listOf(written);
  return network
    .connected("ip")
    .filter((one) => one.isActive !== "no" && containsSet(space, one.network))
    .map((one) => one.interface);
}

function isPassive(item: Item): boolean {
  const passive = item.property("passive");
  return passive !== undefined && !passive.isUnset && passive.text !== "no";
}

function isLoopback(item: Item, model: Model, { network }: Traffic): boolean {
  const names = listOf(item.text("interfaces") ?? item.text("interface"));
  if (names.length > 0) return names.every((name) => LOOPBACK.test(name));
  const asked = listOf(item.text("networks"));
  const ends = network.connected("ip").filter(({ length }) => length === 32);
  const isOwn = (text: string) => {
    const set = parseAddressSet(text);
    return ends.some(
      (one) =>
        set !== undefined &&
        sameAddresses(set, one.network) &&
        hasNoNeighbours(one.interface, model, network),
    );
  };
  return asked.length > 0 && asked.every(isOwn);
}

const LOOPBACK = /^(?:lo|lo\d*|loopback.*|.*-lo|.*loopback)$/i;

/** The built-in loopback, or a bridge without ports that stands for one. */
function hasNoNeighbours(name: string, model: Model, { interfaces }: Traffic["network"]): boolean {
  return name === "lo" || (interfaces.kind(name) === "bridge" && portsOf(name, model).length === 0);
}

function where(item: Item): string {
  const names = item.text("interfaces") ?? item.text("interface") ?? item.text("networks");
  return names === undefined ? label(item) : `\`${names}\``;
}

function authentication(item: Item, isSeven: boolean) {
  return {
    id: "authenticate",
    title: "Set a key",
    changes: [
      {
        kind: "set" as const,
        item,
        properties: isSeven
          ? { auth: "sha256", "auth-id": "1", "auth-key": "<OSPF-KEY>" }
          : { authentication: "md5", "authentication-key": "<OSPF-KEY>" },
      },
    ],
    inputs: [KEY],
  };
}

const KEY = {
  name: "ospf-key",
  description: "The key that all routers on this network use.",
  isSecret: true,
};
