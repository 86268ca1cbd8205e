import { wholeExport } from "../facts/example.ts";
import { guessWords, type LikelySide, likelySide } from "../facts/internet-side.ts";
import { enumerate } from "../facts/label.ts";
import { type ExposedService, exposedServices } from "../facts/services.ts";
import { defineRule } from "../rule.ts";

const LOGIN_SERVICES = ["winbox", "ssh", "www-ssl", "api-ssl", "telnet"];

export const serviceNoAddress = defineRule({
  id: "service-no-address",
  group: "management",
  title: "Administration open to the internet",
  severity: "error",
  why: "A management port that the whole internet reaches is found within hours and tried with stolen passwords and known holes such as CVE-2018-14847.",
  advice: "Drop it in the input chain, and limit the service to the addresses that administer the router.",
  references: ["Manual: Services", "Manual: Securing your router", "CVE-2018-14847", "CVE-2023-30799"],
  compliance: ["M", "N"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
    "/ip service",
    "set telnet disabled=yes",
    "set ssh disabled=yes",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=drop chain=input in-interface=ether1",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
  ),
  fixes: { limit: "needs-input" },
  on: "model",
  check(_model, context) {
    const side = likelySide(context);
    const exposed = exposedServices(LOGIN_SERVICES, context, side);
    const first = exposed.find(({ service }) => service.command !== undefined) ?? exposed[0];
    if (first === undefined) return undefined;
    const names = namesOf(exposed);
    const by = new Set(exposed.flatMap(({ reach }) => reach.by));
    return {
      at: { item: first.service, property: "address" },
      item: first.service,
      severity: exposed.some(({ isByIpv6 }) => isByIpv6) ? "error" : (side?.severity ?? "error"),
      message: `The internet can reach ${reachWords(exposed, side)}.`,
      related: [...by].map((rule) => ({ at: { item: rule }, message: "this rule lets it in" })),
      fixes: [
        {
          id: "limit",
          title: `Limit ${names.join(", ")} to the management network`,
          changes: exposed.map(({ service }) => ({
            kind: "set" as const,
            item: service,
            properties: { address: "<MANAGEMENT-NETWORK>" },
          })),
          inputs: [
            {
              name: "management-network",
              description:
                "The network that administers this router, as 192.168.88.0/24; yours must be in it.",
              ...(context.policy.managementNetworks?.[0] === undefined
                ? {}
                : { suggestion: context.policy.managementNetworks.join(",") }),
            },
          ],
        },
      ],
    };
  },
});

function namesOf(exposed: readonly ExposedService[]): readonly string[] {
  return exposed.map(({ service }) => service.name ?? "");
}

/** What IPv4 reaches, and what only IPv6 does, each with the firewall's reason for just these services. */
function reachWords(exposed: readonly ExposedService[], side: LikelySide | undefined): string {
  const alike = new Map<string, ExposedService[]>();
  for (const one of [...exposed].sort((a, b) => Number(a.isByIpv6) - Number(b.isByIpv6))) {
    const key = `${one.isByIpv6} ${one.reach.reason}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()]
    .flatMap((those) => {
      const [first] = those;
      if (first === undefined) return [];
      const { isByIpv6, reach } = first;
      const guess = isByIpv6 || side === undefined ? "" : guessWords(side);
      const how = isByIpv6 ? " by IPv6" : guess;
      return `${those.length === 1 ? "the service" : "the services"} ${enumerate(namesOf(those))}${how}: ${reach.reason}`;
    })
    .join("; and ");
}
