import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Item, Model } from "../../server/src/model/model.ts";
import { createLanguageService } from "../../server/src/service.ts";

/** A part of an export: a menu with lines whose order among themselves is kept. */
interface Section {
  readonly menu: string;
  readonly lines: readonly string[];
}

const interfaces = fc.constantFrom("br", "guests", "wan", "ether3", "office", "gone");
const lists = fc.constantFrom("LAN", "WAN", "all", "gone");
const hosts = fc.nat({ max: 254 }).map((host) => `10.0.0.${host}`);
const flag = fc.constantFrom("", " disabled=yes");

function lines(line: fc.Arbitrary<string>, most = 4): fc.Arbitrary<readonly string[]> {
  return fc.array(line, { minLength: 1, maxLength: most });
}

function section(menu: string, content: fc.Arbitrary<readonly string[]>): fc.Arbitrary<Section> {
  return content.map((each) => ({ menu, lines: each }));
}

function fixed(menu: string, ...each: readonly string[]): fc.Arbitrary<Section> {
  return fc.constant({ menu, lines: each });
}

const filterRule = fc
  .tuple(
    fc.constantFrom("input", "forward", "own"),
    fc.constantFrom("accept", "drop", "jump"),
    interfaces,
    flag,
  )
  .map(
    ([chain, action, name, off]) =>
      `add action=${action} chain=${chain}${off} in-interface=${name}${action === "jump" ? " jump-target=own" : ""}`,
  );

const menus: readonly fc.Arbitrary<Section>[] = [
  fixed("/interface bridge", "add name=br", "add disabled=yes name=spare"),
  fixed(
    "/interface ethernet",
    "set [ find default-name=ether1 ] name=wan",
    "set [ find default-name=ether2 ] comment=lan",
  ),
  fixed("/interface vlan", "add interface=br name=guests vlan-id=7"),
  fixed("/interface list", "add name=LAN", "add include=LAN name=WAN"),
  fixed("/interface pptp-client", "add connect-to=198.51.100.7 disabled=no name=office user=anna"),
  section(
    "/interface list member",
    lines(fc.tuple(interfaces, lists).map(([name, list]) => `add interface=${name} list=${list}`)),
  ),
  section("/interface bridge port", lines(interfaces.map((name) => `add bridge=br interface=${name}`))),
  section("/ip pool", lines(fc.tuple(hosts, fc.nat(9)).map(([host, n]) => `add name=p${n} ranges=${host}`))),
  section(
    "/ip address",
    lines(fc.tuple(hosts, interfaces).map(([host, name]) => `add address=${host}/24 interface=${name}`)),
  ),
  section(
    "/ip dhcp-server",
    lines(
      fc
        .tuple(interfaces, fc.nat(9))
        .map(([name, n]) => `add address-pool=p${n} interface=${name} name=d${n}`),
    ),
  ),
  section(
    "/ip firewall address-list",
    lines(
      fc
        .tuple(hosts, fc.constantFrom("bad", "good"))
        .map(([host, list]) => `add address=${host} list=${list}`),
    ),
  ),
  section("/ip firewall filter", lines(filterRule, 8)),
  section(
    "/ip firewall mangle",
    lines(
      interfaces.map(
        (name) => `add action=mark-routing chain=prerouting in-interface=${name} new-routing-mark=vpn`,
      ),
    ),
  ),
  section(
    "/ip firewall nat",
    lines(interfaces.map((name) => `add action=masquerade chain=srcnat out-interface=${name}`)),
  ),
  section(
    "/ip route",
    lines(fc.tuple(hosts, interfaces).map(([host, name]) => `add dst-address=${host}/32 gateway=${name}`)),
  ),
  section(
    "/ip service",
    lines(fc.constantFrom("telnet", "www", "api").map((name) => `set ${name} disabled=yes`)),
  ),
  section("/ppp profile", lines(fc.nat(9).map((n) => `add name=pp${n} remote-address=p${n}`))),
  section("/ppp secret", lines(fc.nat(9).map((n) => `add name=u${n} profile=pp${n} service=pptp`))),
  fixed("/interface pptp-server server", "set default-profile=pp1 enabled=yes"),
  fixed("/routing table", "add fib name=vpn"),
  fixed("/ip dns", "set allow-remote-requests=yes servers=1.1.1.1"),
  fixed("/snmp community", "set [ find default=yes ] addresses=10.0.0.0/8"),
  fixed("/system scheduler", 'add name=s on-event="/interface disable office"'),
  fixed("/system identity", "set name=gw"),
];

