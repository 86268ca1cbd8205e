import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, type Encoding, encode } from "../../server/src/project/decode.ts";

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "utf8") : Buffer.from(part))),
  );

describe("decode", () => {
  it.each<[string, Uint8Array, string, Encoding]>([
    ["plain", bytes("/ip address\r\nadd\r"), "/ip address\r\nadd\r", "utf-8"],
    ["UTF-8", bytes("comment=Büro"), "comment=Büro", "utf-8"],
    ["UTF-8 with its mark", bytes([0xef, 0xbb, 0xbf], "# x"), "# x", "utf-8-bom"],
    ["UTF-16, small end first", bytes([0xff, 0xfe, 0x23, 0, 0x0a, 0]), "#\n", "utf-16le"],
    ["UTF-16, big end first", bytes([0xfe, 0xff, 0, 0x23, 0, 0x0a]), "#\n", "utf-16be"],
    ["Windows-1252", bytes("comment=B", [0xfc], "ro ", [0x80]), "comment=Büro €", "windows-1252"],
    ["nothing", bytes(), "", "utf-8"],
  ])("reads %s and writes the same bytes", (_, input, text, encoding) => {
    expect(decode(input)).toEqual({ text, encoding });
    expect(Buffer.from(encode(text, encoding))).toEqual(Buffer.from(input));
  });

  it("says where the first byte is that no text has", () => {
    expect(decode(bytes("abc", [0], "def"))).toEqual({ text: undefined, reason: "binary", offset: 3 });
    expect(decode(bytes([0xff, 0xfe, 0x41, 0, 0, 0]))).toEqual({
      text: undefined,
      reason: "binary",
      offset: 4,
    });
    expect(decode(bytes([0xff, 0xfe, 0x41]))).toMatchObject({ reason: "binary" });
  });

  it("loses nothing, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (input) => {
        const decoded = decode(input);
        if (decoded.text === undefined) return;
        expect(Buffer.from(encode(decoded.text, decoded.encoding))).toEqual(Buffer.from(input));
      }),
    );
  });

  it("writes UTF-8 when a fix brought a character that the old encoding lacks", () => {
    expect(Buffer.from(encode("ü→", "windows-1252")).toString("utf8")).toBe("ü→");
  });
});
