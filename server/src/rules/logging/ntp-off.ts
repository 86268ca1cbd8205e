import { wholeExport } from "../facts/example.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule } from "../rule.ts";

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
  fixes: { enable: "needs-input" },
  on: ["/system/ntp/client"],
  check(item, { model }) {
    const enabled = item.value("enabled");
    if (enabled.text !== "no") return undefined;
    if (enabled.from === "default" && !model.absenceMeansDefault(item.menu)) return undefined;
    const server = "<NTP-SERVER>";
    const isSix = isVersion(model, "<7");
    return {
      at: { item, property: "enabled" },
      item,
      message: `The NTP client is off${enabled.from === "default" ? " (the default)" : ""}.`,
      fixes: [
        {
          id: "enable",
          title: "Switch the NTP client on",
          changes:
            isSix === true
              ? [{ kind: "set", item, properties: { enabled: "yes", "primary-ntp": server } }]
              : [
                  { kind: "set", item, properties: { enabled: "yes" } },
                  { kind: "add", menu: "/system/ntp/client/servers", properties: { address: server } },
                ],
          inputs: [
            {
              name: "ntp-server",
              description:
                isSix === true ? "The address of a time server." : "The name or address of a time server.",
            },
          ],
        },
      ],
    };
  },
});
