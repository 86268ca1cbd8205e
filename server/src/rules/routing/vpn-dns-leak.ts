import type { Item, Model } from "../../model/model.ts";
import { parseIpAddress } from "../../values/ip.ts";
import {
  containsAddress,
  notPublicAddresses,
  overlaps,
  type PrefixSet,
  parseAddressSet,
} from "../../values/prefix-set.ts";
import { PPP_CLIENT_MENUS, tunnelMarks } from "../facts/client-tunnels.ts";
import { wholeExport } from "../facts/example.ts";
import { enumerate, label, listOf } from "../facts/label.ts";
import { isDefaultRoute, routingRules } from "../facts/routing.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const VPN = [
  "/interface wireguard",
  "add listen-port=13231 mtu=1420 name=vpn",
  "/interface wireguard peers",
  'add allowed-address=0.0.0.0/0 endpoint-address=192.0.2.9 endpoint-port=51820 interface=vpn public-key="<PUBLIC-KEY>"',
  "/ip firewall mangle",
  "add action=mark-routing chain=prerouting dst-address-type=!local new-routing-mark=via-vpn src-address=192.168.88.0/24",
  "/ip route",
  "add dst-address=0.0.0.0/0 gateway=vpn routing-table=via-vpn",
  "/routing table",
  "add fib name=via-vpn",
];
const RESOLVER = ["/ip dns", "set allow-remote-requests=yes servers=9.9.9.9"];

/** RFC 7626 §2.4: who runs or taps the resolver's uplink sees every name that is asked for. */
export const vpnDnsLeak = defineRule({
  id: "vpn-dns-leak",
  group: "routing",
  title: "Names are asked for outside the VPN",
  severity: "info",
  why: "Hosts whose traffic is marked for the tunnel ask this router for names, and the router's own questions carry no mark: they leave by the provider, who so learns where the hosts go.",
  advice:
    "Hand these hosts a resolver that is reached through the tunnel, or route the router's own resolvers into it.",
  references: ["RFC 7626", "Manual: Policy Routing", "Manual: DNS"],
  compliance: ["T"],
  cwe: [319],
  presets: ["strict", "vpn"],
  bad: wholeExport(
    "7.16.2",
    ...VPN,
    ...RESOLVER,
    "/ip dhcp-server network",
    "add address=192.168.88.0/24 dns-server=192.168.88.1 gateway=192.168.88.1",
  ),
  good: wholeExport(
    "7.16.2",
    ...VPN,
    ...RESOLVER,
    "/ip dhcp-server network",
    "add address=192.168.88.0/24 dns-server=10.64.0.1 gateway=192.168.88.1",
  ),
  fixes: { "tunnel-dns": "needs-input" },
  on: ["/ip/dhcp-server/network"],
  check(item, context) {
    const { model } = context;
    const network = parseAddressSet(item.text("address") ?? "");
    const resolver = listOf(item.property("dns-server")?.text).find((text) => isOwn(text, context));
    if (network === undefined || resolver === undefined || item.isDisabled === true) return undefined;
    const mark = tunnelMarks(model).find(({ rule }) => takes(rule, network, context));
    const servers = upstream(model);
    if (mark === undefined || servers === undefined || mayBeSteered(model, servers)) return undefined;
    return {
      at: { item, property: "dns-server" },
      item,
      message: `Hosts of \`${item.text("address") ?? ""}\` go by the tunnel (\`${mark.mark}\`), but ask \`${resolver}\` for names: this router asks ${servers.length === 0 ? "its provider's resolvers" : enumerate(servers)} outside the tunnel.`,
      related: [
        { at: { item: mark.rule }, message: `rule ${label(mark.rule)} sends the hosts into the tunnel` },
        { at: { item: model.settings("/ip/dns") }, message: "the router's own resolvers" },
      ],
      fixes: [
        {
          id: "tunnel-dns",
          title: "Hand out a resolver inside the tunnel",
          changes: [{ kind: "set", item, properties: { "dns-server": "<TUNNEL-RESOLVER>" } }],
          inputs: [
            {
              name: "tunnel-resolver",
              description: "The address of a resolver that the hosts reach through the tunnel.",
            },
          ],
        },
      ],
    };
  },
});

function isOwn(text: string, { traffic }: RuleContext): boolean {
  const address = parseIpAddress(text);
  return address !== undefined && containsAddress(traffic.network.ownAddresses("ip"), address);
}

/** Whether the mark is for hosts of this network: by their addresses, or by the interface that leads there. */
function takes(rule: Item, network: PrefixSet, { traffic }: RuleContext): boolean {
  if (rule.menu !== "/ip/firewall/mangle" || !rule.isCertain) return false;
  const source = rule.text("src-address");
  if (source !== undefined) return meets(parseAddressSet(source), network);
  const list = rule.text("src-address-list");
  if (list !== undefined)
    return !list.startsWith("!") && meets(traffic.network.addressList("ip", list).certain, network);
  const name = rule.text("in-interface");
  return traffic.network
    .connected("ip")
    .some((one) => one.interface === name && overlaps(one.network, network));
}

function meets(set: PrefixSet | undefined, network: PrefixSet): boolean {
  return set !== undefined && overlaps(set, network);
}

/** Public resolvers of the router, none when it takes them from the provider; undefined when they may be inside or encrypted. */
function upstream(model: Model): readonly string[] | undefined {
  const dns = model.settings("/ip/dns");
  if (dns.text("allow-remote-requests") !== "yes" || dns.property("use-doh-server") !== undefined)
    return undefined;
  const servers = listOf(dns.property("servers")?.text);
  const isInside = servers.some((server) => {
    const set = parseAddressSet(server);
    return set === undefined || overlaps(set, notPublicAddresses());
  });
  const isByTunnel = PPP_CLIENT_MENUS.flatMap((menu) => model.items(menu)).some(
    (client) => client.isDisabled !== true && client.text("use-peer-dns") === "yes",
  );
  if (isInside || isByTunnel || !model.absenceMeansDefault("/ip/dns")) return undefined;
  const asksProvider = model
    .items("/ip/dhcp-client")
    .some((client) => client.isDisabled === false && client.text("use-peer-dns") !== "no");
  return servers.length > 0 || asksProvider ? servers : undefined;
}

/** Marks of the router's own packets, routing rules, routes to the resolvers, and redirected questions of hosts. */
function mayBeSteered(model: Model, servers: readonly string[]): boolean {
  const isOn = (item: Item) => item.isDisabled !== true;
  const byMark = model
    .items("/ip/firewall/mangle")
    .some((rule) => isOn(rule) && rule.text("chain") === "output");
  const byNat = model
    .items("/ip/firewall/nat")
    .some(
      (rule) => isOn(rule) && rule.text("chain") === "dstnat" && /\b53\b/.test(rule.text("dst-port") ?? ""),
    );
  const byRoute = model.items("/ip/route").some((route) => {
    if (!isOn(route) || isDefaultRoute(route)) return false;
    const set = parseAddressSet(route.text("dst-address") ?? "");
    return servers.some((server) => meets(set, parseAddressSet(server) ?? { spans: [] }));
  });
  const forwarded = model.items("/ip/dns/forwarders").some(isOn);
  const isWhole = ["/ip/firewall/mangle", "/ip/firewall/nat", "/ip/route"].every((menu) =>
    model.absenceMeansDefault(menu),
  );
  return !isWhole || byMark || byNat || byRoute || forwarded || routingRules(model).some(isOn);
}
