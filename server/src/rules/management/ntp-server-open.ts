import { tracksConnections } from "../../traffic/tracking.ts";
import { dropsFromOutside } from "../facts/drop-outside.ts";
import { wholeExport } from "../facts/example.ts";
import { openings } from "../facts/openings.ts";
import { answersInMain } from "../facts/vrf.ts";
import { defineRule } from "../rule.ts";

const SERVER = ["/system ntp server", "set enabled=yes"];
const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];

/** The server has no list of its own of whom it serves (Manual: NTP). */
export const ntpServerOpen = defineRule({
  id: "ntp-server-open",
  group: "management",
  title: "NTP server open to the internet",
  severity: "warning",
  why: "Strangers can use the server to send replies to forged addresses, and load the router with requests.",
  advice:
    "Drop UDP port 123 from the internet side in the input chain; NTP servers for the public are better run elsewhere.",
  references: ["Manual: NTP", "RFC 8633"],
  compliance: ["N"],
  cwe: [406],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", ...NAT, ...SERVER),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=drop chain=input in-interface=!lan",
    ...NAT,
    ...SERVER,
  ),
  fixes: { "drop-from-wan": "suggestion" },
  on: ["/system/ntp/server"],
  check(item, context) {
    if (item.text("enabled") !== "yes" || !answersInMain(item)) return undefined;
    const open = openings(context, 123, ["udp"]);
    const [first] = open;
    if (first === undefined) return undefined;
    return {
      at: { item, property: "enabled" },
      item,
      message: `The NTP server answers the internet${first.family === "ipv6" ? " by IPv6" : ""}: ${first.reach.reason}.`,
      related: first.reach.by.map((rule) => ({ at: { item: rule }, message: "this rule lets it in" })),
      fixes: tracksConnections(context.model)
        ? [
            {
              id: "drop-from-wan",
              title: "Drop NTP requests from the internet side",
              changes: open.flatMap(({ family }) => dropsFromOutside(context, family, [REQUESTS])),
            },
          ]
        : [],
    };
  },
});

/** Replies to the router's own client come to the same port. */
const REQUESTS = { "connection-state": "new", "dst-port": "123", protocol: "udp" };
