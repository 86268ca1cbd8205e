import type { Item } from "../../model/model.ts";
import { reachFromInternet } from "../facts/internet-side.ts";
import { listOf } from "../facts/label.ts";
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
    const ports = listOf(item.text("port") ?? "8080");
    const port = Number(ports[0]);
    const reach = reachFromInternet(context, "tcp", Number.isNaN(port) ? 8080 : port);
    const redirects = context.model.items("/ip/firewall/nat").filter((rule) => sendsTo(rule, ports));
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
          title:
            redirects.length === 0
              ? "Switch the web proxy off"
              : "Switch the web proxy off, and the redirect into it",
          changes: [
            { kind: "set", item, properties: { enabled: "no" } },
            ...redirects.map((rule) => ({
              kind: "set" as const,
              item: rule,
              properties: { disabled: "yes" },
            })),
          ],
        },
      ],
    };
  },
});

/** Whoever is redirected into a proxy that is off gets no page any more. */
function sendsTo(rule: Item, ports: readonly string[]): boolean {
  return (
    rule.isDisabled === false &&
    rule.text("action") === "redirect" &&
    ports.includes(rule.text("to-ports") ?? "")
  );
}
