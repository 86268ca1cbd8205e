import { depthOf } from "../model/embedded.ts";
import type { Item, Model, ModelFile, Reference } from "../model/model.ts";
import { askedNamespaces } from "../model/name-stamps.ts";
import { scopeOf } from "../model/resolve-name.ts";
import { rangeOf, type Value } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { propertyAt, referenceAt } from "./at-cursor.ts";
import type { Occurrence } from "./occurrence.ts";
import { type VariableSubject, variableAt } from "./variables.ts";

/** What the cursor stands on, as far as navigation goes. */
export type Subject = ItemSubject | NameSubject | VariableSubject;

/** One item (or several that share a name and a namespace). */
export interface ItemSubject {
  readonly kind: "item";
  readonly name: string;
  readonly items: readonly Item[];
  /** The word under the cursor. */
  readonly range: Range;
}

/** A name that exists by being used, as a chain, mark or address list; or one that nothing declares. */
export interface NameSubject {
  readonly kind: "name";
  readonly name: string;
  readonly namespace: string;
  /** Chains of different firewall tables are different things. */
  readonly table: string | undefined;
  readonly range: Range;
}

export function subjectAt(analysis: Analysis, file: AnalysedFile, offset: number): Subject | undefined {
  const reference = referenceAt(analysis.model, file, offset);
  if (reference) return subjectOfReference(analysis, reference);
  const named = propertyAt(analysis.model, file, offset);
  const value = named?.property.argument.value;
  if (named && value && isNaming(named.item.menu, named.property.name)) {
    const range = innerRange(value);
    if (range.start <= offset && offset <= range.end) {
      const name = named.property.text ?? "";
      return { kind: "item", name, items: sameToPeople(analysis, named.item, name), range };
    }
  }
  return variableAt(analysis, file, offset);
}

/** The secrets of one login, one for each service; elsewhere two items of a name are a mistake. */
function sameToPeople({ model }: Analysis, item: Item, name: string): readonly Item[] {
  return item.menu === "/ppp/secret"
    ? model.items(item.menu).filter((other) => other.text("name") === name)
    : [item];
}

export function subjectOfReference(analysis: Analysis, reference: Reference): Subject {
  const { target, name, range, namespace } = reference;
  const isNameOnly = analysis.model.schema.isDeclaredByUse(namespace);
  if (target.kind === "item" && !isNameOnly) return { kind: "item", name, items: target.items, range };
  return { kind: "name", name, namespace, table: tableOf(reference), range };
}

/** Every place of the subject, in text order, declarations included. */
export function occurrencesOf(analysis: Analysis, subject: Subject): readonly Occurrence[] {
  switch (subject.kind) {
    case "item":
      return inTextOrder([
        ...subject.items.flatMap((item) => declarationsOf(item, subject.name)),
        ...usesOf(analysis.model, subject.items, subject.name).map(useOf),
      ]);
    case "name":
      return inTextOrder(
        sameNameReferences(analysis, subject).map((reference) => occurrenceOfName(analysis, reference)),
      );
    case "variable":
      return subject.occurrences;
  }
}

/** Who names the items, their own commands included. */
export function usesOf(model: Model, items: readonly Item[], name: string | undefined): readonly Reference[] {
  const own = ownCommands(model);
  return items.flatMap((item) => [
    ...model.referencesTo(item),
    ...(own.get(item) ?? []).filter((reference) => reference.name === name),
  ]);
}

/**
 * `set br1 …`, `disable br1`, by their items: part of what an item is, so that the model does not count them among
 * who uses it.
 */
export function ownCommands({ references }: Model): ReadonlyMap<Item, readonly Reference[]> {
  const found = new Map<Item, Reference[]>();
  for (const reference of references) {
    if (reference.property !== "numbers" || reference.item === undefined) continue;
    const own = found.get(reference.item);
    if (own === undefined) found.set(reference.item, [reference]);
    else own.push(reference);
  }
  return found;
}

