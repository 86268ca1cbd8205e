import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const userFull = defineRule({
  id: "user-full",
  group: "management",
  title: "Full user from any address",
  severity: "warning",
  why: "An account of group full may do everything, and nothing limits where it may log in from.",
  advice: "Set address= to the network that administers the router.",
  references: ["Manual: User"],
  compliance: ["A"],
  cwe: [284],
  presets: ["strict"],
  bad: "/user\nadd group=full name=anna\n",
  good: "/user\nadd address=192.0.2.0/24 group=full name=anna\n",
  fixes: { limit: "needs-input" },
  on: ["/user"],
  check(item, { policy }) {
    if (item.origin !== "add" || item.isDisabled !== false || item.text("group") !== "full") return undefined;
    const address = item.property("address");
    if (address !== undefined && address.text !== "" && address.text !== "0.0.0.0/0") return undefined;
    return {
      at: { item, property: "name" },
      item,
      message: `User ${label(item)} has all rights and may log in from any address.`,
      fixes: [
        {
          id: "limit",
          title: "Limit the user to the management network",
          changes: [{ kind: "set", item, properties: { address: "<MANAGEMENT-NETWORK>" } }],
          inputs: [
            {
              name: "management-network",
              description:
                "The network that administers this router, as 192.168.88.0/24; yours must be in it.",
              ...(policy.managementNetworks?.[0] === undefined
                ? {}
                : { suggestion: policy.managementNetworks.join(",") }),
            },
          ],
        },
      ],
    };
  },
});
