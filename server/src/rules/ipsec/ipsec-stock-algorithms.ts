import type { Item, Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { needsNoHash, servesL2tp, useOf } from "../facts/ipsec.ts";
import { enumerate, label, listOf } from "../facts/label.ts";
import { isServer, tunnelSubject } from "../facts/tunnel-ends.ts";
import { BROKEN_CIPHERS, SMALL_BLOCK_CIPHERS, WEAK_GROUPS, WEAK_HASHES } from "../facts/weak-algorithms.ts";
import { defineRule, type Finding } from "../rule.ts";

const L2TP = ["/interface l2tp-server server", "set authentication=mschap2 enabled=yes use-ipsec=required"];

/** One-knob IPsec always takes the profile and the proposal called default (Manual: L2TP); so does a peer that names none. */
export const ipsecStockAlgorithms = defineRule({
  id: "ipsec-stock-algorithms",
  aliases: ["l2tp-default-ipsec"],
  group: "ipsec",
  title: "IPsec with the algorithms as delivered",
  severity: "warning",
  why: "The default profile and proposal as delivered offer SHA-1, modp1024 and on many versions 3DES, so the other end or somebody on the way may choose them.",
  advice:
    "Strengthen the default profile and proposal: aes-256, sha256, modp2048; for an L2TP server leave SHA-1, which is all that Windows offers.",
  references: ["Manual: L2TP", "Manual: IPsec", "RFC 8247", "Microsoft KB 325158"],
  compliance: ["T"],
  cwe: [327],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...L2TP),
  good: wholeExport(
    "7.16.2",
    "/ip ipsec profile",
    "set [ find default=yes ] dh-group=modp2048 enc-algorithm=aes-256 hash-algorithm=sha256",
    "/ip ipsec proposal",
    "set [ find default=yes ] auth-algorithms=sha256 pfs-group=modp2048",
    ...L2TP,
  ),
  fixes: { strengthen: "suggestion" },
  on: "model",
  check(model) {
    const used = MENUS.flatMap(({ menu, strong }) => stockUse(model, menu, strong));
    const [first, second] = used;
    const shared =
      second === undefined ? undefined : first?.users.find((user) => second.users.includes(user));
    if (shared !== undefined) return finding(shared, used);
    return used.flatMap((one) => finding(one.isWritten ? one.object : one.users[0], [one]));
  },
});

/** What to set instead of a weak default. */
const PROFILE = { "dh-group": "modp2048", "enc-algorithm": "aes-256,aes-128", "hash-algorithm": "sha256" };
const PROPOSAL = {
  "auth-algorithms": "sha256",
  "enc-algorithms": "aes-256-cbc,aes-128-cbc",
  "pfs-group": "modp2048",
};
const MENUS = [
  { menu: "/ip/ipsec/profile", strong: PROFILE },
  { menu: "/ip/ipsec/proposal", strong: PROPOSAL },
];
const HASHES = ["hash-algorithm", "auth-algorithms"];
const WEAK = [...WEAK_GROUPS, ...WEAK_HASHES, ...BROKEN_CIPHERS, ...SMALL_BLOCK_CIPHERS];

interface StockUse {
  readonly object: Item;
  readonly kind: string;
  readonly weak: readonly string[];
  /** The properties that nobody wrote. */
  readonly kept: readonly string[];
  readonly changes: Readonly<Record<string, string>>;
  readonly users: readonly Item[];
  readonly isWritten: boolean;
}

/** A built-in object whose weak words nobody wrote, and who uses it; words that are written are shown where they stand. */
function stockUse(model: Model, menu: string, strong: Readonly<Record<string, string>>): StockUse[] {
  const object = model.items(menu).find((item) => item.origin !== "add" && item.name === "default");
  if (object === undefined || object.isDisabled === true) return [];
  const { users } = useOf(model, object);
  const parts = Object.entries(strong).flatMap(([property, value]) => {
    if (property === "auth-algorithms" && needsNoHash(object)) return [];
    // The L2TP client of Windows offers SHA-1 and nothing else (Microsoft KB 325158).
    if (HASHES.includes(property) && servesL2tp(model, object)) return [];
    const { from, text } = object.value(property);
    const weak = from === "default" ? listOf(text).filter((word) => WEAK.includes(word)) : [];
    return weak.length > 0 ? [{ property, value, weak }] : [];
  });
  if (parts.length === 0 || users.length === 0) return [];
  return [
    {
      object,
      kind: menu.slice(menu.lastIndexOf("/") + 1),
      weak: [...new Set(parts.flatMap(({ weak }) => weak))],
      kept: parts.map(({ property }) => property),
      changes: {
        ...writtenWithoutWeak(object, strong),
        ...Object.fromEntries(parts.map(({ property, value }) => [property, value])),
      },
      users,
      isWritten: isShown(object),
    },
  ];
}

/** What is written and weak goes along; a proposal that still offers 3DES is not strengthened. */
function writtenWithoutWeak(object: Item, strong: Readonly<Record<string, string>>): Record<string, string> {
  const ciphers = Object.entries(strong).filter(([property]) => !HASHES.includes(property));
  return Object.fromEntries(
    ciphers.flatMap(([property, value]) => {
      const { from, text } = object.value(property);
      const words = listOf(text);
      const left = words.filter((word) => !WEAK.includes(word));
      if (from === "default" || left.length === words.length) return [];
      return [[property, left.length === 0 ? value : left.join(",")]];
    }),
  );
}

function finding(place: Item | undefined, used: readonly StockUse[]): Finding[] {
  if (place === undefined) return [];
  const kinds = used.map(({ kind }) => kind).join(" and ");
  const parts =
    used.length === 1
      ? `, accepting ${enumerate(used[0]?.weak ?? [])}`
      : `: ${used.map(({ kind, weak }) => `the ${kind} accepts ${enumerate(weak)}`).join(", ")}`;
  const others = used.flatMap(({ users }) => users);
  return [
    {
      at: { item: place, property: place.menu.includes("/l2tp-") ? "use-ipsec" : "ipsec-secret" },
      item: place,
      message: `${subject(place, kinds, used)} as delivered${parts}.`,
      related: [...new Set(others)]
        .filter((user) => user !== place && isShown(user))
        .map((user) => ({ at: { item: user }, message: "used here" })),
      fixes: [
        {
          id: "strengthen",
          title: `Strengthen the default ${kinds}`,
          changes: used.map(({ object, changes }) => ({ kind: "set", item: object, properties: changes })),
        },
      ],
    },
  ];
}

function subject(place: Item, kinds: string, used: readonly StockUse[]): string {
  const [one] = used;
  if (one?.object === place) return `The default IPsec ${kinds} still has ${enumerate(one.kept)}`;
  const isTunnel = isServer(place) || place.menu === "/interface/l2tp-client";
  const kind = place.menu.slice(place.menu.lastIndexOf("/") + 1);
  const name = isTunnel
    ? tunnelSubject(place)
    : place.menu.startsWith("/ip/ipsec/")
      ? `IPsec ${kind} ${label(place)}`
      : `Tunnel ${label(place)}`;
  return `${name} uses IPsec with the default ${kinds}`;
}

function isShown(item: Item): boolean {
  return item.command !== undefined || item.changes.length > 0;
}
