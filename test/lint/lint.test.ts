import { describe, expect, it } from "vitest";
import type { LintConfig } from "../../server/src/lint/config.ts";
import { INTERNAL_ERROR, lint, lintSteps } from "../../server/src/lint/run.ts";
import type { Item } from "../../server/src/model/model.ts";
import { wholeExport } from "../../server/src/rules/facts/example.ts";
import { defineRule, type Rule } from "../../server/src/rules/rule.ts";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import { modelOf, modelOfFiles } from "../support/model.ts";
import { lintText } from "../support/rule-check.ts";

const HEADER = "# 2024-05-01 10:00:00 by RouterOS 7.15.3\n# software id = AAAA-BBBB\n#\n";

const META = {
  group: "vpn",
  title: "Test",
  severity: "error",
  why: "Because.",
  advice: "Do.",
  references: [],
  bad: "",
  good: "",
} as const;

/** One finding an item. */
const everyClient = defineRule({
  ...META,
  id: "every-client",
  fixes: { disable: "suggestion" },
  on: ["/interface/pptp-client"],
  check: (item) => ({
    at: { item, property: "name" },
    item,
    message: `client ${item.name}`,
    fixes: [
      {
        id: "disable",
        title: "Disable",
        changes: [{ kind: "set", item, properties: { disabled: "yes" } }],
      },
    ],
  }),
});

const CLIENT = "/interface pptp-client\nadd connect-to=a.example disabled=no name=office user=u\n";

function run(text: string, rules: readonly Rule[], config: LintConfig = {}) {
  const model = modelOf(text);
  return lint(model, createTraffic(model, {}), { rules, config, withEdits: true }).findings;
}

