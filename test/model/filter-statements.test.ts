import { describe, expect, it } from "vitest";
import { filterStatements } from "../../server/src/model/filter-statements.ts";

describe("filterStatements", () => {
  it.each([
    ["accept", true],
    ["accept;", true],
    ["set bgp-med 1; reject", true],
    ["if (dst-len > 24) { reject } else { set bgp-med 1; accept }", true],
    ["if (dst-len > 24) { reject } else if (rpki invalid) { reject; } else { return }", true],
    ["if (dst-len > 24) { reject }; accept", true],
    ["if (dst-len > 24) { reject }", false],
    ["if (dst-len > 24) { reject } else { set bgp-med 1 }", false],
    ["jump other", false],
    ["set comment accept", false],
    ['set comment "a; accept"', false],
    ["if (bgp-as-path ^(1|2)$) { reject } else { jump other }", false],
    ["", false],
    ["if dst-len > 24 { accept } else { reject }", false],
  ])("%s ends the chain: %s", (text, expected) => {
    expect(filterStatements(text).alwaysEnds).toBe(expected);
  });

  it.each([
    ["if (dst-len > 24 { reject }", { bracket: "(", start: 3 }],
    ["if (dst-len > 24) { reject", { bracket: "{", start: 18 }],
    ["if (dst-len > 24) reject }", { bracket: "}", start: 25 }],
    ['set comment "(("; accept', undefined],
    ["if (bgp-as-path [64512-65535]) { reject; }", undefined],
  ])("%s has the open bracket %o", (text, expected) => {
    expect(filterStatements(text).unmatched).toEqual(expected);
  });

  it("finds what is set", () => {
    const { sets } = filterStatements("if (rpki valid) { set bgp-med 1; } else { set distance +1 }");
    expect(sets).toEqual([
      { name: "bgp-med", start: 22 },
      { name: "distance", start: 46 },
    ]);
  });
});
