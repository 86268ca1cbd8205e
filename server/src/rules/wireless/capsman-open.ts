import type { Item, Model } from "../../model/model.ts";
import { enumerate } from "../facts/label.ts";
import { defineRule, type Finding } from "../rule.ts";

/** Any access point that reaches the manager gets its configuration, keys included (Manual: CAPsMAN). */
export const capsmanOpen = defineRule({
  id: "capsman-open",
  group: "wireless",
  title: "CAPsMAN open to any access point",
  severity: "warning",
  why: "The manager listens on every interface and asks for no certificate, so any device can pose as an access point and be given the networks' keys.",
  advice: "Limit the manager to the interfaces that lead to access points, and require certificates.",
  references: ["Manual: CAPsMAN", "Manual: WiFi"],
  compliance: ["W", "N"],
  cwe: [306],
  presets: ["recommended", "strict"],
  bad: "/interface wifi capsman\nset enabled=yes interfaces=all require-peer-certificate=no\n",
  good: "/interface wifi capsman\nset enabled=yes interfaces=bridge require-peer-certificate=no\n",
  fixes: { limit: "needs-input" },
  on: ["/caps-man/manager", "/interface/wifi/capsman"],
  check(item, { model }) {
    if (item.text("enabled") !== "yes" || asksForCertificate(item, model)) return undefined;
    return item.menu === "/caps-man/manager" ? legacy(item, model) : wifi(item);
  },
});

function asksForCertificate(item: Item, model: Model): boolean {
  const { from, text } = item.value("require-peer-certificate");
  if (from === "explicit") return text !== "no";
  return (
    from === "computed" || !(model.absenceMeansDefault(item.menu) || item.property("enabled") !== undefined)
  );
}

const INTERFACE = {
  name: "access-point-interface",
  description: "The interface that leads to the access points, as the LAN bridge.",
};

function wifi(item: Item): Finding | undefined {
  const interfaces = item.property("interfaces")?.text;
  if (interfaces !== "all" && interfaces !== "") return undefined;
  return {
    at: { item, property: "interfaces" },
    item,
    message: "CAPsMAN takes any access point on any interface and asks for no certificate.",
    fixes: [
      {
        id: "limit",
        title: "Limit CAPsMAN to one interface",
        changes: [{ kind: "set", item, properties: { interfaces: "<ACCESS-POINT-INTERFACE>" } }],
        inputs: [INTERFACE],
      },
    ],
  };
}

/** The built-in entry of the interface list is `all`, allowed (Manual: CAPsMAN). */
function legacy(item: Item, model: Model): Finding | undefined {
  const menu = "/caps-man/manager/interface";
  if (!model.absenceMeansDefault(menu)) return undefined;
  const everywhere = model.items(menu).find((one) => one.text("interface") === "all");
  if (everywhere === undefined || everywhere.isDisabled === true || everywhere.text("forbid") === "yes")
    return undefined;
  const spared = model
    .items(menu)
    .filter((one) => one.isDisabled !== true && one.text("forbid") === "yes")
    .flatMap((one) => one.text("interface") ?? []);
  const where = spared.length === 0 ? "any interface" : `every interface but ${enumerate(spared)}`;
  return {
    at: { item, property: "enabled" },
    item,
    message: `CAPsMAN takes any access point on ${where} and asks for no certificate.`,
  };
}
