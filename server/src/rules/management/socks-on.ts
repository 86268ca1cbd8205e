import type { Item } from "../../model/model.ts";
import { reachFromInternet } from "../facts/internet-side.ts";
import { strangerAddress } from "../facts/public-address.ts";
import { defineRule, type Finding } from "../rule.ts";

export const socksOn = defineRule({
  id: "socks-on",
  group: "management",
  title: "SOCKS proxy enabled",
  severity: "error",
  why: "A SOCKS proxy on a router relays other people's traffic; malware that takes over routers switches it on.",
  advice: "Switch it off, and look for scripts and users that you do not know.",

  references: ["Manual: SOCKS", "CVE-2018-14847"],
  compliance: ["S"],
  cwe: [441],
  presets: ["recommended", "strict"],
  bad: "/ip socks\nset enabled=yes\n",
  good: "/ip socks\nset enabled=no\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/socks", "/ip/socks/access"],
  check(item, context) {
    const settings = context.model.settings("/ip/socks");
    const isOn = settings.text("enabled") === "yes";
    if (item.menu === "/ip/socks/access") return isOn ? undefined : trace(item);
    if (!isOn) return undefined;
    const reach = reachFromInternet(context, "tcp", Number(item.text("port") ?? "1080"));
    return {
      at: { item, property: "enabled" },
      item,
      severity: reach?.verdict === "blocked" ? "warning" : "error",
      message: `The SOCKS proxy is on${reach?.verdict === "accepted" ? " and open to the internet" : ""}.`,
      fixes: [
        {
          id: "disable",
          title: "Switch the SOCKS proxy off",
          changes: [{ kind: "set", item, properties: { enabled: "no" } }],
        },
      ],
    };
  },
});

/** Whoever has cleaned such a router by switching the proxy off forgets the list of those it was to serve. */
function trace(access: Item): Finding | undefined {
  const source = access.text("src-address")?.replace(/^!/, "");
  if (access.isDisabled === true || strangerAddress(source?.split(/[/-]/)[0]) === undefined) return undefined;
  return {
    at: { item: access, property: "src-address" },
    item: access,
    severity: "warning",
    message: `The SOCKS proxy is off, but its access list is made for \`${source ?? ""}\` on the internet, as malware leaves it.`,
  };
}
