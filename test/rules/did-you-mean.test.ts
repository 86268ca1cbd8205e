import { describe, expect, it } from "vitest";
import { didYouMean, didYouMeanWord } from "../../server/src/rules/facts/did-you-mean.ts";

describe("what a misspelt name may have meant", () => {
  it.each([
    ["from-wna", "from-wan"],
    ["wan2-wtach", "wan2-watch"],
    ["dchp", "dhcp"],
    ["dhcp_poool1", "dhcp_pool1"],
    ["wan2watch", "wan2-watch"],
    ["to-custmers", "to-customers"],
  ])("%s meant %s", (word, name) => expect(didYouMean(word, [name, "other"])).toBe(name));

  it.each([
    ["to-customers", "from-customers"],
    ["backbone-v2", "backbone"],
    ["cfg-guest5", "cfg-guest"],
    ["wan1", "wan2"],
    ["site-a", "site-b"],
    ["lan-in", "lan-on"],
    ["wlan", "vlan"],
    ["src-list", "dst-list"],
    ["ingress", "egress"],
  ])("%s and %s are two names", (word, name) => expect(didYouMean(word, [name])).toBeUndefined());

  it("guesses nothing where two are as near", () =>
    expect(didYouMean("guestz", ["guests", "guesty"])).toBeUndefined());

  it.each([
    ["int-interface", "in-interface"],
    ["iin-interface", "in-interface"],
    ["packet-mark", "packet-marks"],
    ["src-adress", "src-address"],
  ])("the property %s meant %s", (word, name) =>
    expect(didYouMeanWord(word, [name, "out-interface", "dst-address"])).toBe(name),
  );

  it.each([
    ["src-address", "dst-address"],
    ["to-ports", "on-ports"],
    ["wins-server1", "wins-server"],
  ])("the property %s did not mean %s", (word, name) => expect(didYouMeanWord(word, [name])).toBeUndefined());
});
