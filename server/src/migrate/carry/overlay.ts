import type { AddChange } from "../../edit/change.ts";
import type { Item, Model } from "../../model/model.ts";
import { createTraffic } from "../../traffic/create-traffic.ts";
import { overlaps, type PrefixSet, parseAddressSet } from "../../values/prefix-set.ts";
import type { PlanDraft } from "../draft.ts";
import { uniqueName } from "./name.ts";
import type { OverlayKind } from "./overlay-need.ts";
import { given, label } from "./properties.ts";
import { addItems } from "./retire.ts";

/** An interface between two loopback addresses, which one IPsec policy protects. */
export interface Overlay {
  readonly kind: OverlayKind;
  /** Name of the interface. */
  readonly name: string;
  /** Loopback addresses of this end and of the other. */
  readonly own: string;
  readonly far: string;
  /** EoIP only: the same at both ends. */
  readonly tunnelId: string;
  readonly comment: string | undefined;
  readonly isDisabled: boolean;
}

/**
 * ESP in UDP with AES-256 and SHA-256 leaves 1422 bytes of 1500, GRE takes 24 of them; rounded down for PPPoE. GRE
 * clamps TCP MSS to its own MTU by itself (`clamp-tcp-mss`).
 */
const GRE_MTU = "1380";

/**
 * A bridge without ports holds this end's loopback address: it is always up, whatever the provider's side does. The
 * route to the other loopback only has to exist for the policy to take its packets; on this bridge they go nowhere
 * when there is no policy, instead of leaving in clear.
 */
export function addLoopback(draft: PlanDraft, own: string, fars: readonly string[]): string {
  const { model } = draft.context;
  const name = uniqueName("ike2-loopback", (each) => model.names("iface").includes(each));
  addItems(
    draft,
    {
      title: `Loopback \`${name}\` with ${own}`,
      reason: "The tunnel in IPsec runs between two addresses that are always there.",
    },
    [
      { menu: "/interface/bridge", properties: { name, "protocol-mode": "none" } },
      { menu: "/ip/address", properties: { address: `${own}/32`, interface: name, network: own } },
      ...fars.map((far) => ({
        menu: "/ip/route",
        properties: {
          comment: `${name}: the IPsec policy takes it`,
          "dst-address": `${far}/32`,
          gateway: name,
        },
      })),
    ],
  );
  for (const address of [own, ...fars])
    draft.expect({ about: "tunnel-address", address, reason: "the loopbacks of the new tunnel are new" });
  return name;
}

/** The interface itself; without fast path, which would go past IPsec (manual: GRE, EoIP). */
export function addOverlay(draft: PlanDraft, overlay: Overlay): void {
  const { kind, name, own, far } = overlay;
  const common = {
    "allow-fast-path": "no",
    comment: overlay.comment,
    disabled: overlay.isDisabled ? "yes" : undefined,
    keepalive: "10s,3",
    "local-address": own,
    name,
    "remote-address": far,
  };
  const properties =
    kind === "gre"
      ? given({ ...common, mtu: GRE_MTU })
      : given({ ...common, mtu: "1500", "tunnel-id": overlay.tunnelId });
  const words = kind === "gre" ? "GRE" : "EoIP";
  addItems(
    draft,
    {
      title: `${words} interface \`${name}\``,
      reason: "It goes down when the other end is silent for 30 seconds, as the old one did.",
    },
    [{ menu: `/interface/${kind}`, properties }],
  );
  letIn(draft, overlay);
}

/** The tunnel's packets come out of IPsec on the provider's side, where strangers are shut out. */
function letIn(draft: PlanDraft, { far, name }: Overlay): void {
  const place = closerOf(draft.context.model);
  if (place === undefined) return;
  const add: Omit<AddChange, "kind"> = {
    menu: "/ip/firewall/filter",
    properties: {
      action: "accept",
      chain: "input",
      comment: `${name} out of IPsec`,
      "ipsec-policy": "in,ipsec",
      protocol: "gre",
      "src-address": far,
    },
    place: { before: place },
  };
  addItems(
    draft,
    {
      title: `Let \`${name}\` in before ${label(place)}`,
      reason: "Its packets come out of IPsec, and this rule is for strangers.",
    },
    [add],
  );
}

/** The first rule of the input chain that would shut GRE out. */
function closerOf(model: Model): Item | undefined {
  // Rules that let GRE in may be those of PPTP and go: a protocol that nobody speaks (RFC 3692) meets the same drops.
  const closers = ["gre", "253"].flatMap((protocol) => blockerOf(model, protocol) ?? []);
  return closers.sort((a, b) => a.index - b.index)[0];
}

function blockerOf(model: Model, protocol: string): Item | undefined {
  const reach = createTraffic(model, {}).inputFromWan(protocol);
  const closer = reach.by.at(-1);
  if (reach.verdict !== "blocked" || closer?.menu !== "/ip/firewall/filter") return undefined;
  if (closer.text("chain") === "input") return closer;
  return model
    .items("/ip/firewall/filter")
    .find((rule) => rule.text("chain") === "input" && rule.text("jump-target") === closer.text("chain"));
}

/** A network of addresses that none of the routers knows: `10.255.255`, else lower ones. */
export function freeLoopbacks(models: readonly Model[]): string {
  const known = models.flatMap(knownNetworks);
  for (let third = 255; third >= 0; third--) {
    const network = parseAddressSet(`10.255.${third}.0/24`);
    if (network !== undefined && !known.some((set) => overlaps(set, network))) return `10.255.${third}`;
  }
  return "10.255.255";
}

function knownNetworks(model: Model): readonly PrefixSet[] {
  const places = [
    ["/ip/address", "address"],
    ["/ip/route", "dst-address"],
    ["/ip/pool", "ranges"],
    ["/ip/ipsec/policy", "dst-address"],
    ["/ppp/secret", "remote-address"],
    ["/ppp/secret", "local-address"],
    ["/ppp/profile", "local-address"],
  ] as const;
  return places.flatMap(([menu, property]) =>
    model.items(menu).flatMap((item) => {
      const text = item.property(property)?.text ?? "";
      const isAll = ["", "0.0.0.0/0", "::/0"].includes(text);
      return isAll ? [] : (parseAddressSet(text) ?? []);
    }),
  );
}

/** The lowest number that no EoIP tunnel of the routers has. */
export function freeTunnelId(models: readonly Model[]): string {
  const taken = models.flatMap((model) =>
    model.items("/interface/eoip").map((item) => item.text("tunnel-id") ?? "0"),
  );
  let number = 1;
  while (taken.includes(String(number))) number++;
  return String(number);
}

/** What the other end has to build; a provider has no such thing. */
export function warnOfOtherEnd(draft: PlanDraft, who: string, overlay: Overlay): void {
  const { kind, own, far, tunnelId } = overlay;
  const id = kind === "eoip" ? ` with \`tunnel-id=${tunnelId}\`` : "";
  draft.warn(
    `${who} must be a router of yours: it needs the loopback ${far}, a policy from ${far}/32 to ${own}/32, and \`/interface ${kind}\` from ${far} to ${own}${id}. With its export at hand, \`--pair\` moves both ends together.`,
  );
}
