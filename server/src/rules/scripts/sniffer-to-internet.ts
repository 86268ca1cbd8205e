import { strangerAddress } from "../facts/public-address.ts";
import { defineRule } from "../rule.ts";

export const snifferToInternet = defineRule({
  id: "sniffer-to-internet",
  group: "scripts",
  title: "Sniffer sends traffic to the internet",
  severity: "error",
  why: "The packet sniffer streams the network's traffic, in clear, to a public address; taken-over routers were found set up so.",
  advice: "Switch streaming off; if you did not switch it on, take the router for compromised.",
  references: ["Manual: Packet Sniffer", "CVE-2018-14847"],
  compliance: ["S"],
  cwe: [506],
  presets: ["recommended", "strict"],
  bad: "/tool sniffer\nset streaming-enabled=yes streaming-server=198.51.100.7\n",
  good: "/tool sniffer\nset streaming-enabled=yes streaming-server=192.168.88.7\n",
  fixes: { stop: "safe" },
  on: ["/tool/sniffer"],
  check(item) {
    const server = item.property("streaming-server")?.text;
    if (item.text("streaming-enabled") !== "yes" || strangerAddress(server) === undefined) return undefined;
    return {
      at: { item, property: "streaming-server" },
      item,
      message: `The packet sniffer streams what it sees to the public address \`${server ?? ""}\`.`,
      fixes: [
        {
          id: "stop",
          title: "Switch streaming off",
          changes: [{ kind: "set", item, properties: { "streaming-enabled": "no" } }],
        },
      ],
    };
  },
});
