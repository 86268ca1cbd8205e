import type { Item, ReferenceTarget } from "./model.ts";
import type { AskedName, ResolvedName } from "./name-meaning.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What resolving a name needs of a model. */
export interface NameSource {
  readonly vocabulary: Vocabulary;
  /** Items of that name; `menu` narrows namespaces whose names are a menu's own, as firewall chains. */
  find(namespace: string, name: string, menu?: string): readonly Item[];
  /** Whether all that defines a namespace's names must be in the files: a whole export that printed those menus. */
  isWhole(namespace: string): boolean;
}

/** Finds what a name means: an item, a built-in name, a name made by its use, nothing, or nobody can tell. */
export function resolveName(part: AskedName, source: NameSource): ResolvedName {
  const first = part.namespaces[0] ?? "";
  if (isIdentity(part.name)) return { namespace: first, target: { kind: "unknown" } };
  for (const namespace of part.namespaces) {
    const items = source.find(namespace, part.name, scopeOf(namespace, part.menu));
    if (items.length > 0) return { namespace, target: { kind: "item", items } };
  }
  for (const namespace of part.namespaces) {
    if (isBuiltin(namespace, part.name, part.menu, source.vocabulary)) {
      return { namespace, target: { kind: "builtin" } };
    }
  }
  const used = part.namespaces.find((namespace) => source.vocabulary.schema.isDeclaredByUse(namespace));
  if (used !== undefined) return { namespace: used, target: { kind: "declared-by-use" } };
  return { namespace: first, target: absent(part, source) };
}

function isBuiltin(namespace: string, name: string, menu: string, vocabulary: Vocabulary): boolean {
  // `queue=no-queue` is what /queue interface prints for interfaces without hardware (verbose exports of 6.x).
  if (menu === "/queue/interface" && name === "no-queue") return true;
  return vocabulary.schema.builtinsOf(namespace).includes(name);
}

/** Chains belong to their table. */
export function scopeOf(namespace: string, menu: string): string | undefined {
  return namespace === "chain" ? menu : undefined;
}

/** `*17`: the id of an object that is gone; `<pptp-bob>`: one that comes and goes. */
function isIdentity(name: string): boolean {
  return /^\*[0-9a-f]+$/i.test(name) || name.startsWith("<");
}

/**
 * Namespaces whose objects an export does not print, prints in part, or has by the hardware: certificates, the
 * User Manager's database, switches, modem profiles.
 */
const NEVER_WHOLE = new Set(
  "certificate um-profile um-user um-limit switch apn zt-inst script dns-forwarder ipsec-key container-envs container-mounts".split(
    " ",
  ),
);

/** What the hardware calls its interfaces, with names that software gives without being told: CAPs, bonded modems. */
const HARDWARE_NAME =
  /^(ether|sfp|sfp-sfpplus|sfpplus|sfp28-|qsfp|qsfpplus|qsfp28-|combo|wlan|wifi|wifiwave|lte|ppp-out|pwr-line|w60g-|cap|cap-wifi|usb|dsl|serial|host|vether|veth|switch|wlan60-)[\d-]*([a-z]?\d*|-[\w.-]+)$/;

/** Whether an interface of that name may be there without any line of an export. */
export function isHardwareName(name: string): boolean {
  return HARDWARE_NAME.test(name);
}

function absent(part: AskedName, source: NameSource): ReferenceTarget {
  const isTold = part.namespaces.every(
    (namespace) => source.isWhole(namespace) && !NEVER_WHOLE.has(namespace),
  );
  if (!isTold || part.isInferred) return { kind: "unknown" };
  return part.namespaces.includes("iface") && isHardwareName(part.name)
    ? { kind: "unknown" }
    : { kind: "missing" };
}
