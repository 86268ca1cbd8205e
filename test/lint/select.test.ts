import { describe, expect, it } from "vitest";
import type { LintConfig } from "../../server/src/lint/config.ts";
import { policyOf } from "../../server/src/lint/config.ts";
import { configuredVersion, matchesGlobs, selectRules } from "../../server/src/lint/select.ts";
import type { RuleMeta } from "../../server/src/rules/rule.ts";

function rule(id: string, more: Partial<RuleMeta> = {}): RuleMeta {
  return {
    id,
    group: "management",
    title: id,
    severity: "warning",
    why: "",
    advice: "",
    references: [],
    bad: "",
    good: "",
    ...more,
  };
}

const RULES = [
  rule("plain"),
  rule("tunnel", { group: "vpn" }),
  rule("strict-only", { presets: ["strict"], compliance: ["L"] }),
  rule("vpn-extra", { presets: ["vpn"], group: "wireguard" }),
  rule("syntax", { group: "language" }),
  rule("style", { group: "language", presets: ["strict"] }),
  rule("nowhere", { presets: [], aliases: ["old-name"] }),
];

function ids(config: LintConfig, path = "a.rsc"): string[] {
  return [...selectRules(RULES, config, path).keys()];
}

describe("presets", () => {
  it.each([
    ["recommended", ["plain", "tunnel", "syntax"]],
    ["strict", ["plain", "tunnel", "strict-only", "syntax", "style"]],
    ["vpn", ["tunnel", "vpn-extra", "syntax"]],
    ["hipaa", ["strict-only", "syntax"]],
    ["all", RULES.map(({ id }) => id)],
  ] as const)("%s", (preset, expected) => {
    expect(ids({ extends: preset })).toEqual(expected);
  });

  it("are recommended by default, and can be joined", () => {
    expect(ids({})).toEqual(ids({ extends: "recommended" }));
    expect(ids({ extends: ["vpn", "hipaa"] })).toEqual(["tunnel", "strict-only", "vpn-extra", "syntax"]);
  });
});

describe("settings", () => {
  it("switch rules off and on, by old names too", () => {
    expect(ids({ rules: { plain: "off", "old-name": "info" } })).toEqual(["tunnel", "syntax", "nowhere"]);
  });

  it("carry a severity and options", () => {
    const selection = selectRules(RULES, { rules: { plain: ["error", { limit: 3 }] } }, "a.rsc");
    expect(selection.get("plain")).toEqual({ severity: "error", options: { limit: 3 } });
  });

  it("keep the options when an override only changes the level", () => {
    const config: LintConfig = {
      rules: { plain: ["error", { limit: 3 }] },
      overrides: [{ files: ["lab/**"], rules: { plain: "info" } }],
    };
    expect(selectRules(RULES, config, "lab/a.rsc").get("plain")).toEqual({
      severity: "info",
      options: { limit: 3 },
    });
    expect(selectRules(RULES, config, "a.rsc").get("plain")?.severity).toBe("error");
  });

  it("are overridden by glob, the last one winning", () => {
    const config: LintConfig = {
      overrides: [
        { files: ["lab/**"], rules: { plain: "off" }, routerosVersion: "6.49" },
        { files: ["lab/new-*.rsc"], extends: "vpn", routerosVersion: "7.15" },
      ],
    };
    expect(ids(config, "lab/a.rsc")).toEqual(["tunnel", "syntax"]);
    expect(ids(config, "lab/new-a.rsc")).toEqual(["tunnel", "vpn-extra", "syntax"]);
    expect(configuredVersion(config, "lab/a.rsc")).toBe("6.49");
    expect(configuredVersion(config, "lab/new-a.rsc")).toBe("7.15");
    expect(configuredVersion(config, "a.rsc")).toBeUndefined();
  });
});

it("globs without a slash match names in every folder", () => {
  expect(matchesGlobs("deep/down/a.rsc", ["*.rsc"])).toBe(true);
  expect(matchesGlobs("deep/down/a.rsc", ["down/*.rsc"])).toBe(false);
  expect(matchesGlobs(".hidden/a.rsc", ["**/*.rsc"])).toBe(true);
});

it("the house rulebook makes the site's policy stricter, never milder", () => {
  const config: LintConfig = {
    policy: {
      minimumSecretLength: 20,
      forbiddenProtocols: ["pptp"],
      wanLists: ["WAN"],
      allowedVpns: ["wireguard", "openvpn"],
    },
    corporate: {
      minimumSecretLength: 12,
      forbiddenProtocols: ["l2tp", "pptp"],
      allowedVpns: ["ikev2", "wireguard"],
    },
  };
  expect(policyOf(config)).toEqual({
    allowedVpns: ["wireguard"],
    minimumSecretLength: 20,
    forbiddenProtocols: ["pptp", "l2tp"],
    wanLists: ["WAN"],
  });
});
