import type { Item, Model } from "../../model/model.ts";
import { portsOf } from "./bridges.ts";
import { isLegacyAccessPoint, named, rootOf } from "./wireless.ts";

/** A network that this router sends out or hands to its access points, and the bridge its clients land in. */
export interface WirelessNetwork {
  readonly item: Item;
  readonly ssid: string;
  readonly bridge: string;
  /** What puts it there: the bridge port, or the datapath. */
  readonly by: Item;
  /** VLAN, horizon or isolation of its own: clients do not simply share the bridge. */
  readonly isApart: boolean;
}

export function wirelessNetworks(model: Model): readonly WirelessNetwork[] {
  return [...LOCAL_MENUS.flatMap((menu) => model.items(menu)), ...handedOut(model)].flatMap((item) => {
    const ssid = ssidOf(item, model);
    const place = ssid === undefined ? undefined : placeOf(item, model);
    return ssid === undefined || place === undefined ? [] : [{ item, ssid, ...place }];
  });
}

const LOCAL_MENUS = ["/interface/wireless", "/interface/wifi", "/interface/wifiwave2"];

/** CAPsMAN configurations that something uses. */
function handedOut(model: Model): Item[] {
  return model
    .items("/caps-man/configuration")
    .filter((item) => model.referencesTo(item).some(({ item: user }) => user?.isDisabled === false));
}

/** The network's name; undefined for what serves no clients. */
function ssidOf(item: Item, model: Model): string | undefined {
  if (item.menu === "/interface/wireless") return isLegacyAccessPoint(item) ? item.text("ssid") : undefined;
  if (item.menu === "/caps-man/configuration") return item.property("ssid")?.text;
  if (item.isDisabled !== false) return undefined;
  const mode = setting(item, "configuration", "mode", model) ?? "ap";
  return mode === "ap" ? setting(item, "configuration", "ssid", model) : undefined;
}

type Place = Pick<WirelessNetwork, "bridge" | "by" | "isApart">;

function placeOf(item: Item, model: Model): Place | undefined {
  const port = model
    .items("/interface/bridge/port")
    .find((one) => one.isDisabled === false && one.text("interface") === item.name);
  const bridge = port?.text("bridge");
  if (port !== undefined && bridge !== undefined)
    return { bridge, by: port, isApart: isTagged(item, model) || isPortApart(port, bridge, model) };
  return item.menu === "/interface/wireless" ? undefined : byDatapath(item, model);
}

function byDatapath(item: Item, model: Model): Place | undefined {
  const bridge = setting(item, "datapath", "bridge", model);
  if (bridge === undefined || bridge === "none") return undefined;
  const isApart = ["bridge-horizon", "local-forwarding"].some((name) => {
    const value = setting(item, "datapath", name, model);
    return value !== undefined && value !== "none" && value !== "no";
  });
  return { bridge, by: item, isApart: isApart || isTagged(item, model) };
}

/** `vlan-mode` of the wireless package, `vlan-id` of datapaths. */
function isTagged(item: Item, model: Model): boolean {
  const mode = item.property("vlan-mode")?.text;
  if (mode !== undefined && mode !== "no-tag") return true;
  const id = setting(item, "datapath", "vlan-id", model);
  return id !== undefined && id !== "none";
}

/** A port VLAN that counts, or a horizon. */
function isPortApart(port: Item, bridge: string, model: Model): boolean {
  const horizon = port.property("horizon")?.text;
  if (horizon !== undefined && horizon !== "none") return true;
  const owner = model.items("/interface/bridge").find((one) => one.name === bridge);
  if (owner?.text("vlan-filtering") === "no") return false;
  const own = port.text("pvid");
  return portsOf(bridge, model).some((other) => other.text("pvid") !== own);
}

/** A setting of the item, of the profile it names, or of its configuration and that one's profile. */
function setting(item: Item, part: string, name: string, model: Model): string | undefined {
  const own = item.property(`${part}.${name}`)?.text ?? ofProfile(item, part, name, model);
  if (own !== undefined || part === "configuration") return own;
  const configuration = named(model, `${rootOf(item)}/configuration`, item.property("configuration")?.text);
  if (configuration === undefined) return undefined;
  return configuration.property(`${part}.${name}`)?.text ?? ofProfile(configuration, part, name, model);
}

function ofProfile(item: Item, part: string, name: string, model: Model): string | undefined {
  return named(model, `${rootOf(item)}/${part}`, item.property(part)?.text)?.property(name)?.text;
}
