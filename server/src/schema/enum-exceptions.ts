/**
 * Where the words that a router offers are not all it takes. Found by holding the values of real exports against
 * the words: outside these, one value in a thousand was not among them.
 */
const OPEN_NAMES = new Set(
  (
    "chain jump-target rule mode-config dhcp-options per-connection-classifier ipsec-policy ttl hop-limit name numbers " +
    "routing-mark group skin default-group proposal kind parent security-profile template instance area " +
    "group-authority group-master combo-mode speed advertise network-mode width " +
    "input.limit-process-routes-ipv4 input.limit-process-routes-ipv6"
  ).split(" "),
);

const OPEN_PAIRS = new Set([
  "/tool/sms port",
  "/port/remote-access port",
  "/system/logging action",
  "/interface/lte/apn apn",
  "/system/gps port",
  "/interface/wireless channel-width",
  "/openflow controllers",
]);

/** Menus whose offered words come from the network or a store. */
const OPEN_MENUS = /^\/(?:app|container|dude|iot|disk|file|interface\/(?:lte|w60g|ppp-client))(?:\/|$)/;

export function isOpenEnum(menu: string, property: string): boolean {
  // "datapath.interface-list" is what "interface-list" is.
  const last = property.slice(property.lastIndexOf(".") + 1);
  return (
    /(?:^|-)(?:interface|list|bridge|pool|profile|queue|table|vrf)$/.test(last) ||
    OPEN_NAMES.has(last) ||
    OPEN_PAIRS.has(`${menu} ${property}`) ||
    OPEN_MENUS.test(menu)
  );
}

/** Comma lists that the router's grammar does not mark. */
const LIST_NAMES = new Set(
  (
    "topics policy connection-state connection-nat-state servers allowed-address dst-port src-port port " +
    "authentication-types unicast-ciphers group-ciphers login-by supported-rates-a/g supported-rates-b basic-rates-a/g " +
    "basic-rates-b allow authentication enc-algorithm enc-algorithms auth-algorithms dh-group tagged untagged vlan-ids " +
    "slaves interfaces dns-server ntp-server addresses ciphers trap-interfaces trap-target trap-generators advertise"
  ).split(" "),
);

export function isList(property: string): boolean {
  return LIST_NAMES.has(property.slice(property.lastIndexOf(".") + 1));
}

/** Properties that hold RouterOS code, beside those that the router itself calls "script". */
const SCRIPT_NAMES = new Set(
  (
    "on-event on-up on-down on-login on-logout on-alert on-backup on-master on-fail on-message up-script down-script " +
    "test-script lease-script binding-script"
  ).split(" "),
);
const SCRIPT_PAIRS = new Set([
  "/system/script source",
  "/task source",
  "/ip/dhcp-client script",
  "/ipv6/dhcp-client script",
  "/interface/pppoe-client script",
  "/execute script",
  "/grep script",
]);
const BLOCK_COMMANDS = new Set("do else on-error command".split(" "));

export function scriptProperty(menu: string, command: string, property: string): boolean {
  if (menu === "/") return BLOCK_COMMANDS.has(property) || (command === "onerror" && property === "in");
  return (
    SCRIPT_NAMES.has(property) ||
    SCRIPT_PAIRS.has(`${menu} ${property}`) ||
    (property === "do" && command !== "add" && command !== "set")
  );
}
