import type { Model } from "../../model/model.ts";
import { defineRule } from "../rule.ts";

export const upnpOn = defineRule({
  id: "upnp-on",
  group: "management",
  title: "UPnP enabled",
  severity: "warning",
  why: "UPnP lets any program on the LAN open ports from the internet to the inside without a login.",
  advice: "Switch it off and write the port forwards that are needed by hand.",

  references: ["Manual: UPnP"],
  compliance: ["N"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: "/ip upnp\nset enabled=yes\n",
  good: "/ip upnp\nset enabled=no\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/upnp"],
  check(item, { model }) {
    if (item.text("enabled") !== "yes") return undefined;
    const isIdle = !mayOpen(model);
    return {
      at: { item, property: "enabled" },
      item,
      severity: isIdle ? "info" : "warning",
      message: isIdle
        ? "UPnP is on, but no interface is external, so nothing can be opened yet."
        : "UPnP is on: hosts on the LAN can open ports to the internet.",
      fixes: [
        {
          id: "disable",
          title: "Switch UPnP off",
          changes: [{ kind: "set", item, properties: { enabled: "no" } }],
        },
      ],
    };
  },
});

/** Ports are opened on external interfaces only (Manual: UPnP). */
function mayOpen(model: Model): boolean {
  const menu = "/ip/upnp/interfaces";
  return (
    !model.absenceMeansDefault(menu) ||
    model.items(menu).some((one) => one.isDisabled !== true && one.text("type") !== "internal")
  );
}
