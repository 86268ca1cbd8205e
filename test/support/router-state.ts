import type { Change, PropertyValue } from "../../server/src/edit/change.ts";
import { planEdits } from "../../server/src/edit/render-edits.ts";
import { writtenProperties } from "../../server/src/migrate/carry/properties.ts";
import { textsAfter } from "../../server/src/migrate/end-state.ts";
import type { Item, Model } from "../../server/src/model/model.ts";

/** A router as far as an export tells: scripts are run on it by run-script.ts. */
export interface Router {
  readonly model: Model;
  readonly menus: Map<string, Row[]>;
}

/** An item of the router at this moment. */
export interface Row {
  readonly menu: string;
  readonly values: Map<string, PropertyValue>;
  /** The item of the export that it was; undefined for what a script added. */
  readonly item: Item | undefined;
}

/** Menus whose rows act in order. */
const ORDERED = /^\/(?:ip(?:v6)?\/firewall\/(?:filter|nat|mangle|raw)|queue\/simple|routing\/rule)$/;

export function routerOf(model: Model): Router {
  return { model, menus: new Map(model.menus.map((menu) => [menu, rowsOf(model, menu)])) };
}

/** The rows of a menu, also of one that the export does not speak of. */
export function rowsIn(router: Router, menu: string): Row[] {
  const known = router.menus.get(menu);
  if (known !== undefined) return known;
  const rows = rowsOf(router.model, menu);
  router.menus.set(menu, rows);
  return rows;
}

/** Of a menu that holds one set of properties and no items. */
export function settingsRow(router: Router, menu: string): Row {
  const rows = rowsIn(router, menu);
  const [first] = rows;
  if (first !== undefined) return first;
  const row: Row = { menu, values: new Map(), item: router.model.settings(menu) };
  rows.push(row);
  return row;
}

function rowsOf(model: Model, menu: string): Row[] {
  return model.items(menu).map((item) => ({
    menu,
    item,
    values: new Map(Object.entries(writtenProperties(item) ?? constants(item))),
  }));
}

function constants(item: Item): Record<string, PropertyValue> {
  return Object.fromEntries(
    item.properties.flatMap(({ name, text, isUnset }) =>
      isUnset || text === undefined ? [] : [[name, text]],
    ),
  );
}

/** A property as the router shows it: what is not written has its default; `undefined` where nothing tells. */
export function shown({ model }: Router, { menu, values, item }: Row, name: string): string | undefined {
  const own = values.get(name);
  if (own !== undefined) return own === true ? "yes" : own;
  if (name === "dynamic") return "no";
  if (name === "name" || name === "default-name") return item?.text("default-name") ?? item?.name;
  return model.schema.defaultValue(menu, name) ?? (name === "disabled" ? "no" : undefined);
}

/**
 * What the router holds, menu by menu: defaults are left out, order is kept where it counts. For comparing; values
 * of secrets are not in it.
 */
export function contents(router: Router): Readonly<Record<string, readonly string[]>> {
  const entries = [...router.menus].map(([menu, rows]) => {
    const texts = rows.map((row) => contentOf(router, row)).filter((text) => text !== "");
    return [menu, ORDERED.test(menu) ? texts : texts.sort()] as const;
  });
  return Object.fromEntries(
    entries.filter(([, texts]) => texts.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const SECRET = /password|secret|private-key|preshared-key|passphrase|psk/;

/** One row of `contents`; empty where all is as the router has it anyway. */
export function contentOf(router: Router, row: Row): string {
  if (isServerOff(router, row)) return "";
  const { schema } = router.model;
  const words = [...row.values].flatMap(([name, value]) => {
    if (name === "disabled" || value === "" || schema.defaultValue(row.menu, name) === value) return [];
    return [value === true ? name : `${name}=${SECRET.test(name) ? "(secret)" : value}`];
  });
  const isOff = /^(?:yes|true)$/.test(shown(router, row, "disabled") ?? "");
  return [...words.sort(), ...(isOff && words.length > 0 ? ["(disabled)"] : [])].join(" ");
}

/** What stands in the settings of a server that is off does no harm, and is not exported. */
function isServerOff(router: Router, row: Row): boolean {
  if (row.item?.origin !== "settings" || !row.menu.endsWith("-server/server")) return false;
  return shown(router, row, "enabled") !== "yes";
}

/** The export rewritten into what the router holds now; other lines stay as they are. */
export function exportOf(router: Router): string {
  const { model, menus } = router;
  const changes = [...menus].flatMap(([menu, rows]) => changesOf(model, menu, rows));
  const edits = planEdits(model, changes);
  const [refused] = edits.refused;
  if (refused !== undefined) throw new Error(`cannot be written: ${refused.reason}`);
  return textsAfter(model, edits)[0]?.text ?? "";
}

function changesOf(model: Model, menu: string, rows: readonly Row[]): readonly Change[] {
  const left = new Set(rows.flatMap(({ item }) => item ?? []));
  const gone = model.items(menu).filter((item) => !left.has(item));
  return [
    ...gone.map((item): Change => ({ kind: "remove", item })),
    ...rows.flatMap((row, index) => changeOf(row, rows.slice(index + 1))),
  ];
}

function changeOf({ menu, values, item }: Row, later: readonly Row[]): readonly Change[] {
  if (item === undefined) {
    const before = later.find((each) => each.item !== undefined)?.item;
    const place = before === undefined || !ORDERED.test(menu) ? {} : { place: { before } };
    return [{ kind: "add", menu, properties: Object.fromEntries(values), ...place }];
  }
  const old = writtenProperties(item) ?? constants(item);
  const names = new Set([...Object.keys(old), ...values.keys()]);
  const changed = [...names].filter((name) => old[name] !== values.get(name));
  if (changed.length === 0) return [];
  return [
    { kind: "set", item, properties: Object.fromEntries(changed.map((name) => [name, values.get(name)])) },
  ];
}
