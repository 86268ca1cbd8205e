import { placeOfUse, protocolUses, switchOff, whatIsOn } from "../facts/protocols.ts";
import { defineRule } from "../rule.ts";

/** Runs where the config file names protocols that must not be used (`policy.forbiddenProtocols`, or the house rulebook's). */
export const forbiddenProtocol = defineRule({
  id: "forbidden-protocol",
  group: "management",
  title: "Protocol that the site's policy forbids",
  severity: "error",
  why: "The config file forbids the protocol at this site, whatever may be said for it elsewhere.",
  advice: "Switch it off, or take its word out of `policy.forbiddenProtocols`.",
  references: [],
  compliance: ["S"],
  presets: ["recommended", "strict", "vpn"],
  examplePolicy: { forbiddenProtocols: ["snmp", "pptp"] },
  bad: "/snmp\nset enabled=yes\n",
  good: "/snmp\nset contact=ops\n/interface pptp-server server\nset authentication=mschap2\n",
  fixes: { disable: "suggestion" },
  on: "model",
  check(model, { policy }) {
    const { forbiddenProtocols = [] } = policy;
    if (forbiddenProtocols.length === 0) return undefined;
    return protocolUses(model).flatMap((use) => {
      const word = use.words.find((one) => forbiddenProtocols.includes(one));
      if (word === undefined) return [];
      return [
        {
          at: placeOfUse(use),
          item: use.item,
          message: `${whatIsOn(use)}, and the site's policy forbids \`${word}\`.`,
          fixes: switchOff(use),
        },
      ];
    });
  },
});
