import type { Item } from "../../model/model.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { label } from "../facts/label.ts";
import { isIn, strangerAddress } from "../facts/public-address.ts";
import { defineRule, type Finding } from "../rule.ts";

/** Names that attackers point at servers of their own, and the networks where they really live. */
const OWN: readonly (readonly [names: RegExp, networks: readonly string[]])[] = [
  [
    /(?:^|\.)(?:google\.\w+|google\.co\.\w+|gmail\.com|youtube\.com|gstatic\.com|googleapis\.com)$/,
    [
      "216.239.32.0/19",
      "216.58.192.0/19",
      "172.217.0.0/16",
      "142.250.0.0/15",
      "74.125.0.0/16",
      "64.233.160.0/19",
      "173.194.0.0/16",
      "209.85.128.0/17",
      "108.177.0.0/17",
      "172.253.0.0/16",
      "8.8.8.0/24",
      "8.8.4.0/24",
      "35.190.0.0/16",
      "199.36.153.0/24",
      "192.178.0.0/15",
      "64.15.112.0/20",
      "66.102.0.0/20",
      "66.249.64.0/19",
      "72.14.192.0/18",
      "108.170.192.0/18",
      "207.223.160.0/20",
      "208.65.152.0/22",
      "208.117.224.0/19",
      "216.73.80.0/20",
    ],
  ],
  [
    /(?:^|\.)(?:facebook\.com|instagram\.com|whatsapp\.com)$/,
    [
      "157.240.0.0/16",
      "31.13.24.0/21",
      "31.13.64.0/18",
      "179.60.192.0/22",
      "185.60.216.0/22",
      "163.70.128.0/17",
      "163.77.128.0/17",
      "45.64.40.0/22",
      "66.220.144.0/20",
      "69.63.176.0/20",
      "69.171.224.0/19",
      "74.119.76.0/22",
      "102.132.96.0/20",
      "103.4.96.0/22",
      "129.134.0.0/16",
      "173.252.64.0/18",
      "185.89.216.0/22",
      "199.201.64.0/22",
      "204.15.20.0/22",
    ],
  ],
  [
    /(?:^|\.)(?:mikrotik\.com|mikrotik\.lv)$/,
    [
      "159.148.0.0/16",
      "104.16.0.0/12",
      "172.64.0.0/13",
      "188.114.96.0/20",
      "13.32.0.0/12",
      "18.64.0.0/14",
      "54.230.0.0/16",
      "99.84.0.0/16",
      "108.156.0.0/14",
      "143.204.0.0/16",
      "3.160.0.0/11",
    ],
  ],
  [
    /^(?:www\.)?(?:paypal\.com|binance\.com|blockchain\.com|coinbase\.com)$/,
    [
      "64.4.240.0/20",
      "66.211.160.0/19",
      "151.101.0.0/16",
      "146.75.0.0/16",
      "23.0.0.0/8",
      "104.64.0.0/10",
      "104.16.0.0/12",
      "172.64.0.0/13",
      "13.32.0.0/12",
      "18.64.0.0/14",
      "52.84.0.0/15",
      "99.84.0.0/16",
      "3.160.0.0/11",
      "192.229.0.0/16",
      "162.159.0.0/16",
    ],
  ],
];

export const dnsStaticHijack = defineRule({
  id: "dns-static-hijack",
  group: "scripts",
  title: "Well-known name sent elsewhere",
  severity: "warning",
  why: "A static entry that sends a well-known name to a strange public address is how taken-over routers steal logins, and one that sends the update servers to nowhere is how they keep their holes.",
  advice:
    "If the entry is not yours, take the router for compromised; else write into its comment what it is for.",
  references: ["Manual: DNS", "CVE-2018-14847"],
  compliance: ["S"],
  cwe: [350],
  presets: ["recommended", "strict"],
  bad: "/ip dns static\nadd address=198.51.100.7 name=www.paypal.com\n",
  good: "/ip dns static\nadd address=216.239.38.120 name=www.google.com\nadd address=192.168.88.7 name=www.paypal.com\nadd address=0.0.0.0 name=www.facebook.com\n",
  fixes: { remove: "suggestion" },
  on: ["/ip/dns/static"],
  check(item) {
    const name = item.property("name")?.text?.toLowerCase();
    const text = item.property("address")?.text;
    if (name === undefined || item.isDisabled === true) return undefined;
    if (UPDATES.test(name) && isNowhere(text)) return hijacked(item, NO_UPDATES);
    const address = strangerAddress(text);
    if (address === undefined) return undefined;
    const known = OWN.find(([names]) => names.test(name));
    if (known === undefined || known[1].some((network) => isIn(address, network))) return undefined;
    return hijacked(item, "is sent to a public address that is not known as its own");
  },
});

function hijacked(item: Item, how: string): Finding {
  return {
    at: { item, property: "address" },
    item,
    message: `${label(item)} ${how}.`,
    fixes: [{ id: "remove", title: "Remove the entry", changes: [{ kind: "remove", item }] }],
  };
}

/** Where RouterOS asks for updates; the router asks its own static entries first. */
const UPDATES = /^(?:upgrade|update|download|cdn)\d*\.mikrotik\.com$/;

const NO_UPDATES = "is sent to nowhere, so the router finds no updates, as malware leaves it";

function isNowhere(text: string | undefined): boolean {
  const address = text === undefined ? undefined : parseIpAddress(text);
  return address !== undefined && (isIn(address, "127.0.0.0/8") || isIn(address, "0.0.0.0/8"));
}
