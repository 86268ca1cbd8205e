import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configSchema } from "../../server/src/lint/config-schema.ts";
import { findConfig, findSuppressions, isConfigProblem } from "../../server/src/project/config-file.ts";
import { RULES } from "../../server/src/rules/registry.ts";
import { folderWith } from "../support/folder.ts";

const SCHEMA = configSchema(RULES);

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

  it("names line and column of what is no JSON or YAML", async () => {
    expect((await problems({ ".rsclintrc.json": '{\n  "rules": [}\n' }))[0]).toMatch(/^2:\d+ /);
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
    const found = await findSuppressions(folderWith({ ".rsclint-suppressions.yaml": text }));
    expect(found).toMatchObject({
      entries: [{ rule: "pptp-client", menu: "/interface pptp-client", name: "office", reason: "May" }],
      offsets: [text.indexOf("rule:")],
    });
  });

  it("is checked", async () => {
    const found = await findSuppressions(
      folderWith({ ".rsclint-suppressions.yaml": "suppressions:\n  - rule: x\n" }),
    );
    expect(found).toMatchObject({ problems: ["suppressions.0: needs the key `menu`."] });
  });
});
