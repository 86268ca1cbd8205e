import { describe, expect, it } from "vitest";
import { escapeString, isBareValue, quoteValue } from "../../server/src/edit/quote.ts";

describe("quoteValue", () => {
  it.each([
    ["ether1", "ether1"],
    ["192.168.88.0/24", "192.168.88.0/24"],
    ["established,related", "established,related"],
    ["!LAN", "!LAN"],
    ["#VPN", "#VPN"],
    ["fe80::1%ether1", "fe80::1%ether1"],
    ["<ENDPOINT>", "<ENDPOINT>"],
    ["", '""'],
    ["two words", '"two words"'],
    ["a=b", '"a=b"'],
    ["a;b", '"a;b"'],
    ["(x)", '"(x)"'],
    ["it's", `"it's"`],
    ["<PEER-PUBLIC-KEY>", '"<PEER-PUBLIC-KEY>"'],
    ['say "hi"', '"say \\"hi\\""'],
    ["$x", '"\\$x"'],
    ["a\\b", '"a\\\\b"'],
    ["one\r\ntwo\tx", '"one\\r\\ntwo\\tx"'],
    ["\u0001", '"\\01"'],
    ["\u00d0\u00bf", '"\\D0\\BF"'],
    ["Жук", '"Жук"'],
  ])("%j is written %s", (value, written) => {
    expect(quoteValue(value)).toBe(written);
  });

  it("escapes question marks as the version asks", () => {
    expect(quoteValue("who?")).toBe('"who?"');
    expect(quoteValue("who?", { questionMark: "escaped" })).toBe('"who\\?"');
    expect(quoteValue("who?", { questionMark: "hex" })).toBe('"who\\3F"');
  });

  it("quotes what fits no line where lines are broken, since only strings can be", () => {
    const ports = Array.from({ length: 20 }, (_, i) => String(10000 + i)).join(",");
    expect(quoteValue(ports)).toBe(ports);
    expect(quoteValue(ports, { isWrapped: true })).toBe(`"${ports}"`);
  });

  it("keeps bytes as hex only where the file does not hold them raw", () => {
    expect(escapeString("café", { highBytes: "raw" })).toBe("café");
    expect(isBareValue("café")).toBe(false);
  });
});
