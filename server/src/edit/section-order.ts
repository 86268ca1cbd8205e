/**
 * Where a menu stands in an export: first what others depend on, in the fixed order of DEFINITIONS; then all
 * the rest by name. Negative when `a` comes before `b`. Menus are full paths, "/ip/firewall/filter".
 * Order of 161 exports of RouterOS 6.40–7.20; the versions differ in few places that no import minds.
 */
export function compareSections(a: string, b: string): number {
  const rankA = definitionRank(a);
  const rankB = definitionRank(b);
  if (rankA !== undefined && rankB !== undefined) return rankA - rankB;
  if (rankA !== undefined) return -1;
  if (rankB !== undefined) return 1;
  return compareWords(sortingPath(a), sortingPath(b));
}

const DEFINITIONS: readonly string[] = `
caps-man/channel caps-man/configuration caps-man/datapath caps-man/rates caps-man/security container/mounts
interface/bridge interface/ethernet
interface/6to4 interface/eoip interface/eoipv6 interface/gre interface/gre6 interface/ipip interface/ipipv6
interface/l2tp-client interface/l2tp-ether interface/l2tp-server interface/lte interface/macvlan
interface/ovpn-client interface/ovpn-server interface/pppoe-client interface/pppoe-server interface/pptp-client
interface/pptp-server interface/sstp-client interface/sstp-server interface/veth interface/vrrp interface/vxlan
interface/wireguard interface/w60g interface/wireless/channels interface/vlan interface/bonding
caps-man/interface disk interface/ethernet/switch/port queue/interface interface/list interface/lte/apn
interface/macsec/profile interface/vpls interface/wifi/channel interface/wifi/datapath interface/wifi/security
interface/wifi/configuration interface/wifi
interface/wireless/security-profiles interface/wireless interface/wireless/manual-tx-power-table
interface/wireless/nstreme iot/lora/servers lora/servers ip/dhcp-client/option ip/dhcp-server/option
ip/dhcp-server/option/sets ip/dns/forwarders ip/firewall/layer7-protocol ip/hotspot/profile
ip/hotspot/user/profile ip/ipsec/mode-config ip/ipsec/policy/group ip/ipsec/profile ip/ipsec/peer
ip/ipsec/proposal ip/kid-control ip/pool ip/dhcp-server ip/hotspot ip/smb/users ip/vrf ipv6/dhcp-server/option
ipv6/pool ipv6/dhcp-server port ppp/profile queue/type queue/simple queue/tree routing/bgp/instance
routing/bgp/template routing/id routing/isis/instance routing/ospf/instance routing/ospf/area
routing/ospf-v3/instance routing/ospf-v3/area routing/rip/instance routing/table snmp/community
system/logging/action tool/user-manager/customer user-manager/limitation user-manager/profile
user-manager/user user/group`
  .trim()
  .split(/\s+/)
  .map((path) => `/${path}`);

function definitionRank(menu: string): number | undefined {
  const rank = DEFINITIONS.indexOf(menu);
  return rank < 0 ? undefined : rank;
}

/** These four stand behind `/interface bridge settings`, whatever their name. */
const AFTER_BRIDGE_SETTINGS: readonly string[] = [
  "/ip/firewall/connection/tracking",
  "/ip/neighbor/discovery-settings",
  "/ip/settings",
  "/ipv6/settings",
];

function sortingPath(menu: string): readonly string[] {
  const place = AFTER_BRIDGE_SETTINGS.indexOf(menu);
  return place < 0 ? menu.slice(1).split("/") : ["interface", "bridge", "settings", String(place)];
}

function compareWords(a: readonly string[], b: readonly string[]): number {
  for (const [i, word] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (word !== other) return word < other ? -1 : 1;
  }
  return a.length - b.length;
}

/**
 * The index in `sections` (menus in text order) before which a section of `menu` stands best: where the
 * fewest sections are out of order. A menu that exports put later never gets an earlier index.
 */
export function bestSectionIndex(sections: readonly string[], menu: string): number {
  let wrong = sections.filter((section) => compareSections(section, menu) < 0).length;
  let best = 0;
  let least = wrong;
  sections.forEach((section, i) => {
    const order = compareSections(section, menu);
    if (order < 0) wrong--;
    if (order > 0) wrong++;
    if (wrong < least) {
      least = wrong;
      best = i + 1;
    }
  });
  return best;
}
