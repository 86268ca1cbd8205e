import type { Item, Model } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const KINDS: Readonly<Record<string, string>> = {
  "/ip/address": "Address",
  "/ip/dhcp-client": "DHCP client",
  "/ip/dhcp-server": "DHCP server",
};

/** RouterOS itself writes "DHCP client can not run on slave interface!" into such exports. */
export const bridgePortAddress = defineRule({
  id: "bridge-port-address",
  group: "protocols",
  title: "Address or DHCP on a bridge port",
  severity: "warning",
  why: "A bridge port is no interface of its own any more: DHCP does not run on it, and firewall rules that name it see nothing.",
  advice: "Put it on the bridge, or take the port out of the bridge.",
  references: ["Manual: Layer2 misconfiguration", "Manual: Bridging and Switching"],
  presets: ["recommended", "strict"],
  bad: "/interface bridge\nadd name=lan\n/interface bridge port\nadd bridge=lan interface=ether2\n/ip dhcp-client\nadd disabled=no interface=ether2\n",
  good: "/interface bridge\nadd name=lan\n/interface bridge port\nadd bridge=lan disabled=yes interface=ether2\n/ip dhcp-client\nadd disabled=no interface=ether2\n/ip address\nadd address=192.168.88.1/24 interface=lan network=192.168.88.0\n",
  fixes: { "to-bridge": "suggestion" },
  on: Object.keys(KINDS),
  check(item, { model, traffic }) {
    const name = item.text("interface");
    if (item.isDisabled !== false || !item.isCertain || name === undefined) return undefined;
    const bridge = traffic.network.interfaces.master(name);
    const port = portOf(model, name, bridge);
    if (port === undefined) return undefined;
    const isAddress = item.menu === "/ip/address";
    return {
      at: { item, property: "interface" },
      item,
      severity: isAddress ? "info" : "warning",
      message: `${subjectOf(item, name)} is on \`${name}\`, a port of the bridge \`${bridge}\`${isAddress ? "" : ", so it does not run"}.`,
      related: [{ at: { item: port, property: "interface" }, message: "made a port here" }],
      fixes:
        hasOther(model, traffic, item, bridge) || isUplink(item, model, bridge)
          ? []
          : [
              {
                id: "to-bridge",
                title: `Put it on ${bridge}`,
                changes: [{ kind: "set", item, properties: { interface: bridge } }],
              },
            ],
    };
  },
});

/** A lease on a bridge that serves a network itself would lead the internet into it: the port is what is wrong. */
function isUplink(item: Item, model: Model, bridge: string): boolean {
  if (item.menu !== "/ip/dhcp-client") return false;
  const serves = [...model.items("/ip/dhcp-server"), ...model.items("/ip/address")];
  return serves.some((one) => one.isDisabled !== true && one.text("interface") === bridge);
}

/** A DHCP client is called by its interface, which the sentence names anyway. */
function subjectOf(item: Item, name: string): string {
  const kind = KINDS[item.menu] ?? "";
  return item.name === name && item.comment === undefined ? `The ${kind}` : `${kind} ${label(item)}`;
}

function portOf(model: Model, name: string, bridge: string): Item | undefined {
  if (bridge === name) return undefined;
  return model
    .items("/interface/bridge/port")
    .find((port) => port.text("interface") === name && port.text("bridge") === bridge);
}

/**
 * One DHCP client and one server an interface, and an address once: of what stands on several ports of the bridge, the
 * first may go there.
 */
function hasOther(model: Model, { network }: Traffic, item: Item, bridge: string): boolean {
  const rows = model.items(item.menu);
  return rows.some((other, at) => {
    const name = other.text("interface");
    if (other === item || name === undefined) return false;
    if (item.menu === "/ip/address" && other.text("address") !== item.text("address")) return false;
    return name === bridge || (network.interfaces.master(name) === bridge && at < rows.indexOf(item));
  });
}
