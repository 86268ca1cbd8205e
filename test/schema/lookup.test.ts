import { describe, expect, test } from "vitest";
import type { Knowledge } from "../../server/src/schema/lookup.ts";
import { createSchema, createSchemaStore, formatSpans } from "../../server/src/schema/lookup.ts";
import { parseVersion } from "../../server/src/values/version.ts";

const store = createSchemaStore();

function schema(version: string) {
  return store.schema(version ? parseVersion(version) : undefined);
}

function told<T>(knowledge: Knowledge<T>): string {
  if (knowledge.kind !== "absent") return knowledge.kind;
  return `absent: ${formatSpans(knowledge.seenIn) || "nowhere else"}`;
}

describe("what came and went in 7.x", () => {
  test.each([
    ["7.12", "/interface/wifiwave2", "known"],
    ["7.13", "/interface/wifiwave2", "absent: up to 7.12"],
    ["7.12.1", "/interface/wifi", "absent: 7.13 and later"],
    ["7.13", "/interface/wifi", "known"],
    ["7.19.4", "/routing/bgp/instance", "absent: 6.x, 7.20 and later"],
    ["7.20", "/routing/bgp/instance", "known"],
    ["7.18.2", "/interface/amt", "known"],
    ["7.19", "/interface/amt", "absent: 7.18 only"],
    ["7.17", "/interface/bridge/port-controller", "known"],
    ["7.18", "/interface/bridge/port-controller", "absent: up to 7.17"],
    ["7.21", "/ip/reverse-proxy", "absent: 7.22 and later"],
    ["7.22", "/ip/reverse-proxy", "known"],
    ["7.21", "/app", "known"],
    ["7.11", "/interface/macvlan", "absent: 7.12 and later"],
    ["7.12", "/interface/macvlan", "known"],
    ["7.14", "/ip/media", "absent: 7.15 and later"],
    ["7.16", "/system/upgrade", "known"],
    ["7.17", "/system/upgrade", "absent: up to 7.16"],
    ["7.17", "/system/package/local-update", "known"],
  ])("%s: menu %s is %s", (version, menu, expected) => {
    expect(told(schema(version).menu(menu))).toBe(expected);
  });

  test("OpenVPN servers became items with 7.17", () => {
    const menu = "/interface/ovpn-server/server";
    expect(told(schema("7.16.2").property(menu, "set", "enabled"))).toBe("known");
    expect(told(schema("7.17").property(menu, "set", "enabled"))).toBe("absent: up to 7.16");
    expect(told(schema("7.16.2").command(menu, "add"))).toBe("absent: 7.17 and later");
    expect(told(schema("7.17").command(menu, "add"))).toBe("known");
    expect(schema("7.16").menu(menu)).toMatchObject({ value: { isSettings: true } });
    expect(schema("7.17").menu(menu)).toMatchObject({ value: { isSettings: false } });
  });

  test("a container's environment is a list from 7.20", () => {
    expect(told(schema("7.19.6").property("/container/envs", "add", "name"))).toBe("known");
    expect(told(schema("7.20").property("/container/envs", "add", "name"))).toBe("absent: up to 7.19");
    expect(told(schema("7.20").property("/container/envs", "add", "list"))).toBe("known");
  });

  test("e-mail: address became server with 7.12", () => {
    expect(told(schema("7.11").property("/tool/e-mail", "set", "address"))).toBe("known");
    expect(told(schema("7.15.3").property("/tool/e-mail", "set", "address"))).toBe("absent: up to 7.11");
    expect(schema("7.15.3").successor("/tool/e-mail", "set", "address")).toMatchObject({
      property: "server",
      mechanical: true,
    });
  });

  test("a pre-release has what either side has", () => {
    expect(told(schema("7.13beta1").menu("/interface/wifiwave2"))).toBe("known");
    expect(told(schema("7.13beta1").menu("/interface/wifi"))).toBe("known");
    expect(told(schema("7.14beta1").menu("/interface/wifiwave2"))).toBe("absent: up to 7.12");
  });
});

