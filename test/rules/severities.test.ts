import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { RULES } from "../../server/src/rules/registry.ts";
import { readCases } from "../support/rule-cases.ts";
import { findingsOf, lintText } from "../support/rule-check.ts";

/** Case files do not show severities; these are the cases where a rule says less, or more, than its own. */
const CASES: readonly (readonly [rule: string, title: string, severities: string])[] = [
  ["bandwidth-server-on", "Open to the internet, without a login", "error"],
  ["bandwidth-server-on", "Open to the internet, for users of the router", "warning"],
  ["bandwidth-server-on", "The firewall keeps the internet out", "warning"],
  ["firewall-chain-unreached", "The jump is disabled", "info"],
  ["filter-rule-broken", "Brackets and a property", "error error warning info"],
  ["firewall-interface-list-empty", "Everybody is kept off the router", "error"],
  [
    "firewall-interface-list-empty",
    "Administrators come first; lists of empty lists; a removed member",
    "warning warning",
  ],
  ["firewall-list-undefined", "All but an empty list is everybody", "error warning"],
  ["firewall-no-forward-drop", "Every rule is disabled", "warning"],
  ["firewall-no-input-drop", "No rule at all", "error"],
  ["firewall-no-input-drop", "Behind a private network: the side is a guess", "warning"],
  [
    "firewall-no-input-drop",
    "A network of one's own on the way out: neither NAT nor firewall treats it as outside",
    "info",
  ],
  ["firewall-shadowed", "The same port sent elsewhere", "warning"],
  ["firewall-wan-list-missing", "The inside is named, so strangers stay out all the same", "warning"],
  ["ipv6-firewall-none", "The router is closed, the hosts behind it are not", "warning"],
  ["dhcp-dns-closed", "Closed in words, in 6.x, beside another server", "info"],
  ["dstnat-from-everywhere", "A port that few others have, in 6.x", "info"],
  ["nat-masquerade-all", "Beside a port forward", "warning"],
  ["nat-masquerade-all", "In 6.x; one network, no forward", "info"],
  ["l2tp-weak-auth", "Server and client", "warning warning"],
  ["l2tp-weak-auth", "Without IPsec, and CHAP there", "error warning"],
  ["ospf-no-auth", "Inside WireGuard, by its network", "info warning"],
  ["old-version", "The service that has the hole is off", "info"],
  ["romon-on", "With a secret", "info"],
  ["romon-on", "With a secret that anybody guesses", "warning"],
  ["script-missing", "An event that names none", "warning warning info warning"],
  ["socks-on", "On for the inside, behind a firewall", "warning"],
  ["socks-on", "Off, but with a list that malware has left", "warning"],
  ["snmp-public", "The default community as it comes", "error"],
  ["ssh-forwarding", "Towards the user only", "info"],
  ["ssh-none", "Strong crypto forbids it again", "info"],
  ["undeclared-variable", "Read ahead of its declaration, and in quotes", "warning warning"],
  ["undeclared-variable", "Nothing is declared at all: perhaps a template", "info"],
  ["undeclared-variable", "A script that nobody hands anything", "warning warning warning"],
  ["undeclared-variable", "A part of a value, what an event hands in, and what runs elsewhere", "info"],
  ["upnp-on", "Nothing external to open", "info"],
  ["winbox-mac", "A list that holds nothing would lock out", "info"],
  ["winbox-mac", "Not said: everywhere", "info"],
  ["wifi-open", "A hotspot asks for the login", "warning"],
  ["wifi-tkip", "A profile that nothing uses", "info"],
  ["wifi-wpa1", "A profile that nothing uses", "info"],
  ["wifi-wpa1", "Nv2, in a fragment", "info"],
  ["wifi-wpa1", "Nv2 has a security of its own", "info"],
];

describe("severities", () => {
  it.each(CASES)("%s: %s", (ruleId, title, severities) => {
    const group = RULES.find(({ id }) => id === ruleId)?.group ?? "";
    const file = fileURLToPath(new URL(`${group}/${ruleId}.md`, import.meta.url));
    const one = readCases(readFileSync(file, "utf8")).find((each) => each.title === title);
    const found = findingsOf(lintText(one?.text ?? ""), ruleId).map(({ severity }) => severity);
    expect(found.join(" ")).toBe(severities);
  });
});
