import { type InlayHint, InlayHintKind, type Range } from "vscode-languageserver-types";
import type { Item } from "../model/model.ts";
import { rangeOf } from "../syntax/tree.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { toOffsets, toPosition } from "./place.ts";

/** Defaults that decide about security and that an export leaves out, by menu. */
const TELLING_DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  "/interface/pptp-client": ["disabled", "allow"],
  "/interface/l2tp-client": ["disabled", "allow", "use-ipsec"],
  "/interface/sstp-client": ["disabled", "verify-server-certificate", "tls-version"],
  "/interface/ovpn-client": ["disabled", "verify-server-certificate", "cipher", "auth"],
  "/interface/pptp-server/server": ["enabled", "authentication"],
  "/interface/l2tp-server/server": ["enabled", "use-ipsec", "authentication"],
  "/interface/sstp-server/server": ["enabled", "authentication", "tls-version"],
  "/interface/ovpn-server/server": ["enabled", "cipher", "auth", "require-client-certificate"],
  "/interface/pppoe-client": ["disabled"],
  "/ppp/profile": ["use-encryption"],
  "/ppp/secret": ["service", "profile"],
  "/ip/ipsec/proposal": ["enc-algorithms", "auth-algorithms", "pfs-group"],
  "/ip/ipsec/profile": ["enc-algorithm", "hash-algorithm", "dh-group"],
  "/ip/ipsec/peer": ["exchange-mode"],
  "/ip/ssh": ["strong-crypto"],
  "/ip/dns": ["allow-remote-requests"],
  "/snmp": ["enabled"],
  "/snmp/community": ["security", "read-access", "write-access"],
  "/interface/wireless/security-profiles": ["mode", "authentication-types"],
  "/interface/wifi/security": ["authentication-types"],
  "/interface/wifiwave2/security": ["authentication-types"],
};

/** Menus where the network behind an interface explains the line. */
const WITH_PREFIX =
  /^\/(?:ip|ipv6)\/(?:firewall\/(?:filter|nat|mangle|raw)|dhcp-server|route|settings)$|^\/interface\/(?:list\/member|bridge\/port)$/;

/** Effective defaults at the end of the statements where they matter, and the prefix behind an interface's name. */
export function inlayHints(analysis: Analysis, file: AnalysedFile, within: Range): InlayHint[] {
  const limits = toOffsets(file, within);
  const isShown = (offset: number) => limits.start <= offset && offset <= limits.end;
  return [...defaultHints(analysis, file, isShown), ...prefixHints(analysis, file, isShown)];
}

function defaultHints(
  analysis: Analysis,
  file: AnalysedFile,
  isShown: (offset: number) => boolean,
): InlayHint[] {
  return Object.entries(TELLING_DEFAULTS).flatMap(([menu, names]) =>
    analysis.model.items(menu).flatMap((item) => {
      const at = endOf(item, file);
      const defaults = at !== undefined && isShown(at) ? defaultsOf(item, names) : [];
      if (at === undefined || defaults.length === 0) return [];
      return {
        position: toPosition(file, at),
        label: defaults.join(" "),
        kind: InlayHintKind.Parameter,
        paddingLeft: true,
        tooltip: "Not written here: the default of this RouterOS version",
      };
    }),
  );
}

/** Of what is switched off nothing else matters; `default` only points to another default. */
function defaultsOf(item: Item, names: readonly string[]): string[] {
  const isOff = item.text("disabled") === "yes" || item.text("enabled") === "no";
  const shown = isOff ? names.filter((name) => name === "disabled" || name === "enabled") : names;
  return shown.flatMap((name) => {
    const value = item.value(name);
    if (value.from !== "default" || value.text === "default") return [];
    if (value.text === "") return name === OPEN ? [`${name}="" (open)`] : [];
    return [`${name}=${value.text}`];
  });
}

/** Without any, a wifi network asks nobody for a password. */
const OPEN = "authentication-types";

function endOf(item: Item, file: AnalysedFile): number | undefined {
  const command = item.changes.at(-1) ?? item.command;
  return command && command.file.path === file.path ? rangeOf(command.node).end : undefined;
}

function prefixHints(
  analysis: Analysis,
  file: AnalysedFile,
  isShown: (offset: number) => boolean,
): InlayHint[] {
  const prefixes = prefixesByInterface(analysis);
  if (prefixes.size === 0) return [];
  return analysis.model.references.flatMap((reference) => {
    const { range, command, namespace, name, strength } = reference;
    const found = prefixes.get(name);
    const isWanted =
      found !== undefined &&
      namespace === "iface" &&
      strength === "strong" &&
      reference.file.path === file.path &&
      isShown(range.end) &&
      WITH_PREFIX.test(command.menu);
    if (!isWanted) return [];
    return {
      position: toPosition(file, range.end),
      label: found.join(", "),
      paddingLeft: true,
      tooltip: `The addresses of \`${name}\` in /ip/address`,
    };
  });
}

const SHOWN_PREFIXES = 2;

function prefixesByInterface(analysis: Analysis): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const menu of ["/ip/address", "/ipv6/address"]) {
    for (const item of analysis.model.items(menu)) {
      const name = item.text("interface");
      const address = item.text("address");
      if (name === undefined || address === undefined || item.isDisabled === true) continue;
      const known = found.get(name) ?? [];
      if (known.length < SHOWN_PREFIXES) known.push(address);
      else if (known.at(-1) !== "…") known.push("…");
      found.set(name, known);
    }
  }
  return found;
}
