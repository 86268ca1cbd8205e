import type { Item, Model } from "../../model/model.ts";
import type { ConnectedNetwork } from "../../traffic/network.ts";
import { poolCalled, poolChain } from "../../traffic/pools.ts";
import { formatIpAddress, type IpAddress } from "../../values/ip.ts";
import {
  containsSet,
  formatAddressSet,
  type PrefixSet,
  parseAddressSet,
  sampleAddress,
  singleAddress,
  subtract,
} from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { isSet } from "../facts/is-set.ts";
import { label } from "../facts/label.ts";
import { profileOf } from "../facts/ppp-users.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule, type Finding, type RuleContext } from "../rule.ts";

const server = (arp: string) =>
  wholeExport(
    "7.16.2",
    "/interface bridge",
    `set [ find name=lan ]${arp}`,
    "/ip pool",
    "add name=vpn ranges=192.168.88.200-192.168.88.210",
    "/ppp profile",
    "add local-address=192.168.88.1 name=vpn remote-address=vpn",
    "/interface l2tp-server server",
    "set default-profile=vpn enabled=yes",
  );

export const pppPoolNoProxyArp = defineRule({
  id: "ppp-pool-no-proxy-arp",
  group: "ppp",
  title: "VPN users with addresses of a network that does not know them",
  severity: "warning",
  why: "Hosts of the network ask for such an address on their own link, where nobody answers for the VPN user, so no answer of theirs comes back.",
  advice: "Give VPN users a network of their own, or set arp=proxy-arp on the interface.",
  references: ["Manual: L2TP", "Manual: ARP"],
  presets: ["recommended", "strict", "vpn"],
  bad: server(" comment=lan"),
  good: server(" arp=proxy-arp"),
  fixes: { "proxy-arp": "suggestion" },
  on: "model",
  check(model, context) {
    if (model.source.kind !== "full") return undefined;
    const seen = new Set<string>();
    return ["l2tp", "pptp", "sstp"].flatMap((kind) =>
      givenBy(kind, model).flatMap((given): Finding[] => {
        const finding = seen.has(given.remote) ? undefined : judge(kind, given, context);
        if (finding !== undefined) seen.add(given.remote);
        return finding === undefined ? [] : [finding];
      }),
    );
  },
});

/** What gives users of a service their address, and the address or pool it names. */
interface Given {
  readonly item: Item;
  readonly remote: string;
}

function givenBy(kind: string, model: Model): readonly Given[] {
  const servers = model.items(`/interface/${kind}-server/server`).filter(isEnabledServer);
  if (servers.length === 0) return [];
  const accounts = model
    .items("/ppp/secret")
    .filter((one) => one.isDisabled === false && ["any", kind].includes(one.text("service") ?? "any"));
  const own = accounts.filter((one) => isSet(one, "remote-address"));
  const profiles = [...servers, ...accounts.filter((one) => !own.includes(one))].flatMap(
    (one) => profileOf(model, one) ?? [],
  );
  // Bridged users (BCP) are on the link themselves.
  return [...profiles.filter((one) => !isSet(one, "bridge")), ...own].flatMap((item) => {
    const remote = item.isCertain ? item.property("remote-address")?.text : undefined;
    return remote === undefined || remote === "" ? [] : [{ item, remote }];
  });
}

function judge(kind: string, { item, remote }: Given, context: RuleContext): Finding | undefined {
  const { network } = context.traffic;
  const users = parseAddressSet(remote) ?? poolSet(context, remote);
  const user = users && sampleAddress(users);
  if (users === undefined || user === undefined) return undefined;
  const lan = network
    .connected("ip")
    .find((one) => one.isActive === "yes" && one.length < 31 && containsSet(one.network, users));
  if (lan === undefined || !answersForItselfOnly(lan.interface, context)) return undefined;
  if (!isLeftUntranslated(kind, user, lan, users, context)) return undefined;
  const bearer = network.interfaces.item(lan.interface);
  return {
    at: { item, property: "remote-address" },
    item,
    message: `Users of ${label(item)} get \`${formatAddressSet(users, 2)}\`, which is in the network of \`${lan.interface}\`, where the router does not answer for them (no proxy-arp).`,
    related: [{ at: { item: lan.item, property: "address" }, message: "the network" }],
    fixes:
      bearer === undefined
        ? []
        : [
            {
              id: "proxy-arp",
              title: `Set arp=proxy-arp on ${lan.interface}`,
              changes: [{ kind: "set", item: bearer, properties: { arp: "proxy-arp" } }],
            },
          ],
  };
}

function poolSet({ model }: RuleContext, name: string): PrefixSet | undefined {
  const ranges = poolChain(model, poolCalled(model, name)).map((pool) => pool.text("ranges") ?? "");
  return ranges.length === 0 ? undefined : parseAddressSet(ranges.join(","));
}

/** An Ethernet-like interface whose `arp` is left as it is from the start. */
function answersForItselfOnly(name: string, { model, traffic }: RuleContext): boolean {
  const kind = traffic.network.interfaces.kind(name) ?? "";
  const item = traffic.network.interfaces.item(name);
  if (
    !["bridge", "ethernet", "vlan", "bonding"].includes(kind) ||
    !model.absenceMeansDefault(`/interface/${kind}`)
  )
    return false;
  const arp = item?.property("arp");
  return arp === undefined || arp.isUnset || arp.text === "enabled";
}

/** Whether users reach hosts of the network with their own address: a translated one the hosts can answer. */
function isLeftUntranslated(
  kind: string,
  user: IpAddress,
  lan: ConnectedNetwork,
  users: PrefixSet,
  { traffic }: RuleContext,
): boolean {
  const host = sampleAddress(subtract(subtract(lan.network, users), singleAddress(lan.own)));
  if (host === undefined) return false;
  const { end, alternatives } = traffic.path({
    src: formatIpAddress(user),
    dst: formatIpAddress(host),
    dstPort: 443,
    inInterface: `<${kind}>`,
  });
  return end.verdict === "forwarded" && end.isSourceTranslated === "no" && alternatives.length === 1;
}