/** References to a name that is declared by use, or to nothing. */
export function sameNameReferences(analysis: Analysis, subject: NameSubject): readonly Reference[] {
  const named = analysis.model.references.filter((reference) => reference.name === subject.name);
  const namespaces = linkedNamespaces(subject.namespace, named);
  return named.filter(
    (reference) => namespaces.has(reference.namespace) && tableOf(reference) === subject.table,
  );
}

/** `output.network=nets` of BGP means the IPv4 list and the IPv6 list of that name: they are one to people. */
function linkedNamespaces(namespace: string, named: readonly Reference[]): ReadonlySet<string> {
  const linked = new Set([namespace]);
  for (const reference of named) {
    const asked = askedNamespaces(reference);
    if (asked.length > 1 && asked.every(isAddressList) && asked.some((one) => linked.has(one)))
      for (const one of asked) linked.add(one);
  }
  return linked;
}

function isAddressList(namespace: string): boolean {
  return namespace.startsWith("addr-list");
}

/** Where the item's own name is written, by its `add` or a later renaming `set`; none for built-in ones. */
export function declarationsOf(item: Item, named?: string): readonly Occurrence[] {
  const property = item.properties.find(
    ({ text, name }) =>
      isNaming(item.menu, name) && text !== undefined && text !== "" && (named ?? text) === text,
  );
  const value = property?.argument.value;
  if (!property || !value) return [];
  const { file } = property.command;
  return [{ file, range: innerRange(value), role: "declaration", strength: "strong", depth: 0 }];
}

function isNaming(menu: string, property: string): boolean {
  return property === (NAMED_BY[menu] ?? "name");
}

/** Menus whose items give a name by another property than `name`. */
const NAMED_BY: Readonly<Record<string, string>> = {
  "/ip/route/vrf": "routing-mark",
  "/ipv6/dhcp-client": "pool-name",
  "/tool/user-manager/customer": "login",
};

/** Where the item can be gone to: its name, else the head of the statement that made or first changed it. */
export function placeOfItem(item: Item): { readonly file: ModelFile; readonly range: Range } | undefined {
  const [declaration] = declarationsOf(item);
  if (declaration) return declaration;
  const command = item.command ?? item.changes[0];
  return command && { file: command.file, range: rangeOf(command.commandWord ?? command.node) };
}

/** A value's range without the quotes of a string. */
export function innerRange(value: Value): Range {
  const range = rangeOf(value);
  if (value.kind !== "string") return range;
  const [first] = value.parts;
  const last = value.parts.at(-1);
  if (first && last) return { start: rangeOf(first).start, end: rangeOf(last).end };
  return { start: range.start + 1, end: Math.max(range.start + 1, range.end - 1) };
}

/** Whether a reference brings a declared-by-use name into being. */
export function declaresName({ model }: Analysis, reference: Reference): boolean {
  const { property, command, namespace } = reference;
  return model.schema
    .definitionsOf(namespace)
    .some((definition) => definition.menu === command.menu && definition.property === property);
}

function tableOf(reference: Reference): string | undefined {
  return scopeOf(reference.namespace, reference.command.menu);
}

/** What the file itself says is as good as a declaration, a `find` too; in the text of a script a name may mean anything. */
function useOf({ file, range, command }: Reference): Occurrence {
  const depth = depthOf(command);
  return { file, range, role: "use", strength: depth === 0 ? "strong" : "weak", depth };
}

function occurrenceOfName(analysis: Analysis, reference: Reference): Occurrence {
  return { ...useOf(reference), role: declaresName(analysis, reference) ? "declaration" : "use" };
}

function inTextOrder(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  const seen = new Set<string>();
  return [...occurrences]
    .sort((a, b) => comparePaths(a.file.path, b.file.path) || a.range.start - b.range.start)
    .filter(({ file, range }) => {
      const key = `${file.path}\n${range.start}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
