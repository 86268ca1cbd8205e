import type { Version } from "../values/version.ts";

/** The first version whose `add` was probed; earlier ones were not, and 6.x needed less. */
const PROBED_SINCE = { major: 7, minor: 20 } as const;

/** What no 7.x does without, told by what the items are: an address on no interface, a rule in no chain. */
const ALWAYS: Readonly<Record<string, string>> = {
  "/interface/bonding": "slaves",
  "/interface/bridge/filter": "chain",
  "/interface/bridge/nat": "chain",
  "/interface/bridge/port": "bridge interface",
  "/interface/list": "name",
  "/interface/list/member": "interface list",
  "/interface/pppoe-client": "interface",
  "/interface/vlan": "interface",
  "/interface/vrrp": "interface",
  "/ip/address": "address interface",
  "/ip/dhcp-client": "interface",
  "/ip/dhcp-server": "interface",
  "/ip/firewall/address-list": "list",
  "/ip/firewall/filter": "chain",
  "/ip/firewall/mangle": "chain",
  "/ip/firewall/nat": "chain",
  "/ip/firewall/raw": "chain",
  "/ip/pool": "ranges",
  "/ipv6/firewall/address-list": "list",
  "/ipv6/firewall/filter": "chain",
  "/ipv6/firewall/mangle": "chain",
  "/ipv6/firewall/nat": "chain",
  "/ipv6/firewall/raw": "chain",
  "/ppp/profile": "name",
  "/ppp/secret": "name",
  "/queue/tree": "parent",
};

/**
 * Groups of properties of which `add` needs one each, from lines such as "name interface|list @7.23-" of
 * data/required.ts. Versions that were not probed, and an unknown one, get only what holds in all of 7.x; 6.x nothing.
 */
export function requiredFor(
  menu: string,
  lines: readonly string[],
  version: Version | undefined,
): readonly (readonly string[])[] {
  if (version && version.major < PROBED_SINCE.major) return [];
  const probed = version?.major === PROBED_SINCE.major && version.minor >= PROBED_SINCE.minor;
  const always = Object.hasOwn(ALWAYS, menu) ? ALWAYS[menu] : undefined;
  const line = probed ? lines.find((text) => covers(text, version)) : always;
  if (line === undefined) return [];
  return line
    .split(" ")
    .filter((token) => token !== "" && !token.startsWith("@"))
    .map((token) => token.split("|"));
}

function covers(line: string, version: Version): boolean {
  const span = /@(?:7\.(\d+))?-(?:7\.(\d+))?$/.exec(line);
  if (!span) return true;
  return (
    version.minor >= Number(span[1] ?? 0) && version.minor <= Number(span[2] ?? Number.POSITIVE_INFINITY)
  );
}
