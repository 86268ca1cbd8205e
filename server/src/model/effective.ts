import type { Schema } from "../schema/lookup.ts";
import { satisfies, type Version } from "../values/version.ts";

/** What all items of a model share. */
export interface ItemFacts {
  readonly schema: Schema;
  readonly version: Version | undefined;
  /** Of the newest revision, as all that is remembered between revisions. */
  absenceMeansDefault(menu: string): boolean;
  /** The schema's defaults by menu and property, each looked up once. */
  defaultOf(menu: string, property: string): string | undefined;
}

/** What the version sets where nothing is written, as text; undefined when that is not known. */
export function defaultText(menu: string, name: string, facts: ItemFacts): string | undefined {
  if (name === "disabled") {
    const isDisabled = isDisabledByDefault(menu, facts);
    return isDisabled === undefined ? undefined : isDisabled ? "yes" : "no";
  }
  return facts.defaultOf(menu, name);
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
  "/ip/hotspot": "*",
};

/** No fact tells how 6.x creates these. */
const UNSURE_BEFORE_7: ReadonlySet<string> = new Set(["/ipv6/dhcp-client", "/ipv6/dhcp-server"]);

/** Whether an item that says nothing of it is disabled; undefined when that hangs on a version not known. */
export function isDisabledByDefault(menu: string, facts: ItemFacts): boolean | undefined {
  const { version } = facts;
  const range = CREATED_DISABLED[menu];
  if (range === "*") return true;
  if (range !== undefined) return version === undefined ? undefined : satisfies(version, range);
  if (UNSURE_BEFORE_7.has(menu)) return version !== undefined && version.major >= 7 ? false : undefined;
  return facts.defaultOf(menu, "disabled") === "yes";
}
