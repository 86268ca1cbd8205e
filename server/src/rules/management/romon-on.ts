import { isSet } from "../facts/is-set.ts";
import { listOf } from "../facts/label.ts";
import { weaknessOf, wishOf } from "../facts/secret-strength.ts";
import { defineRule } from "../rule.ts";

export const romonOn = defineRule({
  id: "romon-on",
  group: "management",
  title: "RoMON enabled",
  severity: "warning",
  why: "RoMON lets a neighbour administer this router below IP, past every firewall rule; without secrets any RouterOS device on the segment may join.",
  advice: "Switch it off, or set secrets and forbid it on ports that leave your site.",
  references: ["Manual: RoMON"],
  compliance: ["M"],
  cwe: [306],
  presets: ["recommended", "strict"],
  bad: "/tool romon\nset enabled=yes\n",
  good: "/tool romon\nset enabled=no\n",
  fixes: { disable: "suggestion" },
  on: ["/tool/romon"],
  check(item, { model, policy }) {
    if (item.text("enabled") !== "yes") return undefined;
    // v7 hides secrets, so only a file that shows them proves that there are none.
    const isOpen = model.source.secrets === "shown" && item.value("secrets").text === "";
    const hasSecret = isSet(item, "secrets");
    const weakness = listOf(item.property("secrets")?.text)
      .map((secret) => weaknessOf(secret, wishOf(policy, 12, [])))
      .find((one) => one !== undefined);
    return {
      at: { item, property: "enabled" },
      item,
      severity: isOpen ? "error" : hasSecret && weakness === undefined ? "info" : "warning",
      message: isOpen
        ? "RoMON is on and has no secret."
        : `RoMON is on: neighbours${hasSecret ? " that know its secret" : ""} can administer this router below IP${weakness === undefined ? "" : `, and the secret is ${weakness}`}.`,
      fixes: [
        {
          id: "disable",
          title: "Switch RoMON off",
          changes: [{ kind: "set", item, properties: { enabled: "no" } }],
        },
      ],
    };
  },
});
