import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressPattern } from "../../server/src/values/address-pattern.ts";
import { formatIpAddress } from "../../server/src/values/ip.ts";
import { addressSet, containsAddress, parseAddressSet } from "../../server/src/values/prefix-set.ts";

describe("a regular expression for addresses", () => {
  it.each([
    ["10.12.1.20", "(10[.]12[.]1[.]20(:|$))"],
    ["10.12.1.21-10.12.1.25", "(10[.]12[.]1[.]2[1-5](:|$))"],
    ["10.0.0.0/8", "(10[.])"],
    ["10.16.0.0/12", "(10[.](1[6-9]|2[0-9]|3[0-1])[.])"],
    ["192.168.1.0/24,192.168.3.0/24", "(192[.]168[.]1[.]|192[.]168[.]3[.])"],
  ])("for %s", (text, wanted) => {
    expect(addressPattern(parseAddressSet(text) ?? { spans: [] }, "(:|$)")).toBe(wanted);
  });

  it("matches the addresses of the set and no other", () => {
    const address = fc.nat(0xffffffff).map(BigInt);
    const near = fc.tuple(address, fc.nat(70000)).map(([at, by]) => [at, at + BigInt(by)] as const);
    fc.assert(
      fc.property(
        near,
        fc.array(fc.integer({ min: -300, max: 70300 })),
        address,
        ([first, end], offsets, other) => {
          const last = end > 0xffffffffn ? 0xffffffffn : end;
          const set = addressSet([{ family: "ip", first, last }]);
          const pattern = new RegExp(`^${addressPattern(set, "(:|$)")}`);
          for (const value of [...offsets.map((by) => first + BigInt(by)), first, last, other]) {
            if (value < 0n || value > 0xffffffffn) continue;
            const at = { family: "ip", value } as const;
            for (const suffix of ["", ":443"])
              expect(pattern.test(`${formatIpAddress(at)}${suffix}`)).toBe(containsAddress(set, at));
          }
        },
      ),
    );
  });
});
