import { describe, expect, it } from "vitest";
import {
  editsToSnippets,
  fillPlaceholders,
  findPlaceholders,
  placeholderOf,
  toSnippet,
} from "../../server/src/edit/placeholders.ts";

describe("placeholders", () => {
  it("are found with their names and ranges", () => {
    const text = 'add a=<TUNNEL-ADDRESS> b="<PEER-PUBLIC-KEY>"';
    expect(
      findPlaceholders(text).map(({ name, range }) => [name, text.slice(range.start, range.end)]),
    ).toEqual([
      ["tunnel-address", "<TUNNEL-ADDRESS>"],
      ["peer-public-key", "<PEER-PUBLIC-KEY>"],
    ]);
    expect(placeholderOf("tunnel-address")).toBe("<TUNNEL-ADDRESS>");
  });

  it("can be limited to known names, since routers write comments like these", () => {
    const text = "add comment=<AUTO:DHCP> name=<WAN> address=<ENDPOINT>";
    expect(findPlaceholders(text, ["endpoint"]).map(({ name }) => name)).toEqual(["endpoint"]);
  });

  it("are filled in, with quotes where the answer needs them", () => {
    const text = 'add address=<A> comment="to <B>" name=<B> key=<C>';
    expect(fillPlaceholders(text, { a: "10.0.0.1/32", b: 'my "hub"' })).toBe(
      'add address=10.0.0.1/32 comment="to my \\"hub\\"" name="my \\"hub\\"" key=<C>',
    );
    expect(fillPlaceholders("<CONSTRUCTOR>", {})).toBe("<CONSTRUCTOR>");
  });

  it("become tab stops, the same name the same one", () => {
    expect(toSnippet('x="\\$a}" k="<PEER-PUBLIC-KEY>" e=<ENDPOINT> f=<ENDPOINT>')).toBe(
      `x="\\\\\\$a\\}" k="\${1:<PEER-PUBLIC-KEY>}" e=\${2:<ENDPOINT>} f=\${2:<ENDPOINT>}`,
    );
  });

  it("are numbered through several edits", () => {
    const range = { start: 0, end: 0 };
    const edits = [
      { range, newText: "a=<ONE>" },
      { range, newText: "b=<TWO> c=<ONE>" },
    ];
    expect(editsToSnippets(edits).map(({ newText }) => newText)).toEqual([
      `a=\${1:<ONE>}`,
      `b=\${2:<TWO>} c=\${1:<ONE>}`,
    ]);
  });
});
