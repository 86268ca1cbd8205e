import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Item, Model, Reference } from "../server/src/model/model.ts";
import { type Analysis, createLanguageService } from "../server/src/service.ts";

/**
 * `tsx scripts/measure-rename.ts FOLDER [COUNT]`: renames the most referenced interface of the largest exports
 * below a folder. The result must read without new problems, and its references must be those of before with
 * the one name replaced.
 */
const [folder = ".", count = "3"] = process.argv.slice(2);
const service = createLanguageService();
const NEW_NAME = "renamed-interface-1";

for (const path of largestExports(folder).slice(0, Number(count))) console.log(measure(path));

function measure(path: string): string {
  const text = readFileSync(path, "utf8");
  const before = service.analyse([{ path, text }]);
  const item = mostReferenced(before.model);
  const at = item?.property("name");
  if (item?.name === undefined || at?.argument.value === undefined) return `${path}: nothing to rename`;
  const { chunk, from } = at.argument.value;
  const document = TextDocument.create(path, "routeros", 1, text);
  const edit = service.rename(before, path, document.positionAt(chunk.start + from), NEW_NAME, {
    supportsAnnotations: false,
  });
  const edits = edit?.changes?.[path] ?? Object.values(edit?.changes ?? {})[0] ?? [];
  const renamed = TextDocument.applyEdits(document, edits);
  const old = graphOf(before, item.name);
  const after = service.analyse([{ path, text: renamed }]);
  const isSame = JSON.stringify(old) === JSON.stringify(graphOf(after, NEW_NAME));
  const problems = (analysis: Analysis) =>
    analysis.model.files.flatMap(({ tree }) => tree.chunks).flatMap((c) => c.problems).length;
  return `${path}: ${item.name} renamed in ${edits.length} places, ${old.length} references ${isSame ? "the same" : "CHANGED"}, ${problems(after) - problems(before)} new problems`;
}

/** Every reference by the places of its two ends; the renamed name is left out. */
function graphOf({ model }: Analysis, name: string): string[] {
  return model.references
    .filter(({ strength }) => strength === "strong")
    .map((reference) =>
      [
        endOf(model, reference.item),
        reference.property,
        shown(reference, name),
        targetOf(model, reference),
      ].join(" "),
    );
}

function shown({ name, namespace }: Reference, renamed: string): string {
  return `${namespace}:${name === renamed ? "*" : name}`;
}

function targetOf(model: Model, { target }: Reference): string {
  return target.kind === "item" ? target.items.map((item) => endOf(model, item)).join("+") : target.kind;
}

function endOf(model: Model, item: Item | undefined): string {
  return item === undefined ? "-" : `${item.menu}#${model.items(item.menu).indexOf(item)}`;
}

function mostReferenced(model: Model): Item | undefined {
  const interfaces = model.menus
    .filter((menu) => /^\/interface\/[^/]+$/.test(menu) && menu !== "/interface/list")
    .flatMap((menu) => model.items(menu));
  return interfaces.reduce<Item | undefined>(
    (best, item) =>
      best === undefined || model.referencesTo(item).length > model.referencesTo(best).length ? item : best,
    undefined,
  );
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
