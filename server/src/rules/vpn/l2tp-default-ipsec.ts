import type { Item, Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { isTunnelOn, placeOf, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

/** L2TP's own peer always takes the profile and the proposal called default (Manual: L2TP). */
export const l2tpDefaultIpsec = defineRule({
  id: "l2tp-default-ipsec",
  group: "vpn",
  title: "L2TP with the stock IPsec algorithms",
  severity: "warning",
  why: "L2TP's one-knob IPsec uses the default profile and proposal, which as delivered offer SHA-1, modp1024 and on many versions 3DES.",
  advice: "Strengthen the default profile and proposal: aes-256, sha256, modp2048.",
  references: ["Manual: L2TP", "Manual: IPsec", "RFC 8247"],
  compliance: ["T"],
  cwe: [327],
  presets: ["strict"],
  bad: wholeExport(
    "7.16.2",
    "/interface l2tp-server server",
    "set authentication=mschap2 enabled=yes use-ipsec=required",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip ipsec profile",
    "set [ find default=yes ] dh-group=modp2048 enc-algorithm=aes-256 hash-algorithm=sha256",
    "/ip ipsec proposal",
    "set [ find default=yes ] auth-algorithms=sha256 pfs-group=modp2048",
    "/interface l2tp-server server",
    "set authentication=mschap2 enabled=yes use-ipsec=required",
  ),
  fixes: { strengthen: "suggestion" },
  on: ["/interface/l2tp-server/server", "/interface/l2tp-client"],
  check(item, { model }) {
    if (!isTunnelOn(item) || !["yes", "required"].includes(item.text("use-ipsec") ?? "")) return undefined;
    const stock = [
      stockObject(model, "/ip/ipsec/profile", STRONG_PROFILE),
      stockObject(model, "/ip/ipsec/proposal", STRONG_PROPOSAL),
    ].filter((object) => object !== undefined);
    if (stock.length === 0) return undefined;
    return {
      at: { item, property: placeOf(item, "use-ipsec") },
      item,
      message: `${tunnelSubject(item)} uses IPsec with the default ${stock.map(({ kind }) => kind).join(" and ")} as delivered.`,
      fixes: [
        {
          id: "strengthen",
          title: `Strengthen the default ${stock.map(({ kind }) => kind).join(" and ")}`,
          changes: stock.map(({ object, properties }) => ({
            kind: "set" as const,
            item: object,
            properties,
          })),
        },
      ],
    };
  },
});

const STRONG_PROFILE = {
  "dh-group": "modp2048",
  "enc-algorithm": "aes-256,aes-128",
  "hash-algorithm": "sha256",
};
const STRONG_PROPOSAL = { "auth-algorithms": "sha256", "pfs-group": "modp2048" };

/** The menu's default object when each of these properties certainly is as the version sets it. */
function stockObject(model: Model, menu: string, properties: Readonly<Record<string, string>>) {
  if (!model.absenceMeansDefault(menu)) return undefined;
  const object = model.items(menu).find(({ name }) => name === "default");
  const isStock = (item: Item) =>
    Object.keys(properties).every((name) => {
      const stock = model.schema.defaultValue(menu, name);
      return stock !== undefined && item.text(name) === stock;
    });
  if (object === undefined || !isStock(object)) return undefined;
  return { kind: menu.endsWith("profile") ? "profile" : "proposal", object, properties };
}
