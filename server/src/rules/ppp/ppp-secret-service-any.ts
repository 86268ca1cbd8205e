import { label } from "../facts/label.ts";
import { enabledServices } from "../facts/ppp-users.ts";
import { defineRule } from "../rule.ts";

/** `service` is any by default: 75 of 328 secrets in public v6 exports leave it out. */
export const pppSecretServiceAny = defineRule({
  id: "ppp-secret-service-any",
  group: "ppp",
  title: "Account that PPTP accepts too",
  severity: "warning",
  why: "A secret without a service works on every PPP server that is on, the PPTP server included.",
  advice: "Name the one service that the user needs.",
  references: ["Manual: PPP AAA"],
  compliance: ["T", "A"],
  cwe: [284],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface pptp-server server\nset enabled=yes\n/ppp secret\nadd name=anna\n",
  good: "/interface pptp-server server\nset authentication=mschap2\n/ppp secret\nadd name=anna\n",
  fixes: { narrow: "suggestion" },
  on: ["/ppp/secret"],
  check(item, { model }) {
    if (item.isDisabled !== false || item.text("service") !== "any") return undefined;
    const services = enabledServices(model);
    if (!services.includes("pptp")) return undefined;
    const others = services.filter((service) => service !== "pptp");
    const only = others.length === 1 ? others[0] : undefined;
    return {
      at: { item, property: item.property("service") === undefined ? "name" : "service" },
      item,
      message: `User ${label(item)} can log in over PPTP too: its service is \`any\`${item.property("service") === undefined ? " (the default)" : ""}.`,
      fixes:
        only === undefined
          ? []
          : [
              {
                id: "narrow",
                title: `Allow ${only} only`,
                changes: [{ kind: "set", item, properties: { service: only } }],
              },
            ],
    };
  },
});
