import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configSchema } from "../../server/src/lint/config-schema.ts";
import { findConfig, findSuppressions, isConfigProblem } from "../../server/src/project/config-file.ts";
import { RULES } from "../../server/src/rules/registry.ts";
import { folderWith } from "../support/folder.ts";

const SCHEMA = configSchema(RULES);
const NAMES: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

async function problems(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const found = await findConfig(folderWith(files), SCHEMA);
  return isConfigProblem(found) ? found.problems : [];
}

describe("the config file", () => {
  it.each([
    [".rsclintrc.json", '{ "extends": "strict", "rules": { "pptp-client": "off" } }'],
    [".rsclintrc.yaml", "extends: strict\nrules:\n  pptp-client: off\n"],
    [".rsclintrc.yml", "# comment\nextends: strict\nrules: { pptp-client: off }\n"],
    [
      "package.json",
      '{ "name": "x", "rsclint": { "extends": "strict", "rules": { "pptp-client": "off" } } }',
    ],
  ])("%s is found from folders below", async (name, text) => {
    const root = folderWith({ [name]: text, "deep/down/a.rsc": "" });
    const found = await findConfig(join(root, "deep/down"), SCHEMA);
    expect(found).toEqual({
      path: join(root, name),
      root,
      config: { extends: "strict", rules: { "pptp-client": "off" } },
    });
  });

  it("may hold a policy, routers, overrides and the house rulebook", async () => {
    expect(
      await problems({
        ".rsclintrc.yaml": [
          "routerosVersion: 7.15.3",
          "extends: [vpn, hipaa]",
          "policy: { wanLists: [WAN], minimumSecretLength: 20, managementNetworks: [10.0.0.0/24] }",
          "corporate: { name: ACME, clauses: { T: [SEC-4] }, forbiddenProtocols: [pptp] }",
          "ignore: [old/]",
          "routers: [{ name: edge, files: [edge/*.rsc] }]",
          "overrides: [{ files: [lab/**], rules: { pptp-client: info } }, { files: old/**, extends: vpn }]",
          "",
        ].join("\n"),
      }),
    ).toEqual([]);
  });

  it.each([
    ["10.12.1.0/33", 1],
    ["10.300.1.0/24", 1],
    ["2001:db8::/129", 1],
    ["10.12.1.0/32", 0],
    ["10.0.0.0/8", 0],
    ["192.168.1.10-192.168.1.20", 0],
    ["2001:db8::/128", 0],
    ["fd00::1", 0],
  ])("of %s as a network has %i problems", async (network, count) => {
    const found = await problems({ ".rsclintrc.yaml": `policy: { managementNetworks: ["${network}"] }\n` });
    expect(found).toHaveLength(count);
  });

  it("names every mistake with its place and what was meant", async () => {
    expect(await problems({ ".rsclintrc.json": '{ "rules": { "pptp-clint": "off" } }' })).toEqual([
      "rules.pptp-clint: there is no such key. Did you mean `pptp-client`?",
    ]);
    expect(await problems({ ".rsclintrc.json": '{ "rule": {} }' })).toEqual([
      "rule: there is no such key. Did you mean `rules`?",
    ]);
    expect(await problems({ ".rsclintrc.json": '{ "rules": { "pptp-client": "loud" } }' })).toEqual([
      expect.stringMatching(/^rules\.pptp-client: must be one of .*`off`/),
    ]);
    expect(await problems({ ".rsclintrc.yaml": "policy: { allowedVpns: [wiregaurd] }\n" })).toEqual([
      expect.stringMatching(
        /^policy\.allowedVpns\.0: must be one of `wireguard`, .*Did you mean `wireguard`\?$/,
      ),
    ]);
    expect(await problems({ ".rsclintrc.yaml": "policy: { managementNetworks: [office] }\n" })).toEqual([
      "policy.managementNetworks.0: `office` has not the form that is needed. Networks that may administer the router, e.g. 192.168.88.0/24.",
    ]);
    expect(await problems({ ".rsclintrc.yaml": "ignore: old\n" })).toEqual([
      "ignore: must be array, not string.",
    ]);
    expect(await problems({ ".rsclintrc.yaml": "routers: [{ name: x }]\n" })).toEqual([
      "routers.0: needs the key `files`.",
    ]);
  });

  it.each([
    ['{\n  "rules": [}\n', "2:13 This is not valid JSON: `}` cannot stand here."],
    ["{bad", "1:2 This is not valid JSON: `b` cannot stand here."],
    ['{ "rules": {} ', "1:15 This is not valid JSON: it ends too early."],
    ['{ "rules": {}, }', "1:16 This is not valid JSON: `}` cannot stand here."],
    ['{ "ignore": ["a" "b"] }', '1:18 This is not valid JSON: `"` cannot stand here.'],
    ['{ "ignore": ["a\\x"] }', '1:14 This is not valid JSON: `"` cannot stand here.'],
    ["{} {}", "1:4 This is not valid JSON: `{` cannot stand here."],
    ["{\n  // off\n}", "2:3 JSON has no comments; .rsclintrc.yaml may have them, behind #"],
  ])("names line and column of what is no JSON: %s", async (text, problem) => {
    expect(await problems({ ".rsclintrc.json": text })).toEqual([problem]);
  });

  it.each(["{}", ' { "ignore": [ ] }\n', '{ "routerosVersion": "7.\\u0031" }', ""])(
    "takes %s",
    async (text) => expect(await problems({ ".rsclintrc.json": text })).toEqual([]),
  );

  it("names line and column of what is no YAML", async () => {
    expect((await problems({ ".rsclintrc.yaml": "rules: [\nignore: ]x\n" }))[0]).toMatch(/^\d+:\d+ /);
  });

  it("does not ask for a list where a word is misspelt", async () => {
    expect(await problems({ ".rsclintrc.json": '{ "extends": "recomended" }' })).toEqual([
      expect.stringMatching(/^extends: must be one of .*Did you mean `recommended`\?$/),
    ]);
  });

  it("may be empty", async () => {
    expect(await problems({ ".rsclintrc.yaml": "" })).toEqual([]);
    expect(await problems({ "package.json": "{}" })).toEqual([]);
  });
});

describe("the suppressions file", () => {
  it("lists objects, with the place of each entry", async () => {
    const text =
      "suppressions:\n  - rule: pptp-client\n    menu: /interface pptp-client\n    name: office\n    reason: May\n";
    const found = await findSuppressions(folderWith({ ".rsclint-suppressions.yaml": text }), NAMES);
    expect(found).toMatchObject({
      entries: [{ rule: "pptp-client", menu: "/interface pptp-client", name: "office", reason: "May" }],
      offsets: [text.indexOf("rule:")],
    });
  });

  it("is checked", async () => {
    const found = await findSuppressions(
      folderWith({ ".rsclint-suppressions.yaml": "suppressions:\n  - rule: x\n" }),
      NAMES,
    );
    expect(found).toMatchObject({ problems: ["suppressions.0: needs the key `menu`."] });
  });

  it("is refused with a rule that there is not", async () => {
    const entry = (rule: string) => `  - { rule: ${rule}, menu: /interface pptp-client }\n`;
    const text = `suppressions:\n${["pptp-client", "pptp-clint", "zzz"].map(entry).join("")}`;
    const found = await findSuppressions(folderWith({ ".rsclint-suppressions.yaml": text }), NAMES);
    expect(found).toMatchObject({
      problems: [
        "suppressions.1.rule: there is no rule `pptp-clint`. Did you mean `pptp-client`?",
        "suppressions.2.rule: there is no rule `zzz`.",
      ],
    });
  });
});
