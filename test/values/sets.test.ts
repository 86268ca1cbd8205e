import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatIpAddress,
  formatIpPrefix,
  formatIpRange,
  type IpAddress,
  networkOf,
  parseIpAddress,
  parseIpPrefix,
  parseIpRange,
} from "../../server/src/values/ip.ts";
import {
  boundaryPorts,
  containsPort,
  formatPortSet,
  parsePortSet,
} from "../../server/src/values/port-set.ts";
import {
  addressSet,
  boundaryAddresses,
  complement,
  containsAddress,
  containsSet,
  countAddresses,
  everyAddress,
  formatAddressSet,
  intersect,
  isEmpty,
  notPublicAddresses,
  onlyAddress,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  prefixesOf,
  sameAddresses,
  sampleAddress,
  subtract,
  unite,
} from "../../server/src/values/prefix-set.ts";

const set = (text: string): PrefixSet => parseAddressSet(text) ?? addressSet([]);
const address = (text: string): IpAddress => parseIpAddress(text) ?? { family: "ip", value: -1n };

describe("addresses", () => {
  it("reads and prints them", () => {
    for (const text of ["0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "2001:db8::1", "fe80::1:2"]) {
      expect(formatIpAddress(address(text))).toBe(text);
    }
    expect(formatIpAddress(address("2001:0DB8:0:0::0001"))).toBe("2001:db8::1");
  });
  it("refuses what is no address", () => {
    for (const text of [
      "",
      "1.2.3",
      "1.2.3.256",
      "0x7f.1.1.1",
      "1.2.3.4.5",
      "fe80::1%ether1",
      ":",
      "example.com",
    ]) {
      expect(parseIpAddress(text)).toBeUndefined();
    }
  });
  it("reads prefixes, masks and ranges", () => {
    expect(formatIpPrefix(networkOf(parseIpPrefix("192.168.88.1/24") ?? never()))).toBe("192.168.88.0/24");
    expect(parseIpPrefix("10.1.2.3/255.255.0.0")?.length).toBe(16);
    expect(parseIpPrefix("10.1.2.3/255.0.255.0")).toBeUndefined();
    expect(parseIpPrefix("10.1.2.3/33")).toBeUndefined();
    expect(formatIpRange(parseIpRange("10.0.0.0-10.0.0.255") ?? never())).toBe("10.0.0.0/24");
    expect(formatIpRange(parseIpRange("10.0.0.1-10.0.0.9") ?? never())).toBe("10.0.0.1-10.0.0.9");
    expect(parseIpRange("10.0.0.9-10.0.0.1")).toBeUndefined();
    expect(parseIpRange("10.0.0.9-::1")).toBeUndefined();
  });
});

function never(): never {
  throw new Error("the text was not read");
}

describe("address sets", () => {
  const part = fc.tuple(fc.nat(40), fc.nat(12), fc.boolean()).map(([first, size, v6]) => ({
    family: v6 ? ("ipv6" as const) : ("ip" as const),
    first: BigInt(first),
    last: BigInt(first + size),
  }));
  const anySet = fc.array(part, { maxLength: 6 }).map(addressSet);
  const anyAddress = fc
    .tuple(fc.nat(60), fc.boolean())
    .map(([value, v6]): IpAddress => ({ family: v6 ? "ipv6" : "ip", value: BigInt(value) }));

  it("holds the laws of set algebra", () => {
    fc.assert(
      fc.property(anySet, anySet, anyAddress, (a, b, x) => {
        const [inA, inB] = [containsAddress(a, x), containsAddress(b, x)];
        expect(containsAddress(unite(a, b), x)).toBe(inA || inB);
        expect(containsAddress(intersect(a, b), x)).toBe(inA && inB);
        expect(containsAddress(subtract(a, b), x)).toBe(inA && !inB);
        expect(containsAddress(complement(a), x)).toBe(!inA);
        expect(containsSet(a, b)).toBe(isEmpty(subtract(b, a)));
        expect(overlaps(a, b)).toBe(!isEmpty(intersect(a, b)));
        expect(sameAddresses(complement(complement(a)), a)).toBe(true);
        expect(sameAddresses(subtract(a, b), intersect(a, complement(b)))).toBe(true);
        expect(countAddresses(unite(a, b)) + countAddresses(intersect(a, b))).toBe(
          countAddresses(a) + countAddresses(b),
        );
      }),
    );
  });
  it("covers a set exactly with prefixes", () => {
    fc.assert(
      fc.property(anySet, (a) => {
        expect(sameAddresses(set(prefixesOf(a).map(formatIpPrefix).join(",")), a)).toBe(true);
      }),
    );
  });
  it("samples from inside and finds the edges", () => {
    fc.assert(
      fc.property(anySet, (a) => {
        const sample = sampleAddress(a);
        expect(sample !== undefined && containsAddress(a, sample)).toBe(!isEmpty(a));
      }),
    );
    expect(boundaryAddresses(set("10.0.0.0/30")).map(formatIpAddress)).toEqual([
      "9.255.255.255",
      "10.0.0.0",
      "10.0.0.3",
      "10.0.0.4",
    ]);
    expect(boundaryAddresses(set("0.0.0.0/0")).map(formatIpAddress)).toEqual(["0.0.0.0", "255.255.255.255"]);
  });
  it("keeps the families apart", () => {
    expect(containsSet(everyAddress("ip"), set("::/0"))).toBe(false);
    expect(formatAddressSet(everyAddress())).toBe("0.0.0.0/0,::/0");
    expect(onlyAddress(set("192.0.2.1"))).toEqual(address("192.0.2.1"));
    expect(onlyAddress(set("192.0.2.0/31"))).toBeUndefined();
  });
  it("knows public space", () => {
    const inner = notPublicAddresses();
    for (const text of ["10.1.1.1", "192.168.0.1", "224.0.0.1", "fe80::1", "fd00::1", "100.64.0.1"]) {
      expect(containsAddress(inner, address(text))).toBe(true);
    }
    for (const text of ["8.8.8.8", "1.1.1.1", "223.255.255.255", "2606:4700::1111"]) {
      expect(containsAddress(inner, address(text))).toBe(false);
    }
  });
});

describe("port sets", () => {
  it("reads lists, ranges and negation", () => {
    const ports = parsePortSet("1723,443,1000-2000") ?? never();
    expect(formatPortSet(ports)).toBe("443,1000-2000");
    expect(containsPort(ports, 1723)).toBe(true);
    expect(containsPort(ports, 444)).toBe(false);
    expect(formatPortSet(parsePortSet("!22") ?? never())).toBe("0-21,23-65535");
    expect(boundaryPorts(parsePortSet("22") ?? never())).toEqual([21, 22, 23]);
    for (const text of ["", "abc", "70000", "9-1", "$port"]) expect(parsePortSet(text)).toBeUndefined();
  });
});
