import { defineRule } from "../rule.ts";

/** 7.9+ has `auto` as default: on as soon as a share is enabled. */
export const smbOn = defineRule({
  id: "smb-on",
  group: "management",
  title: "SMB file sharing enabled",
  severity: "warning",
  why: "The router's SMB server had a remotely exploitable overflow (CVE-2018-7445) and is seldom needed on a router.",
  advice: "Switch it off and share files from a file server.",
  references: ["CVE-2018-7445", "Manual: SMB"],
  compliance: ["S"],
  cwe: [1188],
  presets: ["recommended", "strict"],
  bad: "/ip smb\nset enabled=yes\n",
  good: "/ip smb\nset enabled=no\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/smb"],
  check(item, { model }) {
    const enabled = item.text("enabled");
    const share = model
      .items("/ip/smb/shares")
      .find((one) => one.origin === "add" && one.isDisabled === false);
    if (enabled !== "yes" && !(enabled === "auto" && share !== undefined)) return undefined;
    return {
      at: { item, property: "enabled" },
      item,
      message:
        enabled === "yes"
          ? "The SMB server is on."
          : "The SMB server is on: it is automatic, and a share is enabled.",
      related:
        share === undefined
          ? []
          : [{ at: { item: share, property: "name" }, message: "the share that switches it on" }],
      fixes: [
        {
          id: "disable",
          title: "Switch SMB off",
          changes: [{ kind: "set", item, properties: { enabled: "no" } }],
        },
      ],
    };
  },
});
