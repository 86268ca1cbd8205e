import type { Item } from "../../model/model.ts";
import type { Reach } from "../../traffic/traffic.ts";
import { wholeExport } from "../facts/example.ts";
import { reachFromInternet } from "../facts/internet-side.ts";
import { reachByIpv6 } from "../facts/ipv6-outside.ts";
import { isSet } from "../facts/is-set.ts";
import { defineRule, type RuleContext } from "../rule.ts";

/** Where a test is asked for and the login takes place (Manual: Services). */
const CONTROL_PORT = 2000;

/** On by default in every version, for users of the router (verbose exports 6.43.8 to 7.17.2). */
export const bandwidthServerOn = defineRule({
  id: "bandwidth-server-on",
  group: "management",
  title: "Bandwidth test server enabled",
  severity: "warning",
  why: "The bandwidth server is on by default and lets a remote host load the router's processor and links.",
  advice: "Switch it off outside of measurements, and keep TCP port 2000 closed to the internet.",
  references: ["Manual: Bandwidth Test", "Manual: Securing your router", "Manual: Services"],
  compliance: ["S"],
  cwe: [400],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2"),
  good: wholeExport("7.16.2", "/tool bandwidth-server", "set enabled=no"),
  fixes: { disable: "safe" },
  on: ["/tool/bandwidth-server"],
  check(item, context) {
    if (item.text("enabled") !== "yes") return undefined;
    const open = openTo(item, context);
    const isForAll = item.text("authenticate") === "no";
    const isDefault = item.property("enabled") === undefined;
    const login = isForAll ? ", and asks for no login" : "";
    const strangers = open === undefined ? "" : `; the internet reaches it: ${open.reason}`;
    return {
      at: { item, property: isForAll ? "authenticate" : "enabled" },
      item,
      severity: isForAll && open !== undefined ? "error" : "warning",
      message: `The bandwidth test server is on${isDefault ? " (the default)" : ""}${login}${strangers}.`,
      related: (open?.by ?? []).map((rule) => ({ at: { item: rule }, message: "this rule lets it in" })),
      fixes: [
        {
          id: "disable",
          title: "Switch the bandwidth server off",
          changes: [{ kind: "set", item, properties: { enabled: "no" } }],
        },
      ],
    };
  },
});

/** The firewall's decision that lets strangers in, when the server itself does not limit sources (7.18). */
function openTo(item: Item, context: RuleContext): Reach | undefined {
  const answers = [
    isSet(item, "allowed-addresses4") ? undefined : reachFromInternet(context, "tcp", CONTROL_PORT),
    isSet(item, "allowed-addresses6") ? undefined : reachByIpv6(context, "tcp", CONTROL_PORT),
  ];
  return answers.find((reach) => reach?.verdict === "accepted");
}
