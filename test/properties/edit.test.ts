import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change } from "../../server/src/edit/change.ts";
import { quoteValue } from "../../server/src/edit/quote.ts";
import { planEdits } from "../../server/src/edit/render-edits.ts";
import type { Item, Model } from "../../server/src/model/model.ts";
import { parse } from "../../server/src/syntax/parser.ts";
import { constantText } from "../../server/src/syntax/tree.ts";
import { applyEdits } from "../../server/src/text/edit.ts";
import { modelOf } from "../support/model.ts";

const value = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.constantFrom(
    "",
    "a b",
    "yes",
    '"',
    "\\",
    "$x",
    "a=b",
    "x;y",
    "<ENDPOINT>",
    "10.0.0.1/24",
    "\r\n",
    "it's ?",
  ),
  fc.integer({ min: 60, max: 200 }).map((length) => "long words ".repeat(20).slice(0, length)),
);

describe("quoteValue", () => {
  it("is read back as it was", () => {
    fc.assert(
      fc.property(
        value,
        fc.constantFrom("bare" as const, "escaped" as const, "hex" as const),
        (text, questionMark) => {
          const tree = parse(`add comment=${quoteValue(text, { questionMark })} name=x\n`);
          const [chunk, ...more] = tree.chunks;
          expect(more).toEqual([]);
          expect(chunk?.problems).toEqual([]);
          const command = chunk?.statements[0];
          const args = command?.kind === "command" ? command.args : [];
          expect(constantText(args[0]?.value)).toBe(text);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

const rule = fc.record({
  comment: value,
  chain: fc.constantFrom("input", "forward"),
  port: fc.nat({ max: 65535 }),
});

interface Layout {
  readonly text: string;
}

/** Files in every style: sectioned or terse, broken lines or not, LF or CRLF, exports or scripts. */
const file = fc
  .record({
    rules: fc.array(rule, { minLength: 1, maxLength: 6 }),
    addresses: fc.uniqueArray(fc.nat({ max: 250 }), { minLength: 1, maxLength: 4 }),
    isTerse: fc.boolean(),
    isExport: fc.boolean(),
    slash: fc.boolean(),
    eol: fc.constantFrom("\n", "\r\n"),
    endsOpen: fc.boolean(),
    blank: fc.boolean(),
  })
  .map(({ rules, addresses, isTerse, isExport, slash, eol, endsOpen, blank }): Layout => {
    const path = (menu: string) => (slash ? menu : `/${menu.slice(1).replaceAll("/", " ")}`);
    const section = (menu: string, lines: readonly string[]) =>
      isTerse ? lines.map((line) => `${path(menu)} ${line}`) : [path(menu), ...lines];
    const sections = [
      section(
        "/ip/address",
        addresses.map((a) => `add address=10.0.${a}.1/24 \\${eol}    interface=ether1`),
      ),
      section(
        "/ip/firewall/filter",
        rules.map(
          (r, i) =>
            `add action=accept chain=${r.chain} comment=${quoteValue(`${i} ${r.comment}`)} dst-port=${r.port}`,
        ),
      ),
      section("/system/identity", ["set name=gw"]),
    ];
    const head = isExport
      ? [`# 2025-03-02 10:11:12 by RouterOS 7.16.2`, "# software id = ABCD-EF12", "#"]
      : [];
    const lines = [...head, ...sections.flatMap((part, i) => (blank && i > 0 ? ["", ...part] : part))];
    return { text: lines.join(eol) + (endsOpen ? "" : eol) };
  });

const MENU = "/ip/firewall/filter";

interface Wish {
  readonly kind: "set" | "unset" | "add" | "before" | "after" | "remove" | "section" | "settings";
  readonly at: number;
  readonly value: string;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constantFrom("set", "unset", "add", "before", "after", "remove", "section", "settings"),
  at: fc.nat({ max: 20 }),
  value,
});

function changeFor(model: Model, { kind, at, value: text }: Wish, known?: Item): Change | undefined {
  const items = model.items(MENU);
  const item = known ?? items[at % items.length];
  if (item === undefined) return undefined;
  const properties = { action: "drop", chain: "input", comment: `new ${text}` };
  switch (kind) {
    case "set":
      return { kind: "set", item, properties: { comment: `set ${text}`, protocol: "tcp" } };
    case "unset":
      return { kind: "set", item, properties: { "dst-port": undefined, protocol: "udp" } };
    case "add":
      return { kind: "add", menu: MENU, properties };
    case "before":
      return { kind: "add", menu: MENU, properties, place: { before: item } };
    case "after":
      return { kind: "add", menu: MENU, properties, place: { after: item } };
    case "remove":
      return { kind: "remove", item };
    case "section":
      return { kind: "add", menu: "/interface/list", properties: { name: `n${text}` } };
    case "settings":
      return { kind: "set", item: model.settings("/ip/dns"), properties: { servers: `x ${text}` } };
    default:
      return kind satisfies never;
  }
}

const problemsOf = (model: Model) =>
  model.files.flatMap(({ tree }) => tree.chunks.flatMap((chunk) => chunk.problems));
const comments = (model: Model) => model.items(MENU).map((item) => item.comment);

describe("planEdits", () => {
  it("does what was asked, leaves the rest alone, and has nothing left to do", () => {
    fc.assert(
      fc.property(file, wish, ({ text }, wanted) => {
        const model = modelOf(text);
        const change = changeFor(model, wanted);
        if (change === undefined) return;
        const { files, refused } = planEdits(model, [change]);
        expect(refused).toEqual([]);
        const after = modelOf(applyEdits(text, files[0]?.edits ?? []));
        expect(problemsOf(after)).toEqual([]);
        expectDone(model, after, change);
        expect(after.items("/ip/address").map((item) => item.text("address"))).toEqual(
          model.items("/ip/address").map((item) => item.text("address")),
        );
        expect(after.settings("/system/identity").text("name")).toBe("gw");
        if (wanted.kind === "remove") return;
        const index = change.kind === "set" ? change.item.index : 0;
        const again = changeFor(after, wanted, after.items(MENU)[index]);
        if (again !== undefined) expect(planEdits(after, [again]).files).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it("combines several changes without overlap", () => {
    fc.assert(
      fc.property(file, fc.array(wish, { minLength: 2, maxLength: 6 }), ({ text }, wishes) => {
        const model = modelOf(text);
        const changes = wishes.flatMap((wanted) => changeFor(model, wanted) ?? []);
        const after = modelOf(applyEdits(text, planEdits(model, changes).files[0]?.edits ?? []));
        expect(problemsOf(after)).toEqual([]);
        const removed = new Set(changes.flatMap((c) => (c.kind === "remove" ? [c.item] : [])));
        for (const item of model.items(MENU)) {
          const isChanged = changes.some((c) => c.kind === "set" && c.item === item);
          if (!removed.has(item) && !isChanged) expect(comments(after)).toContain(item.comment);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function expectDone(before: Model, after: Model, change: Change): void {
  if (change.kind === "remove") {
    expect(comments(after)).toEqual(
      before
        .items(MENU)
        .filter((i) => i !== change.item)
        .map((i) => i.comment),
    );
  } else if (change.kind === "set") {
    const { menu, index, origin } = change.item;
    const item = origin === "settings" ? after.settings(menu) : after.items(menu)[index];
    for (const [name, wanted] of Object.entries(change.properties))
      expect(item?.property(name)?.text).toBe(wanted);
  } else if (change.kind === "add") {
    const added = after
      .items(change.menu)
      .filter((item) =>
        Object.entries(change.properties).every(([name, wanted]) => item.property(name)?.text === wanted),
      );
    expect(added).toHaveLength(1);
    if (change.place !== undefined) {
      const anchor = "before" in change.place ? change.place.before : change.place.after;
      expect(added[0]?.index).toBe(anchor.index + ("before" in change.place ? 0 : 1));
    }
  }
}
