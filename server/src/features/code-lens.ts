import type { CodeLens } from "vscode-languageserver-types";
import type { Item } from "../model/model.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { toLocation, toRange } from "./place.ts";
import { declarationsOf } from "./subject.ts";

export interface CodeLensOptions {
  /** The client's command that shows a list of places: (uri, position, locations). */
  readonly showReferences: string;
}

/** `n references` above each item that others may name, `unused` where nobody does. */
export function codeLenses(analysis: Analysis, file: AnalysedFile, options: CodeLensOptions): CodeLens[] {
  return namingMenus(analysis).flatMap((menu) =>
    analysis.model.items(menu).flatMap((item) => lensOf(analysis, file, item, options)),
  );
}

/** Namespaces whose unused members are worth a word; what something refers to is added to them. */
const NAMESPACES: readonly string[] = [
  "iface",
  "iface-list",
  "pool4",
  "pool6",
  "ppp-profile",
  "routing-table",
  "vrf",
  "queue-type",
  "dhcp4-option",
  "ipsec-peer",
  "ipsec-profile",
  "ipsec-proposal",
  "ipsec-group",
  "ipsec-mode-config",
  "wl-secprof",
  "l7",
  "script",
];

/** Menus whose items have a name that something can refer to. */
function namingMenus({ model }: Analysis): readonly string[] {
  const namespaces = new Set([...NAMESPACES, ...model.references.map(({ namespace }) => namespace)]);
  const naming = new Set(
    [...namespaces]
      .filter((namespace) => !model.schema.isDeclaredByUse(namespace))
      .flatMap((namespace) => model.schema.definitionsOf(namespace).map(({ menu }) => menu)),
  );
  return model.menus.filter((menu) => naming.has(menu));
}

function lensOf(analysis: Analysis, file: AnalysedFile, item: Item, options: CodeLensOptions): CodeLens[] {
  const [place] = declarationsOf(item);
  if (!place || place.file.path !== file.path || item.origin === "builtin") return [];
  const uses = analysis.model.referencesTo(item).filter(({ item: speaker }) => speaker !== item);
  const range = toRange(file, place.range);
  if (uses.length === 0) return [{ range, command: { title: "unused", command: "" } }];
  const locations = uses.flatMap((reference) => {
    const target = analysis.file(reference.file.path);
    return target ? [toLocation(target, reference.range)] : [];
  });
  const title = uses.length === 1 ? "1 reference" : `${uses.length} references`;
  return [
    {
      range,
      command: { title, command: options.showReferences, arguments: [file.path, range.start, locations] },
    },
  ];
}
