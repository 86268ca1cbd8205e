import type { Item, Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule, type Fix } from "../rule.ts";

/** enabled=no by default in 6.x and 7.x; the cloud's update-time is coarse and no substitute (Manual: NTP, Cloud). */
export const ntpOff = defineRule({
  id: "ntp-off",
  group: "logging",
  title: "Clock not synchronised",
  severity: "warning",
  why: "A wrong clock makes certificates invalid, logs worthless as evidence, and schedules run at the wrong time.",
  advice: "Switch the NTP client on, with two servers.",
  references: ["Manual: NTP", "PCI DSS 10.6"],
  compliance: ["L"],
  cwe: [778],
  presets: ["strict"],
  bad: wholeExport("7.16.2"),
  good: wholeExport(
    "7.16.2",
    "/system ntp client",
    "set enabled=yes",
    "/system ntp client servers",
    "add address=192.0.2.123",
  ),
  fixes: { enable: "needs-input", "switch-on": "safe" },
  on: ["/system/ntp/client"],
  check(item, { model }) {
    const enabled = item.value("enabled");
    if (enabled.text !== "no") return undefined;
    if (enabled.from === "default" && !model.absenceMeansDefault(item.menu)) return undefined;
    return {
      at: { item, property: "enabled" },
      item,
      message: `The NTP client is off${enabled.from === "default" ? " (the default)" : ""}.`,
      fixes: [hasServer(item, model) ? switchOn(item) : enable(item, model)],
    };
  },
});

/** Servers that are written down need no others beside them. */
function hasServer(client: Item, model: Model): boolean {
  const isSome = (text: string | undefined) => text !== undefined && !["", "0.0.0.0", "::"].includes(text);
  return (
    ["primary-ntp", "secondary-ntp", "server-dns-names", "servers"].some((name) =>
      isSome(client.property(name)?.text),
    ) || model.items("/system/ntp/client/servers").some((server) => server.isDisabled === false)
  );
}

function switchOn(client: Item): Fix {
  return {
    id: "switch-on",
    title: "Switch the NTP client on, with the servers it has",
    changes: [{ kind: "set", item: client, properties: { enabled: "yes" } }],
  };
}

function enable(client: Item, model: Model): Fix {
  const server = "<NTP-SERVER>";
  const isSix = isVersion(model, "<7") === true;
  return {
    id: "enable",
    title: "Switch the NTP client on",
    changes: isSix
      ? [{ kind: "set", item: client, properties: { enabled: "yes", "primary-ntp": server } }]
      : [
          { kind: "set", item: client, properties: { enabled: "yes" } },
          { kind: "add", menu: "/system/ntp/client/servers", properties: { address: server } },
        ],
    inputs: [
      {
        name: "ntp-server",
        description: isSix ? "The address of a time server." : "The name or address of a time server.",
      },
    ],
  };
}
