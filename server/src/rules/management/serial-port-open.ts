import type { Item } from "../../model/model.ts";
import type { Reach } from "../../traffic/traffic.ts";
import { reachFromInternet } from "../facts/internet-side.ts";
import { label } from "../facts/label.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule, type RuleContext, type Severity } from "../rule.ts";

/** Everyone may connect unless addresses are named, and no login is asked for (Manual: Ports, Remote Access). */
export const serialPortOpen = defineRule({
  id: "serial-port-open",
  group: "management",
  title: "Serial port served to everyone without a login",
  severity: "warning",
  why: "Whoever connects to the port speaks to the device at the serial cable, often its console, and nobody asks who it is.",
  advice: "Limit it to the addresses that need it.",
  references: ["Manual: Ports", "RFC 2217"],
  compliance: ["M"],
  cwe: [306],
  presets: ["recommended", "strict"],
  bad: "/port remote-access\nadd port=serial0 protocol=rfc2217 tcp-port=9999\n",
  good: "/port remote-access\nadd allowed-addresses=192.168.88.5-192.168.88.5 port=serial0 protocol=rfc2217 tcp-port=9999\nadd disabled=yes port=serial1\n",
  fixes: { limit: "needs-input" },
  on: ["/port/remote-access"],
  check(item, context) {
    if (item.isDisabled !== false || !ALLOWED.every((name) => isForAll(item, name))) return undefined;
    const reach = reachOf(item, context);
    const serial = item.text("port");
    return {
      at: { item, property: ALLOWED.find((name) => item.property(name) !== undefined) ?? "port" },
      item,
      severity: severityOf(reach),
      message: `The serial port ${serial === undefined ? label(item) : `\`${serial}\``} is open to any address without a login${inWords(reach)}.`,
      related: (reach?.verdict === "accepted" ? reach.by : []).map((rule) => ({
        at: { item: rule },
        message: "this rule lets it in",
      })),
      fixes: [
        {
          id: "limit",
          title: "Limit it to the management network",
          changes: [
            {
              kind: "set",
              item,
              properties: { [allowedName(item, context)]: "<MANAGEMENT-NETWORK>" },
            },
          ],
          inputs: [
            {
              name: "management-network",
              description: "The addresses that use the serial port, as 192.168.88.0/24.",
            },
          ],
        },
      ],
    };
  },
});

/** The second is the first's name since 7.23. */
const ALLOWED = ["allowed-addresses", "remote-addresses"] as const;

function isForAll(item: Item, name: string): boolean {
  const property = item.property(name);
  return (
    property === undefined || ["", "0.0.0.0/0", "0.0.0.0-255.255.255.255"].includes(property.text ?? "?")
  );
}

function allowedName(item: Item, { model }: RuleContext): string {
  const written = ALLOWED.find((name) => item.property(name) !== undefined);
  return written ?? (isVersion(model, ">=7.23") === true ? "remote-addresses" : "allowed-addresses");
}

function reachOf(item: Item, context: RuleContext): Reach | undefined {
  const port = Number(item.text("tcp-port") ?? item.text("ip-port"));
  return port > 0 ? reachFromInternet(context, "tcp", port) : undefined;
}

function severityOf(reach: Reach | undefined): Severity {
  if (reach?.verdict === "accepted") return "error";
  return reach?.verdict === "blocked" ? "info" : "warning";
}

function inWords(reach: Reach | undefined): string {
  if (reach?.verdict === "accepted") return `, the internet included: ${reach.reason}`;
  return reach?.verdict === "blocked" ? " (the firewall keeps the internet out)" : "";
}
