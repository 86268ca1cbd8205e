import { hasRelay, isServing } from "../facts/dhcp.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const dhcpServerTwice = defineRule({
  id: "dhcp-server-twice",
  group: "protocols",
  title: "Two DHCP servers on one interface",
  severity: "warning",
  why: "An interface has one DHCP server for the clients on its link, so the second one is invalid and serves nobody.",
  advice: "Remove one, or put it on the interface that it is meant for.",
  references: ["Manual: DHCP"],
  presets: ["recommended", "strict"],
  bad: "/ip dhcp-server\nadd address-pool=a disabled=no interface=lan name=one\nadd address-pool=b disabled=no interface=lan name=two\n",
  good: "/ip dhcp-server\nadd address-pool=a disabled=no interface=lan name=one\nadd address-pool=b disabled=no interface=lan name=two relay=10.0.0.2\nadd address-pool=b disabled=no interface=guests name=three\n",
  on: ["/ip/dhcp-server"],
  check(item, { model }) {
    const name = item.text("interface");
    if (!isServing(item) || hasRelay(item) || name === undefined) return undefined;
    const first = model
      .items("/ip/dhcp-server")
      .find((other) => isServing(other) && !hasRelay(other) && other.text("interface") === name);
    if (first === undefined || first === item) return undefined;
    return {
      at: { item, property: "interface" },
      item,
      message: `DHCP server ${label(item)} is on \`${name}\`, where ${label(first)} serves already.`,
      related: [{ at: { item: first, property: "interface" }, message: "the other one" }],
    };
  },
});