describe("the engine", () => {
  it("leaves out what a finding at the same place says at least as gravely", () => {
    const milder = (id: string, saidBy: readonly string[], property = "name") =>
      defineRule({
        ...META,
        id,
        saidBy,
        severity: "warning",
        on: ["/interface/pptp-client"],
        check: (item) => ({ at: { item, property }, item, message: "milder" }),
      });
    const ids = (rules: readonly Rule[], config?: LintConfig, text = CLIENT) =>
      run(text, rules, config).map(({ ruleId, suppressed }) => (suppressed ? `(${ruleId})` : ruleId));
    const rules = [everyClient, milder("same", ["every-client"])];
    expect(ids(rules)).toEqual(["every-client"]);
    expect(ids(rules, { rules: { "every-client": "off" } })).toEqual(["same"]);
    expect(ids(rules, { rules: { "every-client": "info" } })).toEqual(["every-client", "same"]);
    expect(ids([everyClient, milder("elsewhere", ["every-client"], "user")])).toHaveLength(2);
    expect(ids([everyClient, milder("another", ["other"])])).toEqual(["another", "every-client"]);
    const hidden = CLIENT.replace("add", "# rsclint-disable-next-line every-client\nadd");
    expect(ids(rules, {}, hidden)).toEqual(["(every-client)"]);
  });

  it("says where, how grave, of what object and how to fix it", () => {
    const [finding] = run(CLIENT, [everyClient]);
    expect(finding).toMatchObject({
      ruleId: "every-client",
      severity: "error",
      message: "client office",
      file: "router.rsc",
      object: { menu: "/interface/pptp-client", name: "office" },
      related: [],
    });
    expect(CLIENT.slice(finding?.range.start, finding?.range.end)).toBe("office");
    expect(finding?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(finding?.fixes[0]).toMatchObject({ id: "disable", safety: "suggestion" });
    expect(finding?.fixes[0]?.edits?.[0]?.edits).toHaveLength(1);
  });

  it("does not take a lockout lightly because the service that makes it is switched off", () => {
    const head =
      "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/ip address\nadd address=192.168.88.1/24 interface=lan\n";
    const tail = "/system identity\nset name=home\n";
    const names = ["telnet", "www", "ssh", "api", "winbox", "api-ssl"];
    const off = names.map((name) => `set ${name} disabled=yes\n`).join("");
    const { findings } = lintText(
      `${head}/ip service\n${off}${tail}`,
      { extends: "recommended" },
      `${head}${tail}`,
    );
    const cut = findings.filter(({ ruleId }) => ruleId === "lockout");
    expect(cut.map(({ severity }) => severity)).toEqual(["error"]);
  });

  it("keeps the fingerprint when lines move and the object keeps its name", () => {
    const [before] = run(CLIENT, [everyClient]);
    const [after] = run(`/system identity\nset name=x\n${CLIENT.replace("a.example", "b.example")}`, [
      everyClient,
    ]);
    expect(after?.fingerprint).toBe(before?.fingerprint);
    expect(after?.range).not.toEqual(before?.range);
  });

  it("numbers the findings of one rule on one object", () => {
    const twice: Rule = {
      ...everyClient,
      on: ["/interface/pptp-client"],
      check: (item: Item) => [
        { at: { item }, item, message: "one" },
        { at: { item }, item, message: "two" },
        { at: { item }, item, message: "two" },
      ],
    };
    const prints = run(CLIENT, [twice]).map(({ fingerprint }) => fingerprint);
    expect(prints).toHaveLength(2);
    expect(prints[1]).toBe(`${prints[0]}-2`);
  });

  it("makes one internal finding of a rule that fails, and runs the others", () => {
    const broken: Rule = {
      ...everyClient,
      id: "broken",
      on: "model",
      check: () => {
        throw new Error("oh");
      },
    };
    const found = run(CLIENT, [broken, everyClient]).map(({ ruleId }) => ruleId);
    expect(found).toEqual([INTERNAL_ERROR, "every-client"]);
  });

  it("makes an internal finding of a fix that the meta does not declare", () => {
    const { fixes: _, ...undeclared } = everyClient;
    expect(run(CLIENT, [undeclared])[0]?.message).toContain("does not declare");
  });

  it("does not run a rule of another version", () => {
    const v6: Rule = { ...everyClient, versions: "<7" };
    expect(run(HEADER + CLIENT, [v6])).toEqual([]);
    expect(run(CLIENT, [v6])).toHaveLength(1);
  });

  it("lowers what is disabled to info, but not what cannot be read", () => {
    const disabled = CLIENT.replace("disabled=no", "disabled=yes");
    expect(run(disabled, [everyClient])[0]?.severity).toBe("info");
    expect(run(disabled, [{ ...everyClient, group: "language" }])[0]?.severity).toBe("error");
    expect(run(disabled, [everyClient], { rules: { "every-client": "error" } })[0]?.severity).toBe("info");
  });

  it("can be stopped between two steps", () => {
    const model = modelOf(`${CLIENT}${"add connect-to=b name=n user=u\n".repeat(2000)}`);
    const steps = lintSteps(model, createTraffic(model, {}), { rules: [everyClient] });
    let count = 0;
    for (;;) {
      const step = steps.next();
      if (step.done) {
        expect(step.value.findings.length).toBeGreaterThan(2000);
        break;
      }
      count++;
    }
    expect(count).toBeGreaterThan(5);
  });

  it("times each rule when it is given a clock", () => {
    const model = modelOf(CLIENT);
    let now = 0;
    const { timings } = lint(model, createTraffic(model, {}), { rules: [everyClient], now: () => now++ });
    expect([...timings]).toEqual([["every-client", 1]]);
  });

  it("orders findings by file and place", () => {
    const model = modelOfFiles([
      { path: "b.rsc", text: `${CLIENT}add connect-to=c disabled=no name=second user=u\n` },
      { path: "a.rsc", text: CLIENT.replace("office", "third") },
    ]);
    const { findings } = lint(model, createTraffic(model, {}), { rules: [everyClient] });
    expect(findings.map(({ message }) => message)).toEqual([
      "client office",
      "client second",
      "client third",
    ]);
  });
});

describe("absence", () => {
  const atBuiltin: Rule = {
    ...META,
    id: "builtin",
    on: ["/ip/service"],
    check: (item: Item) => (item.name === "telnet" ? { at: { item }, item, message: "telnet" } : undefined),
  };
  const whenAbsent: Rule = {
    ...META,
    id: "absent",
    onAbsence: true,
    on: "model",
    check: (model) => {
      const [file] = model.files;
      return file && { at: { file, range: { start: 0, end: 1 } }, message: "nothing" };
    },
  };

  it("proves something only in a whole export", () => {
    expect(run(wholeExport("7.15.3"), [atBuiltin, whenAbsent])).toHaveLength(2);
    expect(run("/ip address\nadd address=10.0.0.1/24 interface=ether1\n", [atBuiltin, whenAbsent])).toEqual(
      [],
    );
  });

  it("does not hide what a fragment speaks of", () => {
    expect(run("/ip service\nset telnet disabled=no\n", [atBuiltin])).toHaveLength(1);
  });

  it("is shown at the header that vouches for it", () => {
    const text = wholeExport("7.15.3");
    const [finding] = run(text, [atBuiltin]);
    expect(finding?.range).toEqual({ start: 0, end: text.indexOf("\n") });
  });
});
