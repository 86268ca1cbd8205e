import type { Item } from "../../model/model.ts";
import { FIREWALL_MENUS } from "../../traffic/firewall-menus.ts";
import { masterOf } from "../facts/bridges.ts";
import { label } from "../facts/label.ts";
import { defineRule, type Finding } from "../rule.ts";

const MATCHERS = ["in-interface", "out-interface"] as const;

/** RouterOS prints "in/out-interface matcher not possible when interface is slave - use master instead" into exports. */
export const firewallInterfaceSlave = defineRule({
  id: "firewall-interface-slave",
  group: "firewall",
  title: "Firewall rule asks for a port of a bridge or bond",
  severity: "warning",
  why: "Packets of a port come in and leave by its bridge or bond, so the rule never acts, whatever it is meant to stop or to let through.",
  advice: "Name the bridge or the bond, or what tells these packets apart otherwise.",
  references: ["Manual: Layer2 misconfiguration", "Manual: Filter", "Manual: Packet Flow in RouterOS"],
  compliance: ["N"],
  cwe: [561],
  presets: ["recommended", "strict"],
  bad: "/interface bridge\nadd name=lan\n/interface bridge port\nadd bridge=lan interface=ether2\n/ip firewall filter\nadd action=drop chain=forward in-interface=ether2\n",
  good: "/interface bridge\nadd name=lan\n/interface bridge port\nadd bridge=lan interface=ether2\n/ip firewall filter\nadd action=drop chain=forward in-interface=lan\nadd action=drop chain=forward in-bridge-port=ether2\n",
  // Once for all: thousands of rules name the same interface, and it is renamed key by key.
  on: "model",
  check(model, { traffic }) {
    const masters = new Map<string, ReturnType<typeof masterOf>>();
    const masterOfPort = (name: string) => {
      if (!masters.has(name)) masters.set(name, masterOf(name, model, traffic));
      return masters.get(name);
    };
    const findings: Finding[] = [];
    for (const menu of FIREWALL_MENUS) {
      for (const { item, property, name } of model.gatherItems(menu, interfacesNamed)) {
        const master = masterOfPort(name);
        if (master === undefined) continue;
        findings.push({
          at: { item, property },
          item,
          message: `Rule ${label(item)} never acts: \`${name}\` is a port of \`${master.name}\`, and its packets are seen on that.`,
          related: [{ at: { item: master.by }, message: "made a port here" }],
        });
      }
    }
    return findings;
  },
});

function interfacesNamed(item: Item) {
  if (item.isDisabled !== false || !item.isCertain) return [];
  return MATCHERS.flatMap((property) => {
    const name = item.property(property)?.text;
    return name === undefined ? [] : [{ item, property, name }];
  });
}
