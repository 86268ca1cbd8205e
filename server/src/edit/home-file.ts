import type { Item, Model, ModelFile } from "../model/model.ts";
import { lastOfMenu } from "./add-edits.ts";
import type { PropertyValue } from "./change.ts";
import type { Layout } from "./layout.ts";

export interface NewNames {
  readonly menu: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

/**
 * The file of a router that a new statement belongs to: the one that speaks of its menu last, or the first one.
 * Files are imported in order, so what a statement names has to stand in the same file or in an earlier one.
 */
export function homeFile(
  model: Model,
  layouts: ReadonlyMap<ModelFile, Layout>,
  statement: NewNames,
  /** Statements that are new as well, by the file they go to. */
  added: ReadonlyMap<ModelFile, readonly NewNames[]>,
): ModelFile | undefined {
  const { files } = model;
  if (files.length < 2) return files[0];
  const earliest = earliestIndex(model, statement, added);
  const speaking = files.findLastIndex((file) => {
    const layout = layouts.get(file);
    return layout !== undefined && lastOfMenu(layout, statement.menu) !== undefined;
  });
  return files[Math.max(speaking, earliest)];
}

/** From which file on everything is there that the properties name. */
function earliestIndex(
  model: Model,
  { menu, properties }: NewNames,
  added: ReadonlyMap<ModelFile, readonly NewNames[]>,
): number {
  let earliest = 0;
  for (const [property, value] of Object.entries(properties)) {
    if (value === true) continue;
    for (const namespace of model.schema.reference(menu, property)?.namespaces ?? []) {
      if (model.schema.isDeclaredByUse(namespace)) continue;
      for (const name of value.split(/[,%@!/]/).filter((part) => part !== ""))
        earliest = Math.max(earliest, definingIndex(model, namespace, name, added));
    }
  }
  return earliest;
}

function definingIndex(
  model: Model,
  namespace: string,
  name: string,
  added: ReadonlyMap<ModelFile, readonly NewNames[]>,
): number {
  const menus = new Set(model.schema.definitionsOf(namespace).map(({ menu }) => menu));
  const isNew = ({ menu, properties }: NewNames) => menus.has(menu) && properties["name"] === name;
  const made = [...added].flatMap(([file, statements]) => (statements.some(isNew) ? [file] : []));
  const written = model.find(namespace, name).map(namingFile);
  return Math.max(0, ...[...made, ...written].map((file) => (file ? model.files.indexOf(file) : 0)));
}

/** Where an item gets the name that it has. */
function namingFile(item: Item): ModelFile | undefined {
  return (item.property("name")?.command ?? item.command)?.file;
}
