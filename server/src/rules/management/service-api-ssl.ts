import { label } from "../facts/label.ts";
import { isListening } from "../facts/services.ts";
import { defineRule } from "../rule.ts";

export const serviceApiSsl = defineRule({
  id: "service-api-ssl",
  group: "management",
  title: "TLS service without certificate",
  severity: "warning",
  why: "Without a certificate the service uses anonymous key exchange, so a client cannot tell the router from someone in the middle.",
  advice: "Give the service a certificate or disable it.",
  references: ["Manual: Services"],
  compliance: ["M"],
  cwe: [295],
  presets: ["recommended", "strict"],
  bad: "/ip service\nset api-ssl certificate=none disabled=no\n",
  good: "/ip service\nset api-ssl certificate=router disabled=no\nset www-ssl disabled=yes\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/service"],
  check(item) {
    if (!["api-ssl", "www-ssl"].includes(item.name ?? "") || !isListening(item)) return undefined;
    const certificate = item.text("certificate");
    if (certificate !== "none" && certificate !== "") return undefined;
    return {
      at: { item, property: "certificate" },
      item,
      message: `The service ${label(item)} is on without a certificate.`,
      fixes: [
        {
          id: "disable",
          title: `Disable ${item.name ?? "the service"}`,
          changes: [{ kind: "set", item, properties: { disabled: "yes" } }],
        },
      ],
    };
  },
});
