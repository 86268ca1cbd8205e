import type { Item, Model } from "../../model/model.ts";
import { FIREWALL_MENUS } from "../../traffic/firewall-menus.ts";
import type { Target } from "../plan.ts";
import type { OverlayKind } from "./overlay-need.ts";

const PREFIX: Readonly<Record<Target | OverlayKind, string>> = {
  wireguard: "wg",
  ikev2: "ike2",
  openvpn: "ovpn",
  gre: "gre",
  eoip: "eoip",
};

/** The old name without its protocol, with the new one in front: `TorGuard-PPTP` becomes `wg-TorGuard`. */
export function newName(
  model: Model,
  target: Target | OverlayKind,
  oldName: string | undefined,
  taken: readonly string[] = [],
): string {
  const core = (oldName ?? "")
    .replace(/(?:pptp|l2tp)(?:[-_ ]?(?:ipsec|client))?/gi, "")
    .replace(/^[-_. <]+|[-_. >]+$/g, "")
    .replace(/[-_]{2,}/g, "-");
  const base = `${PREFIX[target]}-${core === "" ? "vpn" : core}`;
  return uniqueName(base, (name) => taken.includes(name) || isTaken(model, name));
}

/** `base`, else `base-2`, `base-3` … */
export function uniqueName(base: string, isUsed: (name: string) => boolean): string {
  if (!isUsed(base)) return base;
  let number = 2;
  while (isUsed(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}

/** Connection marks that anything sets or asks for: a fresh one must not meet rules that were there for another. */
export function connectionMarks(
  model: Model,
  counts: (item: Item) => boolean = () => true,
): ReadonlySet<string> {
  const words = [...FIREWALL_MENUS, "/ip/ipsec/mode-config"]
    .flatMap((menu) => model.items(menu))
    .filter(counts)
    .flatMap((item) =>
      ["connection-mark", "new-connection-mark"].map((name) => item.property(name)?.text ?? ""),
    );
  return new Set(words.map((word) => word.replace(/^!/, "")));
}

function isTaken(model: Model, name: string): boolean {
  const spaces = [
    "iface",
    "bridge",
    "ipsec-peer",
    "ipsec-profile",
    "ipsec-proposal",
    "ipsec-mode-config",
    "ipsec-group",
  ];
  return spaces.some((namespace) => model.names(namespace).includes(name));
}