describe("three-valued knowledge", () => {
  test("what no version has is absent only where the facts are whole", () => {
    const unknown = (version: string) =>
      told(schema(version).property("/ip/firewall/filter", "add", "chian"));
    expect(unknown("7.22.1")).toBe("absent: nowhere else");
    expect(unknown("7.9")).toBe("absent: nowhere else");
    expect(unknown("")).toBe("absent: nowhere else");
    expect(unknown("7.8")).toBe("no-data");
    expect(unknown("6.49.7")).toBe("no-data");
    expect(unknown("7.99")).toBe("no-data");
  });

  test("hardware menus are known, and nothing in them is told absent", () => {
    for (const menu of [
      "/lcd",
      "/interface/w60g",
      "/system/routerboard/settings",
      "/partitions",
      "/interface/ethernet/switch",
    ]) {
      expect(schema("7.22.1").menu(menu)).toMatchObject({ kind: "known", value: { hardware: true } });
      expect(told(schema("7.22.1").property(menu, "set", "brand-new"))).toBe("no-data");
      expect(told(schema("7.22.1").menu(`${menu}/brand-new`))).toBe("no-data");
    }
    expect(told(schema("7.15.3").property("/interface/ethernet", "set", "poe-out"))).toBe("known");
  });

  test("an extra package may be missing from an early crawl, not from a late one", () => {
    expect(schema("7.12").menu("/openflow").kind).toBe("no-data");
    expect(schema("7.22").menu("/interface/wireless")).toMatchObject({
      kind: "known",
      value: { extra: true },
    });
    expect(schema("7.12").menu("/interface/wireless")).toMatchObject({
      kind: "known",
      value: { extra: false },
    });
  });

  test("6.x is judged by what is certain", () => {
    expect(told(schema("6.49.7").menu("/interface/wireguard"))).toMatch(/^absent/);
    expect(told(schema("6.49.7").menu("/routing/table"))).toMatch(/^absent/);
    expect(told(schema("6.49.7").property("/ip/route", "add", "routing-table"))).toMatch(/^absent/);
    expect(told(schema("6.49.7").property("/ip/route", "add", "routing-mark"))).toBe("known");
    expect(told(schema("6.49.7").menu("/routing/bgp/peer"))).toBe("known");
    expect(told(schema("6.49.7").menu("/ip/firewall/filter"))).toBe("known");
    expect(told(schema("6.49.7").menu("/brand-new"))).toBe("no-data");
  });

  test("v6 words are absent in every 7.x, with what took their place", () => {
    for (const version of ["7.1", "7.8", "7.9", "7.22.1"]) {
      expect(told(schema(version).menu("/routing/bgp/peer"))).toBe("absent: 6.x only");
      expect(told(schema(version).property("/ip/route", "add", "routing-mark"))).toBe("absent: 6.x only");
    }
    const any = schema("");
    expect(any.successor("/routing/bgp/peer")?.menu).toBe("/routing/bgp/connection");
    expect(any.successor("/ip/route", "add", "routing-mark")?.property).toBe("routing-table");
    expect(any.successor("/interface/wifiwave2/security")).toMatchObject({
      menu: "/interface/wifi/security",
      mechanical: true,
    });
    expect(any.successor("/ip/firewall/filter")).toBeUndefined();
  });

  test("without a version all versions count together", () => {
    for (const menu of ["/interface/wifi", "/interface/wifiwave2", "/routing/bgp/peer", "/lcd"]) {
      expect(told(schema("").menu(menu))).toBe("known");
    }
  });
});

describe("words", () => {
  const now = schema("7.22.1");

  test("shortened words mean what the router takes them for", () => {
    expect(now.resolveWord("/", "ip")).toEqual({ kind: "menu", name: "ip", exact: true });
    expect(now.resolveWord("/ip", "fire")).toEqual({ kind: "menu", name: "firewall", exact: false });
    expect(now.resolveWord("/ip/firewall", "nat")).toEqual({ kind: "menu", name: "nat", exact: true });
    expect(now.resolveWord("/ip/firewall/nat", "a")).toEqual({ kind: "command", name: "add", exact: false });
    expect(now.resolveProperty("/ip/firewall/nat", "add", "ch")).toEqual({
      kind: "abbreviation",
      name: "chain",
    });
    expect(now.resolveWord("/interface", "pri")).toEqual({ kind: "command", name: "print", exact: false });
  });

  test("ambiguous and unknown words", () => {
    expect(now.resolveWord("/ip/address", "e")).toMatchObject({
      kind: "ambiguous",
      candidates: ["edit", "enable", "export"],
    });
    expect(now.resolveWord("/ip", "nope")).toEqual({ kind: "unknown" });
    expect(now.resolveWord("/ip", "")).toEqual({ kind: "unknown" });
    expect(now.resolveProperty("/ip/firewall/nat", "add", "dst-address-")).toMatchObject({
      kind: "ambiguous",
    });
  });

  test("a word of another version still means what it says", () => {
    expect(now.resolveWord("/routing/bgp", "peer")).toEqual({ kind: "menu", name: "peer", exact: true });
    expect(now.resolveProperty("/ip/route", "add", "routing-mark")).toEqual({
      kind: "exact",
      name: "routing-mark",
    });
  });

  test("script commands and what fills their arguments", () => {
    expect(now.positional("/", "pick")).toEqual(["counter", "begin", "end"]);
    expect(now.positional("/", "put")).toEqual(["message"]);
    expect(now.positional("/ip/dns", "get")).toEqual(["value-name"]);
    expect(now.positional("/ip/address", "get")).toEqual(["number", "value-name"]);
    expect(told(now.property("/", "foreach", "in"))).toBe("known");
    expect(told(schema("7.12").command("/", "onerror"))).toBe("absent: 7.13 and later");
    expect(now.property("/", "if", "do")).toMatchObject({ value: { type: { kind: "script" } } });
    expect(now.property("/system/script", "add", "source")).toMatchObject({
      value: { type: { kind: "script" } },
    });
  });
});

