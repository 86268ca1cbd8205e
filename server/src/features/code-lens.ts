import type { CodeLens } from "vscode-languageserver-types";
import type { Item, Model, Reference } from "../model/model.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { count } from "./item-card.ts";
import { toLocation, toRange } from "./place.ts";
import { declarationsOf, ownCommands } from "./subject.ts";

export interface CodeLensOptions {
  /** The client's command that shows a list of places: (uri, position, locations). */
  readonly showReferences: string;
}

/**
 * `n references` above each item that others may name; `unused` where it does nothing unless somebody does. What
 * RouterOS brings is used without being named.
 */
export function codeLenses(analysis: Analysis, file: AnalysedFile, options: CodeLensOptions): CodeLens[] {
  const idle = idleMenus(analysis.model);
  const own = ownCommands(analysis.model);
  return namingMenus(analysis).flatMap((menu) =>
    analysis.model
      .items(menu)
      .flatMap((item) =>
        lensOf(analysis, file, item, own.get(item) ?? [], options, idle.has(menu) && item.origin === "add"),
      ),
  );
}

/** Namespaces of what does nothing by itself. Others act, or people and programs outside the file call them. */
const PASSIVE: readonly string[] = [
  "iface-list",
  "pool4",
  "pool6",
  "ppp-profile",
  "hs-profile",
  "hs-user-profile",
  "routing-table",
  "queue-type",
  "dhcp4-option",
  "dhcp4-option-set",
  "ipsec-profile",
  "ipsec-proposal",
  "ipsec-group",
  "ipsec-mode-config",
  "wl-secprof",
  "wifi-cfg",
  "wifi-sec",
  "wifi-chan",
  "wifi-dp",
  "cap-cfg",
  "cap-sec",
  "cap-chan",
  "cap-dp",
  "l7",
];

/** Menus whose items have a name that something can refer to. */
function namingMenus({ model }: Analysis): readonly string[] {
  const referred = model.references.map(({ namespace }) => namespace);
  const naming = menusOf(model, new Set(["iface", ...PASSIVE, ...referred]));
  return model.menus.filter((menu) => naming.has(menu));
}

function menusOf({ schema }: Model, namespaces: Iterable<string>): ReadonlySet<string> {
  return new Set(
    [...namespaces]
      .filter((namespace) => !schema.isDeclaredByUse(namespace))
      .flatMap((namespace) => schema.definitionsOf(namespace).map(({ menu }) => menu)),
  );
}

/** Menus whose items nothing uses that nothing names. RADIUS and the User Manager hand out pools and profiles by name. */
function idleMenus(model: Model): ReadonlySet<string> {
  const isAsked = model.menus.some((menu) => menu === "/radius" || menu.startsWith("/user-manager"));
  const idle = [...menusOf(model, PASSIVE)];
  return new Set(isAsked ? idle.filter((menu) => !/\/(pool|profile)$/.test(menu)) : idle);
}

function lensOf(
  analysis: Analysis,
  file: AnalysedFile,
  item: Item,
  own: readonly Reference[],
  options: CodeLensOptions,
  isIdleAlone: boolean,
): CodeLens[] {
  const [place] = declarationsOf(item);
  if (!place || place.file.path !== file.path || item.origin === "builtin") return [];
  const uses = analysis.model.referencesTo(item).filter(({ item: speaker }) => speaker !== item);
  const range = toRange(file, place.range);
  // What only its own commands name does nothing either; else the lens counts what a search for references finds.
  const places = [...uses, ...own.filter(({ name }) => name === item.name)];
  if (places.length === 0 || (uses.length === 0 && isIdleAlone)) {
    if (!isIdleAlone && !item.menu.startsWith("/interface/")) return [];
    return [{ range, command: { title: isIdleAlone ? "unused" : "0 references", command: "" } }];
  }
  const locations = places.flatMap((reference) => {
    const target = analysis.file(reference.file.path);
    return target ? [toLocation(target, reference.range)] : [];
  });
  const title = count(places.length, "reference");
  return [
    {
      range,
      command: { title, command: options.showReferences, arguments: [file.path, range.start, locations] },
    },
  ];
}
