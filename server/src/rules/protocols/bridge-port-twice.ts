import type { Item } from "../../model/model.ts";
import { defineRule, type Finding } from "../rule.ts";

const PORTS = "/interface/bridge/port";

/** The router's words: "device already added as bridge port". */
export const bridgePortTwice = defineRule({
  id: "bridge-port-twice",
  group: "protocols",
  title: "One interface as a bridge port twice",
  severity: "error",
  why: "An interface can be a port of one bridge, once: RouterOS refuses the second one, and an import stops there.",
  advice: "Remove one of the two.",
  references: ["Manual: Bridging and Switching"],
  presets: ["recommended", "strict"],
  bad: "/interface bridge port\nadd bridge=lan interface=ether3\nadd bridge=lan interface=ether3\n",
  good: "/interface bridge port\nadd bridge=lan interface=ether3\nadd bridge=guest disabled=yes interface=ether3\n",
  fixes: { remove: "suggestion" },
  on: "model",
  check(model) {
    const first = new Map<string, Item>();
    return model.items(PORTS).flatMap((item): Finding[] => {
      const name = item.property("interface")?.text ?? "";
      if (item.origin !== "add" || item.isDisabled !== false || !item.isCertain || name === "") return [];
      const earlier = first.get(name);
      if (earlier === undefined) {
        first.set(name, item);
        return [];
      }
      const isSame = earlier.text("bridge") === item.text("bridge");
      return [
        {
          at: { item, property: "interface" },
          item,
          message: `\`${name}\` is a port of \`${earlier.text("bridge") ?? ""}\` already${isSame ? "" : `, so it cannot be one of \`${item.text("bridge") ?? ""}\``}.`,
          related: [{ at: { item: earlier, property: "interface" }, message: "made a port here" }],
          fixes: isSame
            ? [{ id: "remove", title: "Remove the second one", changes: [{ kind: "remove", item }] }]
            : [],
        },
      ];
    });
  },
});