/** Some menus, the lines of each in one or two sections. */
const configuration = fc
  .tuple(
    fc.tuple(...menus),
    fc.array(fc.boolean(), { minLength: menus.length, maxLength: menus.length }),
    fc.array(fc.nat(8), { minLength: menus.length, maxLength: menus.length }),
  )
  .map(([sections, isKept, cuts]) =>
    sections
      .filter((_, index) => isKept[index])
      .flatMap(({ menu, lines: all }, index) => {
        const at = (cuts[index] ?? 0) % all.length;
        return at === 0
          ? [{ menu, lines: all }]
          : [
              { menu, lines: all.slice(0, at) },
              { menu, lines: all.slice(at) },
            ];
      }),
  );

/** The same sections in another order; those of one menu among themselves as they were. */
function shuffled(sections: readonly Section[], keys: readonly number[]): readonly Section[] {
  const mixed = sections
    .map((each, index) => ({ each, key: keys[index % keys.length] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ each }) => each);
  const waiting = new Map<string, Section[]>();
  for (const each of sections) waiting.set(each.menu, [...(waiting.get(each.menu) ?? []), each]);
  return mixed.map((each) => waiting.get(each.menu)?.shift() ?? each);
}

const service = createLanguageService();

/** Everything that is said of a router, without the places where it stands in the text. */
function said(sections: readonly Section[], version: string, files: number) {
  const head = `# 2025-03-14 09:26:53 by RouterOS ${version}\n`;
  const texts = Array.from({ length: files }, () => "");
  for (const [index, { menu, lines: all }] of sections.entries()) {
    const file = Math.floor((index * files) / sections.length);
    texts[file] += `${menu}\n${all.join("\n")}\n`;
  }
  const analysis = service.analyse(
    texts.map((text, index) => ({ path: `${index}.rsc`, text: index === 0 ? head + text : text })),
    { config: { extends: "all" } },
  );
  const { model } = analysis;
  return {
    source: { ...model.source, headPath: undefined },
    items: model.menus.map((menu) => model.items(menu).map((item) => itemFacts(model, item))),
    references: model.references
      .map(({ item, property, namespace, name, target, isNegated }) =>
        [
          keyOf(item),
          property,
          namespace,
          name,
          isNegated,
          target.kind,
          target.kind === "item" ? target.items.map(keyOf).join() : "",
        ].join(" "),
      )
      .sort(),
    findings: analysis.findings
      .map(({ ruleId, severity, message, fingerprint, fixes }) =>
        [ruleId, severity, message, fingerprint.replace(/-\d+$/, ""), fixes.map(({ id }) => id).join()].join(
          " ",
        ),
      )
      .sort(),
    wan: [...analysis.traffic.wan.interfaces].sort(),
  };
}

function keyOf(item: Item | undefined): string {
  return item === undefined ? "-" : `${item.menu}#${item.index}`;
}

function itemFacts(model: Model, item: Item) {
  return {
    key: keyOf(item),
    name: item.name,
    isCertain: item.isCertain,
    isDisabled: item.isDisabled,
    properties: item.properties.map(({ name, text }) => `${name}=${text}`),
    referrers: model
      .referencesTo(item)
      .map((reference) => `${keyOf(reference.item)} ${reference.property}`)
      .sort(),
  };
}

describe("a configuration", () => {
  it("means the same, and is judged the same, in any order of its sections and over any number of files", () => {
    fc.assert(
      fc.property(
        configuration,
        fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }),
        fc.constantFrom("7.15.3", "6.48.6"),
        fc.integer({ min: 1, max: 3 }),
        (sections, keys, version, files) => {
          fc.pre(sections.length > 0);
          const spread = Math.min(files, sections.length);
          expect(said(shuffled(sections, keys), version, spread)).toEqual(said(sections, version, 1));
        },
      ),
      { numRuns: 60 },
    );
  });
});
