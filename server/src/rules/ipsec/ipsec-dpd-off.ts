import { ipsecObject, PHASE_ONE_MENUS, useOf } from "../facts/ipsec.ts";
import { defineRule } from "../rule.ts";

export const ipsecDpdOff = defineRule({
  id: "ipsec-dpd-off",
  group: "ipsec",
  title: "Dead peers are not noticed",
  severity: "warning",
  why: "Without dead peer detection the router keeps sending into a tunnel whose other end is gone, until the keys run out.",
  advice: "Leave dead peer detection on.",
  references: ["RFC 3706", "Manual: IPsec"],
  compliance: ["T"],
  cwe: [754],
  presets: ["strict"],
  bad: "/ip ipsec profile\nadd dh-group=ecp256 dpd-interval=disable-dpd enc-algorithm=aes-256 hash-algorithm=sha256 name=office\n",
  good: "/ip ipsec profile\nadd dh-group=ecp256 dpd-interval=2m dpd-maximum-failures=5 enc-algorithm=aes-256 hash-algorithm=sha256 name=disable-dpd\n",
  fixes: { on: "suggestion" },
  on: [...PHASE_ONE_MENUS],
  check(item, { model }) {
    if (item.isDisabled === true || item.property("dpd-interval")?.text !== "disable-dpd") return undefined;
    if (useOf(model, item).isUnused) return undefined;
    return {
      at: { item, property: "dpd-interval" },
      item,
      message: `${ipsecObject(item)} does not notice when the other end is gone.`,
      fixes: [
        {
          id: "on",
          title: "Ask every two minutes",
          changes: [{ kind: "set", item, properties: { "dpd-interval": "2m" } }],
        },
      ],
    };
  },
});
