import type { Item, Model } from "../../model/model.ts";
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
  fixes: { limit: "needs-input" },
  on: Object.keys(ADDRESS),
  check(item, { model, policy }) {
    if (item.origin !== "add" || item.isDisabled !== false) return undefined;
    const property = ADDRESS[item.menu] ?? "";
    const written = item.property(property);
    if (written !== undefined && written.text !== "0.0.0.0/0") return undefined;
    const isTftp = item.menu === "/ip/tftp";
    if (isTftp ? item.property("allow")?.text === "no" : !hasWebServer(model)) return undefined;
    return {
      at: { item, property },
      item,
      message: `${isTftp ? "TFTP serves" : "The router shows graphs of"} ${subjectOf(item)} to any address.`,
      fixes: [
        {
          id: "limit",
          title: "Limit it to one network",
          changes: [{ kind: "set", item, properties: { [property]: "<CLIENT-NETWORK>" } }],
          inputs: [
            {
              name: "client-network",
              description: "The network that may ask, as 192.168.88.0/24.",
              ...(policy.managementNetworks?.[0] === undefined
                ? {}
                : { suggestion: policy.managementNetworks[0] }),
            },
          ],
        },
      ],
    };
  },
});

/** Graphs are pages of the web server; where it is off they are seen in WinBox only. */
function hasWebServer(model: Model): boolean {
  return model
    .items("/ip/service")
    .some(({ name, isDisabled }) => (name === "www" || name === "www-ssl") && isDisabled !== true);
}

function subjectOf(item: Item): string {
  const name = ["req-filename", "interface", "simple-queue"].map((key) => item.text(key)).find(Boolean);
  if (name !== undefined && name !== "all") return `\`${name}\``;
  return WHOLE[item.menu] ?? "files";
}

const WHOLE: Readonly<Record<string, string>> = {
  "/ip/tftp": "files",
  "/tool/graphing/interface": "all interfaces",
  "/tool/graphing/queue": "all queues",
  "/tool/graphing/resource": "its load",
};
