import { reachFromInternet } from "../facts/internet-side.ts";
import { defineRule } from "../rule.ts";

export const proxyOn = defineRule({
  id: "proxy-on",
  group: "management",
  title: "Web proxy enabled",
  severity: "warning",
  why: "A web proxy that the internet can reach relays other people's requests, and malware that takes over routers switches it on.",
  advice: "Switch it off, or allow it from the LAN only.",
  references: ["Manual: Proxy", "CVE-2018-14847"],
  compliance: ["S"],
  cwe: [441],
  presets: ["recommended", "strict"],
  bad: "/ip proxy\nset enabled=yes\n",
  good: "/ip proxy\nset enabled=no port=8080\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/proxy"],
  check(item, context) {
    if (item.text("enabled") !== "yes") return undefined;
    const port = Number((item.text("port") ?? "8080").split(",")[0]);
    const reach = reachFromInternet(context, "tcp", Number.isNaN(port) ? 8080 : port);
    const isOpen = reach?.verdict === "accepted";
    return {
      at: { item, property: "enabled" },
      item,
      severity: isOpen ? "error" : "warning",
      message: isOpen
        ? `The web proxy is on and open to the internet: ${reach.reason}.`
        : "The web proxy is on.",
      related: (isOpen ? reach.by : []).map((rule) => ({
        at: { item: rule },
        message: "this rule lets it in",
      })),
      fixes: [
        {
          id: "disable",
          title: "Switch the web proxy off",
          changes: [{ kind: "set", item, properties: { enabled: "no" } }],
        },
      ],
    };
  },
});
