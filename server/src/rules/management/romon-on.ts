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
  check(item, { model }) {
    if (item.text("enabled") !== "yes") return undefined;
    // v7 hides secrets, so only a file that shows them proves that there are none.
    const isOpen = model.source.secrets === "shown" && item.value("secrets").text === "";
    const hasSecret = (item.property("secrets")?.text ?? "") !== "";
    return {
      at: { item, property: "enabled" },
      item,
      severity: isOpen ? "error" : hasSecret ? "info" : "warning",
      message: isOpen
        ? "RoMON is on and has no secret."
        : `RoMON is on: neighbours${hasSecret ? " that know its secret" : ""} can administer this router below IP.`,
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
