import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildModel, createModelCache } from "../../server/src/model/build-model.ts";
import type { Model } from "../../server/src/model/model.ts";
import { variablesOf } from "../../server/src/model/scope.ts";
import { createSchemaStore } from "../../server/src/schema/lookup.ts";
import { parse } from "../../server/src/syntax/parser.ts";
import type { SyntaxTree } from "../../server/src/syntax/tree.ts";

const schemas = createSchemaStore();

/** All a model says, as plain data. */
function facts(model: Model): unknown {
  return {
    source: model.source,
    menus: model.menus,
    commands: model.commands.map((command) => [
      command.menu,
      command.command,
      command.isCertain,
      command.args.map((arg) => arg.name),
    ]),
    items: model.menus.map((menu) =>
      model
        .items(menu)
        .map((item) => [
          item.name,
          item.origin,
          item.index,
          item.isCertain,
          item.isDisabled,
          item.properties.map(({ name, text }) => [name, text]),
        ]),
    ),
    references: model.references.map((reference) => [
      reference.name,
      reference.namespace,
      reference.target.kind,
      reference.target.kind === "item" ? reference.target.items.map((item) => [item.menu, item.index]) : [],
      reference.range,
      reference.item?.index,
    ]),
    referrers: model.menus.map((menu) =>
      model.items(menu).map((item) => model.referencesTo(item).map((reference) => reference.range.start)),
    ),
  };
}

const names = ["a", "b", "c", "ether1"];
const line = fc.oneof(
  fc.constantFrom(
    "/interface bridge",
    "/ip pool",
    "/ip address",
    "/ppp profile",
    "/ip firewall filter",
    "/interface list",
    "/",
    "..",
    "",
  ),
  fc
    .record({ name: fc.constantFrom(...names), next: fc.constantFrom(...names) })
    .map(({ name, next }) => `add name=${name} next-pool=${next} interface=${next}`),
  fc
    .constantFrom(...names)
    .map((name) => `add chain=${name} action=jump jump-target=a src-address-list=${name}`),
  fc.constantFrom(...names).map((name) => `set [find name=${name}] comment=x local-address=b`),
  fc.constantFrom(...names).map((name) => `set ${name} disabled=yes`),
  fc.constantFrom(...names).map((name) => `remove [find name=${name}]`),
  fc.constantFrom(
    "disable 0",
    "set [ find default-name=ether1 ] name=wan",
    "enable [find]",
    ":if (true) do={ add name=a }",
    "/interface disable a",
    ":global x 1; :put $x",
  ),
);

/** Parses anew, but keeps the chunks whose text is where it was: what reparse does. */
function shared(earlier: SyntaxTree, text: string): SyntaxTree {
  const fresh = parse(text);
  const chunks = [...fresh.chunks];
  for (let index = 0; index < chunks.length && earlier.chunks[index]?.text === chunks[index]?.text; index++) {
    const kept = earlier.chunks[index];
    if (kept !== undefined) chunks[index] = kept;
  }
  for (let back = 1; back <= chunks.length; back++) {
    const kept = earlier.chunks.at(-back);
    const own = chunks.at(-back);
    if (kept === undefined || own === undefined || kept.text !== own.text || chunks.includes(kept)) break;
    kept.start = own.start;
    chunks[chunks.length - back] = kept;
  }
  return { ...fresh, chunks };
}

describe("buildModel", () => {
  it("gives with a cache what it gives without, after any edits", () => {
    const edit = fc.record({ at: fc.nat(60), remove: fc.nat(2), insert: fc.array(line, { maxLength: 2 }) });
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 40 }),
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        (start, edits) => {
          const lines = ["# 2024-01-01 00:00:00 by RouterOS 7.15", ...start];
          const cache = createModelCache(schemas);
          let tree = parse(`${lines.join("\n")}\n`);
          buildModel([{ path: "a", text: "", tree }], { schemas }, cache).references.map(
            (reference) => reference.target,
          );
          for (const { at, remove, insert } of edits) {
            lines.splice(1 + (at % lines.length), remove, ...insert);
            const text = `${lines.join("\n")}\n`;
            tree = shared(tree, text);
            const kept = facts(buildModel([{ path: "a", text, tree }], { schemas }, cache));
            expect(kept).toEqual(facts(buildModel([{ path: "a", text, tree: parse(text) }], { schemas })));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("never throws", () => {
    const word = fc.constantFrom(
      "/ip address",
      "add",
      "set",
      "[find",
      "]",
      "{",
      "}",
      "name=a",
      "$x",
      ":local",
      '"',
      "=",
      "\n",
      "*1",
      "!a",
      "0,1",
      "..",
      ":if",
      "do={",
      ";",
      "#",
      "\\\n",
      'source="',
      ".a=b",
      "(",
      ")",
      "->",
      "~",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")),
        ),
        (text) => {
          const model = buildModel([{ path: "a", text, tree: parse(text) }], { schemas });
          facts(model);
          variablesOf(model);
        },
      ),
      { numRuns: 300 },
    );
  });
});
