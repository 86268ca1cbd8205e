import type { Item } from "../model/model.ts";
import { DEFAULT_ROWS } from "../schema/default-rows.ts";
import { formatVersion } from "../values/version.ts";
import { type IssuePlace, issuePlace, type Look, menuText, type UpgradeIssue } from "./upgrade-issue.ts";

/**
 * Properties that the files leave out and whose default differs between the two versions, as far as both were
 * observed. It matters to those who import the file; what an upgrade in place keeps was not measured.
 */
export function defaultIssues(look: Look): readonly UpgradeIssue[] {
  if (look.model.version === undefined) return [];
  return [...menusWithDefaults()].flatMap(([menu, properties]) =>
    itemsOf(look, menu).flatMap((item) => properties.flatMap((name) => issueOf(look, item, name))),
  );
}

function menusWithDefaults(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const [menus, , values] of DEFAULT_ROWS) {
    for (const menu of menus.split(" ")) {
      const names = found.get(menu) ?? new Set();
      for (const pair of values.split(" ")) names.add(pair.slice(0, pair.indexOf("=")));
      found.set(menu, names);
    }
  }
  return new Map([...found].map(([menu, names]) => [menu, [...names]]));
}

/** What the files write; of a settings menu in a whole export also what they leave at its defaults. */
function itemsOf({ model, before }: Look, menu: string): readonly Item[] {
  const knowledge = before.menu(menu);
  if (knowledge.kind === "known" && knowledge.value.isSettings)
    return model.absenceMeansDefault(menu) ? [model.settings(menu)] : [];
  return model.items(menu).filter(({ origin, isCertain }) => origin !== "builtin" && isCertain);
}

function issueOf(look: Look, item: Item, name: string): UpgradeIssue[] {
  const { before, after, to } = look;
  if (name === "" || item.property(name) !== undefined || item.value(name).from !== "default") return [];
  const [old, next] = [before.defaultValue(item.menu, name), after.defaultValue(item.menu, name)];
  if (old === undefined || next === undefined || sorted(old) === sorted(next) || old !== item.text(name))
    return [];
  if (isIdle(look, item, name)) return [];
  const command = item.origin === "settings" ? "set" : "add";
  if (after.property(item.menu, command, name).kind !== "known" || (name !== "enabled" && isOff(item)))
    return [];
  const shown = (text: string) => (text === "" ? "empty" : `\`${text}\``);
  return [
    {
      key: `default ${item.menu} ${name}`,
      kind: "default",
      message: `\`${name}\` of \`${menuText(item.menu)}\` is not written: its default is ${shown(next)} in RouterOS ${formatVersion(to)}, ${shown(old)} before. Write it where the old one is meant.`,
      breaks: false,
      places: placesOf(item),
      changes: [],
    },
  ];
}

/** The order of a list's words says nothing; RouterOS 7 calls the ciphers `aes128-cbc` that were `aes128`. */
function sorted(text: string): string {
  return text
    .split(",")
    .map((word) => word.replace(/^(aes\d+)-cbc$/, "$1"))
    .sort()
    .join(",");
}

/** A bridge that does not filter VLANs heeds nothing of its ports' VLAN properties (Manual: Bridging and Switching). */
function isIdle({ model }: Look, item: Item, name: string): boolean {
  if (item.menu !== "/interface/bridge/port" || name !== "ingress-filtering") return false;
  const bridges = model.find("bridge", item.text("bridge") ?? "");
  return bridges.length > 0 && bridges.every((bridge) => bridge.text("vlan-filtering") === "no");
}

/** How a service that is off would work does not matter. */
function isOff(item: Item): boolean {
  return item.text("enabled") === "no" || item.isDisabled === true;
}

/** None for settings that the files leave out altogether. */
function placesOf(item: Item): readonly IssuePlace[] {
  const command = item.command ?? item.changes[0];
  return command ? [issuePlace(command)] : [];
}
