import type { Item, Model } from "../../model/model.ts";
import { label } from "../facts/label.ts";
import { WIREGUARD } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

export const wireguardPortClash = defineRule({
  id: "wireguard-port-clash",
  group: "wireguard",
  title: "Two WireGuard interfaces on one port",
  severity: "error",
  why: "Only one interface can listen on a UDP port; the other stays down.",
  advice: "Give every interface a port of its own, and open it in the firewall where peers come in.",
  references: ["Manual: WireGuard"],
  cwe: [694],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface wireguard\nadd listen-port=13231 name=office\nadd listen-port=13231 name=exit\n",
  good: "/interface wireguard\nadd listen-port=13231 name=office\nadd listen-port=13232 name=exit\nadd disabled=yes listen-port=13231 name=old\n",
  fixes: { "next-port": "suggestion" },
  on: [WIREGUARD],
  check(item, { model }) {
    const port = item.text("listen-port");
    if (item.isDisabled !== false || port === undefined || port === "0") return undefined;
    const rival = enabled(model).find(
      (other) =>
        other.index < item.index &&
        other.text("listen-port") === port &&
        (other.text("vrf") ?? "main") === (item.text("vrf") ?? "main"),
    );
    if (rival === undefined) return undefined;
    const free = freePort(model, Number(port));
    return {
      at: { item, property: "listen-port" },
      item,
      message: `${label(item)} listens on port ${port}, as ${label(rival)} does already.`,
      related: [{ at: { item: rival, property: "listen-port" }, message: "has the port" }],
      fixes: [
        {
          id: "next-port",
          title: `Listen on port ${free}`,
          changes: [{ kind: "set", item, properties: { "listen-port": String(free) } }],
        },
      ],
    };
  },
});

function enabled(model: Model): Item[] {
  return model.items(WIREGUARD).filter((item) => item.isDisabled !== true);
}

function freePort(model: Model, taken: number): number {
  const ports = new Set(model.items(WIREGUARD).map((item) => Number(item.text("listen-port"))));
  let port = taken;
  while (ports.has(port)) port++;
  return port;
}
