import { describe, expect, it } from "vitest";
import type { LintFinding } from "../../server/src/lint/finding.ts";
import { type FixableFile, fixAll } from "../../server/src/lint/fix-all.ts";
import type { FixSafety } from "../../server/src/rules/rule.ts";
import { createLanguageService } from "../../server/src/service.ts";

interface Toy {
  readonly rule?: string;
  readonly at: number;
  readonly length: number;
  readonly text: string;
  readonly safety?: FixSafety;
}

function finding({ rule = "toy", at, length, text, safety = "safe" }: Toy): LintFinding {
  const range = { start: at, end: at + length };
  return {
    ruleId: rule,
    severity: "warning",
    message: "",
    file: "f",
    range,
    fingerprint: `${rule}${at}`,
    related: [],
    fixes: [
      {
        id: "fix",
        title: "Fix",
        safety,
        inputs: [],
        changes: [],
        edits: [{ file: "f", edits: [{ range, newText: text }] }],
      },
    ],
  };
}

function run(text: string, relint: (files: readonly FixableFile[]) => LintFinding[], suggestions = false) {
  const safeties = suggestions ? (["safe", "suggestion"] as const) : (["safe"] as const);
  return fixAll([{ path: "f", text }], { safeties, relint });
}

const every = (word: string, text: string, safety?: FixSafety) => (files: readonly FixableFile[]) =>
  [...(files[0]?.text ?? "").matchAll(new RegExp(word, "g"))].map((match) =>
    finding({ at: match.index, length: word.length, text, ...(safety && { safety }) }),
  );

describe("fixAll", () => {
  it("applies what does not collide in one pass", () => {
    let lints = 0;
    const relint = every("a", "b");
    const result = run("a-a-a", (files) => {
      lints++;
      return relint(files);
    });
    expect(result.files[0]?.text).toBe("b-b-b");
    expect(result.applied).toHaveLength(3);
    expect(lints).toBe(2);
  });

  it("puts what collides into later passes", () => {
    expect(run("aaaa", every("a", "b")).files[0]?.text).toBe("bbbb");
    const insertTwice = (files: readonly FixableFile[]) =>
      files[0]?.text.startsWith("x")
        ? []
        : [
            finding({ rule: "p", at: 0, length: 0, text: "x" }),
            finding({ rule: "q", at: 0, length: 0, text: "x" }),
          ];
    expect(run("-", insertTwice).files[0]?.text).toBe("x-");
  });

  it("tells the lines of the text as it was, also of what a later pass mends", () => {
    const relint = (files: readonly FixableFile[]) => {
      const text = files[0]?.text ?? "";
      const [at, to] = [text.indexOf("a"), text.indexOf("c")];
      return [
        ...(at < 0 ? [] : [finding({ rule: "p", at, length: 2, text: "b\n\n\n" })]),
        ...(to < 0 ? [] : [{ ...finding({ rule: "q", at: to, length: 1, text: "d" }), fingerprint: "q" }]),
      ];
    };
    const result = run("a\nc", relint);
    expect(result.files[0]?.text).toBe("b\n\n\nd");
    expect(result.applied.map(({ ruleId, line }) => [ruleId, line])).toEqual([
      ["p", 1],
      ["q", 2],
    ]);
  });

  it("leaves suggestions alone unless asked, and what needs input always", () => {
    expect(run("a", every("a", "b", "suggestion")).files[0]?.text).toBe("a");
    expect(run("a", every("a", "b", "suggestion"), true).files[0]?.text).toBe("b");
    expect(run("a", every("a", "b", "needs-input"), true).files[0]?.text).toBe("a");
  });

  it("takes back a fix that makes the file unreadable and keeps the others", () => {
    const relint = (files: readonly FixableFile[]) => {
      const text = files[0]?.text ?? "";
      const broken = text.includes("!")
        ? [finding({ rule: "syntax-error", at: 0, length: 0, text: "" })]
        : [];
      const at = text.indexOf("a");
      const bad = text.indexOf("c");
      return [
        ...broken.map((one) => ({ ...one, fixes: [] })),
        ...(bad < 0 ? [] : [finding({ rule: "bad", at: bad, length: 1, text: "!" })]),
        ...(at < 0 ? [] : [finding({ rule: "good", at, length: 1, text: "b" })]),
      ];
    };
    const result = run("c a", relint);
    expect(result.files[0]?.text).toBe("c b");
    expect(result.applied.map(({ ruleId }) => ruleId)).toEqual(["good"]);
  });

  it("ends when two rules undo each other", () => {
    const flip = (files: readonly FixableFile[]) => [
      finding({ at: 0, length: 1, text: files[0]?.text.startsWith("a") ? "b" : "a" }),
    ];
    expect(run("a", flip).applied.length).toBeLessThan(3);
  });
});

it("real fixes come to rest, and a second run changes nothing", () => {
  const service = createLanguageService();
  const text =
    "# 2024-05-01 10:00:00 by RouterOS 7.15.3\n/interface pptp-client\n" +
    "add allow=pap,mschap2 connect-to=v.example disabled=no name=a user=u\n" +
    "add connect-to=w.example disabled=no name=b user=u\n/interface pptp-server server\nset enabled=yes\n";
  const fix = (source: string) =>
    service.fixAll(service.analyse([{ path: "a.rsc", text: source }]), { safeties: ["safe", "suggestion"] });
  const once = fix(text);
  expect(once.applied.length).toBeGreaterThan(2);
  expect(once.files[0]?.text).not.toBe(text);
  expect(fix(once.files[0]?.text ?? "").files).toEqual(once.files);
});

it("findings of one cause are mended once", () => {
  const service = createLanguageService();
  const share =
    "connection-state=new in-interface=lan passthrough=yes per-connection-classifier=both-addresses:2";
  const text = [
    "# mar/14/2021 09:26:53 by RouterOS 6.48.6",
    "/interface bridge",
    "add name=lan",
    "/ip address",
    "add address=192.168.88.1/24 interface=lan network=192.168.88.0",
    "add address=192.168.77.1/24 interface=ether3 network=192.168.77.0",
    "/ip firewall mangle",
    `add action=mark-connection chain=prerouting new-connection-mark=one ${share}/0`,
    `add action=mark-connection chain=prerouting new-connection-mark=two ${share}/1`,
    "add action=mark-routing chain=prerouting connection-mark=one in-interface=lan new-routing-mark=one",
    "add action=mark-routing chain=prerouting connection-mark=two in-interface=lan new-routing-mark=two",
    "/ip route",
    "add distance=1 gateway=192.0.2.1 routing-mark=one",
    "add distance=1 gateway=198.51.100.1 routing-mark=two",
    "/system identity",
    "set name=home",
    "",
  ].join("\n");
  const ruleIds = ["mark-without-local-exclusion"];
  const analysis = service.analyse([{ path: "a.rsc", text }]);
  expect(service.lint(analysis).filter(({ ruleId }) => ruleIds.includes(ruleId))).toHaveLength(2);
  const { files } = service.fixAll(analysis, { safeties: ["suggestion"], ruleIds });
  expect(files[0]?.text.match(/action=accept/g)).toHaveLength(2);
});
