import { label } from "../facts/label.ts";
import { isListening } from "../facts/services.ts";
import { defineRule } from "../rule.ts";

/** RFC 8996 deprecates TLS 1.0 and 1.1. */
export const serviceTlsAny = defineRule({
  id: "service-tls-any",
  group: "management",
  title: "TLS service accepts old versions",
  severity: "warning",
  why: "TLS 1.0 and 1.1 are deprecated and rest on MD5 and SHA-1.",
  advice: "Set tls-version=only-1.2.",
  references: ["RFC 8996", "Manual: Services"],
  compliance: ["M"],
  cwe: [326],
  presets: ["recommended", "strict"],
  bad: "/ip service\nset www-ssl certificate=router disabled=no tls-version=any\n",
  good: "/ip service\nset www-ssl certificate=router disabled=no tls-version=only-1.2\n",
  fixes: { "only-1.2": "suggestion" },
  on: ["/ip/service"],
  check(item) {
    if (!["api-ssl", "www-ssl"].includes(item.name ?? "") || !isListening(item)) return undefined;
    if (item.text("tls-version") !== "any" || ["none", ""].includes(item.text("certificate") ?? ""))
      return undefined;
    return {
      at: { item, property: "tls-version" },
      item,
      message: `The service ${label(item)} accepts TLS 1.0 and 1.1.`,
      fixes: [
        {
          id: "only-1.2",
          title: "Accept TLS 1.2 only",
          changes: [{ kind: "set", item, properties: { "tls-version": "only-1.2" } }],
        },
      ],
    };
  },
});
