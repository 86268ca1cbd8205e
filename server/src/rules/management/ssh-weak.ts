import { wholeExport } from "../facts/example.ts";
import { defineRule } from "../rule.ts";

/** strong-crypto is no by default in every version (verbose exports 6.49.7, 7.17.2). */
export const sshWeak = defineRule({
  id: "ssh-weak",
  group: "management",
  title: "SSH without strong crypto",
  severity: "warning",
  why: "Without strong-crypto the SSH server accepts SHA-1, short Diffie-Hellman groups and old ciphers.",
  advice: "Set strong-crypto=yes; very old SSH clients will no longer connect.",
  references: ["Manual: SSH", "Manual: Securing your router"],
  compliance: ["M"],
  cwe: [326],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2"),
  good: wholeExport("7.16.2", "/ip ssh", "set strong-crypto=yes"),
  fixes: { "strong-crypto": "suggestion" },
  on: ["/ip/ssh"],
  check(item, { model }) {
    if (item.text("strong-crypto") !== "no") return undefined;
    const service = model.items("/ip/service").find((one) => one.name === "ssh");
    if (service?.isDisabled === true) return undefined;
    return {
      at: { item, property: "strong-crypto" },
      item,
      message: `SSH accepts weak algorithms: strong-crypto is no${item.property("strong-crypto") === undefined ? " (the default)" : ""}.`,
      fixes: [
        {
          id: "strong-crypto",
          title: "Set strong-crypto=yes",
          changes: [{ kind: "set", item, properties: { "strong-crypto": "yes" } }],
        },
      ],
    };
  },
});
