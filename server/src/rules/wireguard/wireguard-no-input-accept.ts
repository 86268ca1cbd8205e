import type { Item } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { mayLetSomeIn, peersOf, WIREGUARD, waitsForPeer } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

const SERVER = [
  "/interface wireguard",
  "add listen-port=13231 mtu=1420 name=office",
  "/interface wireguard peers",
  'add allowed-address=10.0.0.2/32 interface=office public-key="<KEY-A>"',
  "/ip firewall filter",
  "add action=accept chain=input connection-state=established,related",
];

/** Only where all peers have to come in: with others wireguard-no-endpoint-anywhere speaks. */
export const wireguardNoInputAccept = defineRule({
  id: "wireguard-no-input-accept",
  group: "wireguard",
  title: "Firewall keeps WireGuard peers out",
  severity: "error",
  why: "The peers have no endpoint, so they must reach this router first, and the input chain drops their handshakes.",
  advice: "Accept UDP on the interface's port ahead of the rule that drops it.",
  references: ["Manual: WireGuard (Firewall considerations)"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...SERVER, "add action=drop chain=input in-interface=ether1"),
  good: wholeExport(
    "7.16.2",
    ...SERVER,
    "add action=accept chain=input dst-port=13231 protocol=udp",
    "add action=drop chain=input in-interface=ether1",
  ),
  fixes: { accept: "suggestion" },
  on: [WIREGUARD],
  check(item, { model, traffic }) {
    const peers = peersOf(model, item.name);
    const port = Number(item.text("listen-port"));
    if (item.isDisabled !== false || peers.length === 0 || !(port > 0) || !peers.every(waitsForPeer))
      return undefined;
    const reach = traffic.inputFromWan("udp", port);
    const dropper = reach.by.at(-1);
    if (reach.verdict !== "blocked" || dropper === undefined || mayLetSomeIn(model, port)) return undefined;
    return {
      at: { item, property: "listen-port" },
      item,
      message: `Peers cannot reach ${label(item)} on UDP port ${port}: ${reach.reason}.`,
      related: [{ at: { item: dropper }, message: "drops the handshakes" }],
      fixes: isInputRule(dropper)
        ? [
            {
              id: "accept",
              title: `Accept UDP port ${port} ahead of it`,
              changes: [
                {
                  kind: "add",
                  menu: dropper.menu,
                  properties: {
                    action: "accept",
                    chain: "input",
                    comment: `WireGuard ${item.name ?? ""}`.trim(),
                    "dst-port": String(port),
                    protocol: "udp",
                  },
                  place: { before: dropper },
                },
              ],
            },
          ]
        : [],
    };
  },
});

function isInputRule(rule: Item): boolean {
  return rule.menu === "/ip/firewall/filter" && rule.text("chain") === "input";
}
