import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Item, Model, Reference } from "../server/src/model/model.ts";
import { type Analysis, createLanguageService } from "../server/src/service.ts";

/**
 * `tsx scripts/measure-rename.ts FOLDER [COUNT]`: in the largest exports below a folder renames, of each kind of
 * name, the one that is named most. The result must read without new problems, and its references must be those
 * of before with the one name replaced.
 */
const [folder = ".", count = "3"] = process.argv.slice(2);
const service = createLanguageService();
/** The second one has to be quoted. */
const NEW_NAMES = ["renamed-1", "renamed too"];

const tally = new Map<string, { names: number; places: number; bad: number; refused: number }>();
for (const path of largestExports(folder).slice(0, Number(count))) measure(path);
for (const [namespace, { names, places, bad, refused }] of [...tally].sort())
  console.log(
    `${namespace.padEnd(18)} ${names} renamed in ${places} places, ${bad} wrong, ${refused} not offered`,
  );

function measure(path: string): void {
  const text = readFileSync(path, "utf8");
  const before = service.analyse([{ path, text }]);
  for (const reference of mostNamed(before.model)) {
    const { namespace } = reference;
    const row = tally.get(namespace) ?? { names: 0, places: 0, bad: 0, refused: 0 };
    tally.set(namespace, row);
    for (const newName of NEW_NAMES) {
      const outcome = renameOne(path, text, before, reference, newName);
      if (outcome === undefined) row.refused++;
      else {
        row.names++;
        row.places += outcome.places;
        if (outcome.problem === undefined) continue;
        row.bad++;
        console.log(`${path}: ${namespace} ${reference.name} -> ${newName}: ${outcome.problem}`);
      }
    }
  }
}

function renameOne(
  path: string,
  text: string,
  before: Analysis,
  reference: Reference,
  newName: string,
): { readonly places: number; readonly problem: string | undefined } | undefined {
  const document = TextDocument.create(path, "routeros", 1, text);
  const at = document.positionAt(reference.range.start);
  const edit = service.rename(before, path, at, newName, { supportsAnnotations: true });
  if (edit === undefined) return undefined;
  if ("refusal" in edit) return { places: 0, problem: edit.refusal };
  const edits = (edit.documentChanges ?? []).flatMap((change) => ("edits" in change ? change.edits : []));
  const plain = edits.flatMap((each) => ("newText" in each ? [each] : []));
  const after = service.analyse([{ path, text: TextDocument.applyEdits(document, plain) }]);
  return { places: plain.length, problem: problemOf(before, after, reference, newName) };
}

function problemOf(
  before: Analysis,
  after: Analysis,
  { name }: Reference,
  newName: string,
): string | undefined {
  const unread = (analysis: Analysis) =>
    analysis.model.files.flatMap(({ tree }) => tree.chunks).flatMap((chunk) => chunk.problems).length;
  if (unread(after) > unread(before)) return `${unread(after) - unread(before)} new problems`;
  const [old, fresh] = [graphOf(before, name), graphOf(after, newName)];
  const at = old.findIndex((line, index) => line !== fresh[index]);
  return at < 0 && old.length === fresh.length ? undefined : `${old[at]} became ${fresh[at]}`;
}

/** Every reference by the places of its two ends; the renamed name is left out. */
function graphOf({ model }: Analysis, name: string): string[] {
  return model.references.map((reference) =>
    [
      endOf(model, reference.item),
      reference.property,
      `${reference.namespace}:${reference.name === name ? "*" : reference.name}`,
      targetOf(model, reference),
    ].join(" "),
  );
}

function targetOf(model: Model, { target }: Reference): string {
  return target.kind === "item" ? target.items.map((item) => endOf(model, item)).join("+") : target.kind;
}

function endOf(model: Model, item: Item | undefined): string {
  return item === undefined ? "-" : `${item.menu}#${model.items(item.menu).indexOf(item)}`;
}

/** Of each namespace a reference to what is named most. */
function mostNamed(model: Model): readonly Reference[] {
  const counts = new Map<string, Reference[]>();
  for (const reference of model.references) {
    if (model.schema.builtinsOf(reference.namespace).includes(reference.name)) continue;
    const key = `${reference.namespace}\n${reference.name}`;
    counts.set(key, [...(counts.get(key) ?? []), reference]);
  }
  const best = new Map<string, Reference[]>();
  for (const found of counts.values()) {
    const namespace = found[0]?.namespace ?? "";
    if (found.length > (best.get(namespace)?.length ?? 0)) best.set(namespace, found);
  }
  return [...best.values()].flatMap(([first]) => (first === undefined ? [] : [first]));
}

function largestExports(path: string): string[] {
  return filesBelow(path)
    .filter((file) => /by RouterOS \d/.test(readFileSync(file, "utf8").slice(0, 200)))
    .sort((a, b) => statSync(b).size - statSync(a).size);
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((entry) => filesBelow(join(path, entry)));
}
