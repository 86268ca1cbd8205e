import type { Item } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { allowedOf, peersOf, WIREGUARD } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

const TUNNEL = [
  "/interface wireguard",
  "add listen-port=13231 mtu=1420 name=office",
  "/interface wireguard peers",
  'add allowed-address=10.9.0.0/24 endpoint-address=192.0.2.7 endpoint-port=13231 interface=office persistent-keepalive=25s public-key="<KEY-A>"',
];

/** End devices that are peers themselves know the tunnel's MTU; hosts of a network behind a peer do not. */
export const wireguardNoMssClamp = defineRule({
  id: "wireguard-no-mss-clamp",
  group: "wireguard",
  title: "WireGuard without MSS clamping",
  severity: "info",
  why: "Hosts behind the tunnel send segments for 1500 bytes; where ICMP is lost on the way, such connections hang.",
  advice: "Add a mangle rule that sets new-mss=clamp-to-pmtu for the interface.",
  references: ["Manual: Mangle"],
  presets: ["strict"],
  bad: wholeExport("7.16.2", ...TUNNEL),
  good: wholeExport(
    "7.16.2",
    ...TUNNEL,
    "/ip firewall mangle",
    "add action=change-mss chain=forward new-mss=clamp-to-pmtu out-interface=office passthrough=yes protocol=tcp tcp-flags=syn",
  ),
  fixes: { clamp: "suggestion" },
  on: [WIREGUARD],
  check(item, { model, traffic }) {
    const { name } = item;
    if (item.isDisabled !== false || name === undefined || !model.absenceMeansDefault("/ip/firewall/mangle"))
      return undefined;
    const carriesNetworks = peersOf(model, name).some((peer) =>
      allowedOf(peer).some(({ text }) => isNetwork(text)),
    );
    const isListed = (list: string) => traffic.network.interfaces.inList(name, list) !== "no";
    if (!carriesNetworks || model.items("/ip/firewall/mangle").some((rule) => clamps(rule, name, isListed)))
      return undefined;
    return {
      at: { item, property: "name" },
      item,
      message: `TCP connections through ${label(item)} are not fitted to its MTU.`,
      fixes: [
        {
          id: "clamp",
          title: "Clamp the MSS of what goes in",
          changes: [{ kind: "add", menu: "/ip/firewall/mangle", properties: clampRule(name) }],
        },
      ],
    };
  },
});

function clampRule(name: string): Readonly<Record<string, string>> {
  return {
    action: "change-mss",
    chain: "forward",
    "new-mss": "clamp-to-pmtu",
    "out-interface": name,
    passthrough: "yes",
    protocol: "tcp",
    "tcp-flags": "syn",
  };
}

function isNetwork(text: string): boolean {
  const length = text.split("/")[1];
  return length !== undefined && length !== "32" && length !== "128";
}

function clamps(rule: Item, name: string, isListed: (list: string) => boolean): boolean {
  if (rule.isDisabled === true || rule.text("action") !== "change-mss") return false;
  const single = [rule.text("in-interface"), rule.text("out-interface")].filter((text) => text !== undefined);
  const lists = [rule.text("in-interface-list"), rule.text("out-interface-list")].filter(
    (text) => text !== undefined,
  );
  if (single.length + lists.length === 0) return true;
  return (
    single.some((text) => text === name || (text.startsWith("!") && text !== `!${name}`)) ||
    lists.some((list) => list.startsWith("!") || isListed(list))
  );
}
