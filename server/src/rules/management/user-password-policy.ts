import { wholeExport } from "../facts/example.ts";
import { defineRule } from "../rule.ts";

/** Both settings are 0 by default (verbose export 7.17.2); PCI DSS 8.3.6 and the manual ask for 12. */
export const userPasswordPolicy = defineRule({
  id: "user-password-policy",
  group: "management",
  title: "No password policy",
  severity: "warning",
  why: "RouterOS accepts any password, even an empty one, until a minimum length is set.",
  advice: "Require 12 characters of three kinds.",
  versions: ">=7.1",
  references: ["Manual: User", "Manual: Securing your router"],
  compliance: ["A"],
  cwe: [521],
  presets: ["strict"],
  bad: wholeExport("7.16.2"),
  good: wholeExport("7.16.2", "/user settings", "set minimum-categories=3 minimum-password-length=12"),
  fixes: { require: "safe" },
  options: { length: { type: "number", description: "The shortest length that is enough.", default: 12 } },
  on: ["/user/settings"],
  check(item, { option, policy }) {
    const wanted = option<number>("length", policy.minimumSecretLength) ?? 12;
    const length = item.text("minimum-password-length");
    if (length === undefined || Number(length) >= wanted) return undefined;
    // More than three is better still.
    const categories = String(Math.max(3, Number(item.property("minimum-categories")?.text ?? "0") || 0));
    return {
      at: { item, property: "minimum-password-length" },
      item,
      message:
        length === "0"
          ? "Passwords of any length are accepted: no minimum is set."
          : `Passwords of ${length} characters are accepted.`,
      fixes: [
        {
          id: "require",
          title: `Require ${wanted} characters of ${categories === "4" ? "four" : "three"} kinds`,
          changes: [
            {
              kind: "set",
              item,
              properties: { "minimum-categories": categories, "minimum-password-length": String(wanted) },
            },
          ],
        },
      ],
    };
  },
});
