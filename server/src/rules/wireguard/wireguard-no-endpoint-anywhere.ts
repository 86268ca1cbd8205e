import { wholeExport } from "../facts/example.ts";
import { interfaceOf, mayLetSomeIn, PEERS, peerLabel, peersOf, waitsForPeer } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

const MIXED = [
  "/interface wireguard",
  "add listen-port=13231 mtu=1420 name=office",
  "/interface wireguard peers",
  'add allowed-address=10.0.0.2/32 endpoint-address=192.0.2.7 endpoint-port=13231 interface=office persistent-keepalive=25s public-key="<KEY-A>"',
  'add allowed-address=10.0.0.3/32 interface=office public-key="<KEY-B>"',
  "/ip firewall filter",
];

export const wireguardNoEndpointAnywhere = defineRule({
  id: "wireguard-no-endpoint-anywhere",
  group: "wireguard",
  title: "WireGuard peer that neither end can dial",
  severity: "warning",
  why: "The router does not know where the peer is, and the firewall does not let the peer in, so the connection never starts.",
  advice: "Give the peer an endpoint, or accept UDP on the interface's port.",
  references: ["Manual: WireGuard (Firewall considerations)"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...MIXED, "add action=drop chain=input in-interface=ether1"),
  good: wholeExport(
    "7.16.2",
    ...MIXED,
    "add action=accept chain=input dst-port=13231 protocol=udp",
    "add action=drop chain=input in-interface=ether1",
  ),
  fixes: { endpoint: "needs-input" },
  on: [PEERS],
  check(item, { model, traffic }) {
    const own = interfaceOf(model, item);
    const port = Number(own?.text("listen-port"));
    if (item.isDisabled !== false || own?.isDisabled !== false || !(port > 0) || !waitsForPeer(item))
      return undefined;
    // Where no peer has an endpoint, the interface itself is reported.
    const reach = traffic.inputFromWan("udp", port);
    if (reach.verdict !== "blocked" || mayLetSomeIn(model, port)) return undefined;
    if (peersOf(model, own.name).every(waitsForPeer)) return undefined;
    return {
      at: { item },
      item,
      message: `No connection with ${peerLabel(item)} can start: it has no endpoint, and the firewall keeps it out (${reach.reason}).`,
      related: reach.by.map((rule) => ({ at: { item: rule }, message: "keeps it out" })),
      fixes: [
        {
          id: "endpoint",
          title: "Dial the peer",
          changes: [
            {
              kind: "set",
              item,
              properties: { "endpoint-address": "<PEER-HOST>", "endpoint-port": "<PEER-PORT>" },
            },
          ],
          inputs: [
            { name: "peer-host", description: "Where the peer can be reached: its public name or address." },
            { name: "peer-port", description: "The UDP port that the peer listens on, as 13231." },
          ],
        },
      ],
    };
  },
});
