import type { Schema } from "../schema/lookup.ts";
import { satisfies, type Version } from "../values/version.ts";

/** What all items of a model share. */
export interface ItemFacts {
  readonly schema: Schema;
  readonly version: Version | undefined;
  /** The schema's defaults, each looked up once. */
  readonly defaults: Map<string, { readonly text: string | undefined }>;
}

/** What the version sets where nothing is written, as text; undefined when that is not known. */
export function defaultText(menu: string, name: string, facts: ItemFacts): string | undefined {
  if (name === "disabled") {
    const isDisabled = isDisabledByDefault(menu, facts.version);
    return isDisabled === undefined ? undefined : isDisabled ? "yes" : "no";
  }
  const key = `${menu} ${name}`;
  let known = facts.defaults.get(key);
  if (known === undefined) {
    known = { text: facts.schema.defaultValue(menu, name) };
    facts.defaults.set(key, known);
  }
  return known.text;
}

/**
 * Menus whose items are created disabled, with the versions that do so ("*" for all). Source: verbose exports
 * of 6.43, 6.49 and 7.17, and counts over public exports: such items print `disabled=no` when they are on.
 */
const CREATED_DISABLED: Readonly<Record<string, string>> = {
  "/interface/pptp-client": "*",
  "/interface/l2tp-client": "*",
  "/interface/sstp-client": "*",
  "/interface/ovpn-client": "*",
  "/interface/pppoe-client": "*",
  "/interface/ppp-client": "*",
  "/interface/pppoe-server/server": "*",
  "/interface/ovpn-server/server": ">=7.17",
  "/interface/wireless": "*",
  "/interface/wifi": "*",
  "/interface/wifiwave2": "*",
  "/caps-man/interface": "*",
  "/ip/dhcp-client": "<7",
  "/ip/dhcp-server": "<7",
  "/ipv6/dhcp-client": "<7",
  "/ipv6/dhcp-server": "<7",
  "/ip/hotspot": "*",
};

/** Whether an item that says nothing of it is disabled; undefined when that hangs on a version not known. */
export function isDisabledByDefault(menu: string, version: Version | undefined): boolean | undefined {
  const range = CREATED_DISABLED[menu];
  if (range === undefined) return false;
  if (range === "*") return true;
  return version === undefined ? undefined : satisfies(version, range);
}
