import { menuWords } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const ADDRESS: Readonly<Record<string, string>> = {
  "/ip/tftp": "ip-addresses",
  "/tool/graphing/interface": "allow-address",
  "/tool/graphing/queue": "allow-address",
  "/tool/graphing/resource": "allow-address",
};

export const serviceTftpGraphingOpen = defineRule({
  id: "service-tftp-graphing-open",
  group: "management",
  title: "TFTP or graphs for everyone",
  severity: "info",
  why: "Files and traffic graphs are served to any address without a login.",
  advice: "Limit them to the network that needs them.",
  references: ["Manual: TFTP", "Manual: Graphing"],
  compliance: ["S"],
  cwe: [200],
  presets: ["strict"],
  bad: "/tool graphing interface\nadd allow-address=0.0.0.0/0\n",
  good: "/tool graphing interface\nadd allow-address=192.168.88.0/24\n",
  on: Object.keys(ADDRESS),
  check(item) {
    if (item.origin !== "add" || item.isDisabled !== false) return undefined;
    const property = ADDRESS[item.menu] ?? "";
    const written = item.property(property);
    if (written !== undefined && written.text !== "0.0.0.0/0") return undefined;
    return {
      at: { item, property },
      item,
      message: `\`${menuWords(item.menu)}\` serves any address.`,
    };
  },
});
