import { defaultExits } from "../facts/default-exits.ts";
import { markingRules } from "../facts/routing.ts";
import { defineRule } from "../rule.ts";

/** RFC 3704: strict reverse path filtering is for hosts with one way out. */
export const rpFilterStrict = defineRule({
  id: "rp-filter-strict",
  group: "routing",
  title: "Strict reverse path filter with several ways out",
  severity: "warning",
  why: "The strict filter drops a packet unless the main table would answer it by the same interface, which it does not for marked traffic or a second provider.",
  advice: "Set rp-filter=loose.",
  references: ["RFC 3704", "Manual: IP Settings"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip settings\nset rp-filter=strict\n/ip firewall mangle\nadd action=mark-routing chain=prerouting dst-address-type=!local in-interface=lan new-routing-mark=isp2\n",
  good: "/ip settings\nset rp-filter=loose\n/ip firewall mangle\nadd action=mark-routing chain=prerouting dst-address-type=!local in-interface=lan new-routing-mark=isp2\n",
  fixes: { loose: "suggestion" },
  on: ["/ip/settings"],
  check(item, context) {
    const { model } = context;
    if (item.text("rp-filter") !== "strict") return undefined;
    const mark = markingRules(model).find(({ mark: name }) => name !== "main");
    const exits = defaultExits(context);
    if (mark === undefined && exits.size < 2) return undefined;
    return {
      at: { item, property: "rp-filter" },
      item,
      message: `\`rp-filter=strict\` drops replies that come in by another way than the main table's: ${mark === undefined ? `default routes lead ${exits.size} ways out` : `\`${mark.mark}\` is routed apart`}.`,
      related:
        mark === undefined ? [] : [{ at: { item: mark.rule }, message: "traffic that takes another way" }],
      fixes: [
        {
          id: "loose",
          title: "Set rp-filter=loose",
          changes: [{ kind: "set", item, properties: { "rp-filter": "loose" } }],
        },
      ],
    };
  },
});
