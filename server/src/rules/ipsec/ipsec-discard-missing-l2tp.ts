import { holdsPort, isInputAccept, protocolOf } from "../facts/firewall.ts";
import { reachFromInternet } from "../facts/internet-side.ts";
import { isSet } from "../facts/is-set.ts";
import { hasHandmadeIpsec } from "../facts/l2tp.ts";
import { label } from "../facts/label.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule } from "../rule.ts";

export const ipsecDiscardMissingL2tp = defineRule({
  id: "ipsec-discard-missing-l2tp",
  group: "ipsec",
  title: "Firewall takes L2TP outside IPsec",
  severity: "warning",
  why: "UDP 1701 need only be open for packets that came out of IPsec; open to all, a client that speaks clear L2TP gets through to the server.",
  advice: "Add ipsec-policy=in,ipsec to the rule for UDP 1701.",
  references: ["Manual: IPsec", "Manual: L2TP"],
  compliance: ["N"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes use-ipsec=yes\n/ip firewall filter\nadd action=accept chain=input dst-port=1701 protocol=udp\n",
  good: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes use-ipsec=yes\n/ip firewall filter\nadd action=accept chain=input dst-port=500,4500 protocol=udp\nadd action=accept chain=input dst-port=1701 ipsec-policy=in,ipsec protocol=udp\n",
  fixes: { "ipsec-only": "suggestion" },
  on: ["/ip/firewall/filter"],
  check(item, context) {
    const { model } = context;
    const server = model.settings("/interface/l2tp-server/server");
    const ipsec = server.text("use-ipsec");
    if (!isEnabledServer(server)) return undefined;
    if (ipsec !== "yes" && ipsec !== "required" && !hasHandmadeIpsec(model)) return undefined;
    const port = item.text("dst-port");
    if (protocolOf(item) !== "udp" || !holdsPort(port, 1701) || !isInputAccept(item, model)) return undefined;
    const isBound = ["ipsec-policy", "src-address", "src-address-list", "in-interface", "in-interface-list"];
    if (isBound.some((name) => isSet(item, name) && !speaksOfOutside(item.property(name)?.text)))
      return undefined;
    const reach = reachFromInternet(context, "udp", 1701) ?? context.traffic.inputFromWan("udp", 1701);
    // A drop ahead of it keeps the internet side out as it is.
    if (reach.verdict === "blocked" && reach.isForAll === true) return undefined;
    // What jumps to its chain may come from inside only.
    if (item.text("chain") !== "input" && reach.verdict !== "accepted") return undefined;
    return {
      at: { item, property: "dst-port" },
      item,
      // The server itself turns clear L2TP away when it requires IPsec.
      severity: ipsec === "required" ? "info" : "warning",
      message: `Rule ${label(item)} lets L2TP in without IPsec too.`,
      fixes:
        port === "1701"
          ? [
              {
                id: "ipsec-only",
                title: "Only let in what came out of IPsec",
                changes: [{ kind: "set", item, properties: { "ipsec-policy": "in,ipsec" } }],
              },
            ]
          : [],
    };
  },
});

/** An interface or list named after the internet side narrows nothing. */
function speaksOfOutside(text: string | undefined): boolean {
  return text !== undefined && /^(wan|isp|internet|ether1)/i.test(text);
}