describe("menus and properties", () => {
  test("the usual verbs have their arguments", () => {
    const now = schema("7.22.1");
    expect(now.commands("/ip/address")).toEqual(
      expect.arrayContaining(["add", "set", "print", "find", "remove", "export"]),
    );
    expect(now.properties("/ip/address", "find").map((property) => property.name)).toEqual(["where"]);
    expect(told(now.property("/ip/address", "print", "where"))).toBe("known");
    expect(told(now.property("/ip/dns", "print", "where"))).toBe("absent: nowhere else");
    expect(now.childMenus("/ip/firewall")).toContain("filter");
    expect(schema("6.49").childMenus("/ip")).toContain("accounting");
  });

  test("required properties, where they were probed", () => {
    expect(schema("7.22.1").requiredProperties("/ip/address")).toEqual([["address"], ["interface"]]);
    expect(schema("7.22.1").requiredProperties("/ip/dns/static")).toEqual([["name", "regexp"]]);
    expect(schema("6.49").requiredProperties("/ip/address")).toEqual([]);
    expect(schema("7.12").requiredProperties("/ip/address")).toEqual([["address"], ["interface"]]);
    expect(schema("").requiredProperties("/user")).toEqual([]);
    expect(schema("7.22.1").requiredProperties("/user").flat()).toContain("group");
    expect(schema("7.22.1").property("/ip/address", "add", "interface")).toMatchObject({
      value: { required: true },
    });
    expect(schema("7.20.8").requiredProperties("/routing/bgp/connection").flat()).toContain("remote.address");
    expect(schema("7.22.1").requiredProperties("/routing/bgp/connection").flat()).not.toContain(
      "remote.address",
    );
  });

  test("references and their namespaces", () => {
    const now = schema("7.22.1");
    expect(now.reference("/ip/address", "interface")).toEqual({
      namespaces: ["iface"],
      list: false,
      inferred: false,
    });
    expect(now.reference("/interface/bridge/vlan", "tagged")?.list).toBe(true);
    expect(now.reference("/caps-man/configuration", "datapath.interface-list")).toEqual({
      namespaces: ["iface-list"],
      list: false,
      inferred: false,
    });
    expect(now.reference("/interface/wifi", "configuration.country")).toBeUndefined();
    expect(now.reference("/interface/wifi", "datapath.bridge")?.namespaces).toEqual(["bridge"]);
    expect(now.reference("/system/routerboard/mode-button", "on-event")?.namespaces).toEqual(["script"]);
    expect(now.definitionsOf("iface")).toContainEqual({ menu: "/interface/wireguard", property: "name" });
    expect(now.definitionsOf("iface")).not.toContainEqual({ menu: "/interface/list", property: "name" });
    expect(now.definitionsOf("ppp-profile")).toEqual([{ menu: "/ppp/profile", property: "name" }]);
    expect(now.builtinsOf("ppp-profile")).toContain("default-encryption");
    expect(now.isDeclaredByUse("addr-list4")).toBe(true);
    expect(now.isDeclaredByUse("routing-table")).toBe(false);
    expect(schema("6.49").isDeclaredByUse("routing-table")).toBe(true);
  });

  test("defaults follow the version", () => {
    expect(schema("7.22.1").defaultValue("/interface/pptp-client", "disabled")).toBe("yes");
    expect(schema("7.22.1").defaultValue("/interface/ovpn-server/server", "disabled")).toBe("yes");
    expect(schema("6.49").defaultValue("/interface/ovpn-server/server", "enabled")).toBe("no");
    expect(schema("6.49").defaultValue("/interface/ovpn-server/server", "cipher")).toBe("blowfish128,aes128");
    expect(schema("7.15").defaultValue("/ip/cloud", "ddns-enabled")).toBe("auto");
    expect(schema("").defaultValue("/ip/cloud", "ddns-enabled")).toBeUndefined();
    expect(schema("").defaultValue("/ip/ssh", "strong-crypto")).toBe("no");
    expect(schema("7.22.1").defaultValue("/ip/address", "interface")).toBeUndefined();
  });

  test("nothing throws on names that make no sense", () => {
    const now = createSchema();
    for (const name of ["", "/", "//", "__proto__", "constructor", "/ip/__proto__", " ", "\n"]) {
      expect(() => {
        now.menu(name);
        now.childMenus(name);
        now.commands(name);
        now.properties(name, name);
        now.resolveWord(name, name);
        now.resolveProperty("/ip/address", "add", name);
        now.successor(name, name, name);
        now.definitionsOf(name);
        now.builtinsOf(name);
        now.defaultValue(name, name);
        now.positional(name, name);
      }).not.toThrow();
    }
  });
});
