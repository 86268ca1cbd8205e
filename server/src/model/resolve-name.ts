import type { Item, ReferenceTarget } from "./model.ts";
import type { AskedName, ResolvedName } from "./name-meaning.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What resolving a name needs of a model. */
export interface NameSource {
  readonly vocabulary: Vocabulary;
  /** Items of that name, in several lists; `menu` narrows namespaces whose names are a menu's own, as firewall chains. */
  lookUp(namespace: string, name: string, menu?: string): readonly (readonly Item[])[];
  /** Whether whatever defines such a name must be in the files: a whole export that printed those menus. */
  isWhole(namespace: string, name: string): boolean;
  /** Whether the hardware that comes with this name is called otherwise. */
  isRenamedHardware(name: string): boolean;
}

/** Finds what a name means: an item, a built-in name, a name made by its use, nothing, or nobody can tell. */
export function resolveName(part: AskedName, source: NameSource): ResolvedName {
  const first = part.namespaces[0] ?? "";
  if (isIdentity(part.name)) return { namespace: first, target: { kind: "unknown" } };
  for (const namespace of part.namespaces) {
    const lists = source.lookUp(namespace, part.name, scopeOf(namespace, part.menu));
    if (lists.length > 0) return { namespace, target: itemsTarget(lists) };
  }
  for (const namespace of part.namespaces) {
    if (isBuiltin(namespace, part, source.vocabulary)) return { namespace, target: { kind: "builtin" } };
  }
  const used = part.namespaces.find((namespace) => source.vocabulary.schema.isDeclaredByUse(namespace));
  if (used !== undefined) return { namespace: used, target: { kind: "declared-by-use" } };
  return { namespace: first, target: absent(part, source) };
}

/** A name may be that of 100,000 entries of an address list, and few look at them. */
function itemsTarget(lists: readonly (readonly Item[])[]): ReferenceTarget {
  let items: readonly Item[] | undefined;
  return {
    kind: "item",
    get items() {
      items ??= lists.flat();
      return items;
    },
  };
}

function isBuiltin(namespace: string, part: AskedName, vocabulary: Vocabulary): boolean {
  if (vocabulary.schema.builtinsOf(namespace).includes(part.name)) return true;
  return isWord(part, vocabulary) && !(namespace === "iface" && isHardwareName(part.name));
}

/** A word that the property takes beside names, as `interface=any` of an access list. */
function isWord({ menu, property, name }: AskedName, vocabulary: Vocabulary): boolean {
  if (builtinsAt(menu).includes(name)) return true;
  return ["add", "set"].some((verb) => {
    const known = vocabulary.property(menu, verb, property);
    return known.kind === "known" && "words" in known.value.type && known.value.type.words.includes(name);
  });
}

/** What stands for no object in one menu, as `no-queue` of interfaces without hardware. */
export function builtinsAt(menu: string): readonly string[] {
  return WORDS_OF[menu] ?? [];
}

/** Words that the facts of properties lack, as exports print them. */
const WORDS_OF: Readonly<Record<string, readonly string[]>> = {
  "/interface/bridge/port-controller": ["none"],
  "/interface/bridge/port-extender": ["none"],
  "/queue/interface": ["no-queue"],
  "/system/lcd/page": ["bits", "identity", "packets", "resources", "time", "uptime", "version"],
};

/** Chains belong to their table; some menus name those of another one. */
export function scopeOf(namespace: string, menu: string): string | undefined {
  return namespace === "chain" ? (CHAINS_OF[menu] ?? menu) : undefined;
}

const CHAINS_OF: Readonly<Record<string, string>> = {
  "/ip/hotspot/user/profile": "/ip/firewall/filter",
  "/ip/ipsec/identity": "/ip/firewall/raw",
  "/ip/ipsec/peer": "/ip/firewall/raw",
  "/ppp/profile": "/ip/firewall/filter",
};

/** `*17`: the id of an object that is gone; `<pptp-bob>`: one that comes and goes. */
function isIdentity(name: string): boolean {
  return /^\*[0-9a-f]+$/i.test(name) || name.startsWith("<");
}

/**
 * Namespaces whose objects an export does not print, prints in part, or has by the hardware: certificates, users,
 * the User Manager's database, switches, modem profiles; or that RADIUS knows too.
 */
const NEVER_WHOLE = new Set(
  "certificate um-profile um-user um-limit um-group um6-customer um6-profile um6-limit switch apn zt-inst script dns-forwarder ipsec-key container-envs container-mounts user hs-user ppp-secret".split(
    " ",
  ),
);

/** What the hardware calls its interfaces, with names that software gives without being told: CAPs, bonded modems. */
const HARDWARE_NAME =
  /^(ether|sfp|sfp-sfpplus|sfpplus|sfp28-|qsfp|qsfpplus|qsfp28-|combo|wlan|wifi|wifiwave|lte|ppp-out|pwr-line|w60g-|cap|cap-wifi|usb|dsl|serial|host|vether|veth|switch|wlan60-)[\d-]*([a-z]?\d*|-[\w.-]+)$/;

/** `ether1-gateway` is a name of old default configurations; of these a name without a number is somebody's own. */
const WITHOUT_NUMBER = /^(?:ether|combo|wlan)-[a-z]/i;

/** Whether an interface of that name may be there without any line of an export. */
export function isHardwareName(name: string): boolean {
  return HARDWARE_NAME.test(name) && !WITHOUT_NUMBER.test(name);
}

function absent(part: AskedName, source: NameSource): ReferenceTarget {
  const isTold = part.namespaces.every(
    (namespace) => source.isWhole(namespace, part.name) && !NEVER_WHOLE.has(namespace),
  );
  if (!isTold || part.isInferred) return { kind: "unknown" };
  const mayBeHardware = part.namespaces.includes("iface") && isHardwareName(part.name);
  return mayBeHardware && !source.isRenamedHardware(part.name) ? { kind: "unknown" } : { kind: "missing" };
}
