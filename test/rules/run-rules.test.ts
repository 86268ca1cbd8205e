import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { exampleConfig } from "../../scripts/generate/executed.ts";
import type { LintConfig } from "../../server/src/lint/config.ts";
import { configSchema } from "../../server/src/lint/config-schema.ts";
import { compareSeverities, type LintFinding } from "../../server/src/lint/finding.ts";
import { INTERNAL_ERROR } from "../../server/src/lint/run.ts";
import { isValid, schemaProblems } from "../../server/src/project/validate.ts";
import { RULES } from "../../server/src/rules/registry.ts";
import type { Rule } from "../../server/src/rules/rule.ts";
import { type Mark, type RuleCase, readCases, writeMarks } from "../support/rule-cases.ts";
import { applyFix, findingsOf, harm, type Linted, lintText } from "../support/rule-check.ts";

const RULES_FOLDER = fileURLToPath(new URL("../../server/src/rules", import.meta.url));
const SCHEMA = configSchema(RULES);

/** `RULE=pptp-client npx vitest run test/rules` looks at one rule only. */
const only = process.env["RULE"];
const rules = RULES.filter((rule) => only === undefined || rule.id === only);

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
  const cases = casesOf(rule);

  it("says who it is", () => checkMeta(rule));

  it("finds its bad example once", () => {
    const linted = lintText(rule.bad, exampleConfig(rule));
    expect(found(linted, rule)).toHaveLength(1);
    expect(linted.findings.filter(({ ruleId }) => ruleId === INTERNAL_ERROR)).toEqual([]);
  });

  it("is silent on its near miss", () => {
    const linted = lintText(rule.good, exampleConfig(rule));
    expect(found(linted, rule)).toEqual([]);
    expect(linted.findings.filter(({ ruleId }) => ruleId === INTERNAL_ERROR)).toEqual([]);
  });

  it("has fixes that keep their promises", () => {
    const config = exampleConfig(rule);
    for (const finding of findingsOf(lintText(rule.bad, config), rule.id)) {
      for (const fix of finding.fixes) checkFix(rule, rule.bad, finding, fix.id, config);
    }
  });

  it.each(cases.map((one) => [one.title, one] as const))("%s", (_title, one) => checkCase(rule, one));

  it("has cases that are found and cases that are not", () => {
    const marked = cases.filter(({ marks }) => marks.some(({ ruleId }) => ruleId === rule.id));
    expect(marked.length, "cases with a finding").toBeGreaterThan(0);
    expect(cases.length - marked.length, "silent cases").toBeGreaterThan(0);
  });

  it("offers every fix it declares in an example", () => {
    const texts = [
      { text: rule.bad, config: exampleConfig(rule) },
      ...cases.map((one) => ({ text: one.text, config: configOf(rule, one) })),
    ];
    const offered = texts.flatMap(({ text, config }) =>
      findingsOf(lintText(text, config), rule.id).flatMap(({ fixes }) => fixes.map(({ id }) => id)),
    );
    expect([...new Set(offered)].sort()).toEqual(Object.keys(rule.fixes ?? {}).sort());
  });
});

it("has no case file without its rule", () => {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".md"),
  );
  const known = RULES.map((rule) => `${rule.group}/${rule.id}.md`);
  expect(files.map((name) => name.replaceAll("\\", "/")).filter((name) => !known.includes(name))).toEqual([]);
});

function found(linted: Linted, rule: Rule): string[] {
  return findingsOf(linted, rule.id).map(({ message }) => message);
}

function checkMeta(rule: Rule): void {
  expect(rule.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  expect(existsSync(`${RULES_FOLDER}/${rule.group}/${rule.id}.ts`), "file and group").toBe(true);
  expect(rule.title.length, "title").toBeLessThanOrEqual(70);
  expect(rule.title, "a title is no sentence").not.toMatch(/\.$/);
  for (const text of [rule.why, rule.advice]) {
    expect(text, "sentences end").toMatch(/[.!]$/);
    expect(text.length).toBeLessThanOrEqual(320);
  }
  expect(rule.bad, "examples end with a line end").toMatch(/\n$/);
  expect(rule.good, "examples end with a line end").toMatch(/\n$/);
  for (const other of rule.saidBy ?? [])
    expect(
      RULES.map(({ id }) => id),
      "rules it leaves to",
    ).toContain(other);
  for (const alias of rule.aliases ?? [])
    expect(
      RULES.some(({ id }) => id === alias),
      alias,
    ).toBe(false);
}

/** The promises of a fix: it parses, the finding is gone or milder, references stay whole, once is enough. */
function checkFix(rule: Rule, text: string, finding: LintFinding, fixId: string, config: LintConfig): void {
  const before = lintText(text, config);
  const fixed = applyFix(text, finding, fixId);
  expect(fixed, `${fixId} changes something`).toBeDefined();
  if (fixed === undefined) return;
  const after = lintText(fixed, config);
  expect(
    harm(after).filter((line) => !harm(before).includes(line)),
    `${fixId} does harm in\n${fixed}`,
  ).toEqual([]);
  const left = findingsOf(after, rule.id).filter(({ fingerprint }) => fingerprint === finding.fingerprint);
  for (const same of left) {
    expect(
      compareSeverities(same.severity, finding.severity),
      `found again after ${fixId} in\n${fixed}`,
    ).toBeLessThan(0);
    expect(applyFix(fixed, same, fixId), `${fixId} applied twice`).toBeUndefined();
  }
}

function casesOf(rule: Rule): RuleCase[] {
  const file = caseFile(rule);
  return existsSync(file) ? readCases(readFileSync(file, "utf8")) : [];
}

function caseFile(rule: Rule): string {
  return fileURLToPath(new URL(`${rule.group}/${rule.id}.md`, import.meta.url));
}

function configOf(rule: Rule, { settings }: RuleCase): LintConfig {
  const { version, preset, options, policy } = settings;
  const config: unknown = {
    extends: preset ?? "all",
    ...(version !== undefined && { routerosVersion: version }),
    ...(policy !== undefined && { policy }),
    rules: {
      ...exampleConfig(rule).rules,
      ...(options !== undefined && { [rule.id]: [rule.severity, options] }),
    },
  };
  if (!isValid<LintConfig>(config, SCHEMA)) throw new Error(schemaProblems(config, SCHEMA).join("\n"));
  return config;
}

function checkCase(rule: Rule, one: RuleCase): void {
  const config = configOf(rule, one);
  const linted = lintText(one.text, config, one.before);
  const named = new Set([rule.id, ...one.marks.map(({ ruleId }) => ruleId)]);
  const shown = linted.findings.filter(
    ({ ruleId, suppressed }) => named.has(ruleId) && suppressed === undefined,
  );
  const actual = shown.map((finding) => markOf(finding, one));
  if (process.env["UPDATE"] === "1") {
    accept(rule, one, actual, linted);
    return;
  }
  expect(writeMarks(one.text, actual)).toBe(writeMarks(one.text, one.marks));
  if (one.settings.fixes !== undefined) {
    const offered = findingsOf(linted, rule.id).flatMap(({ fixes }) => fixes.map(({ id }) => id));
    expect([...new Set(offered)], "fixes that are offered").toEqual(one.settings.fixes);
  }
  for (const { fixId, text } of one.fixed) expect(fixedText(one, rule, linted, fixId), fixId).toBe(text);
  for (const finding of findingsOf(linted, rule.id)) {
    for (const fix of finding.fixes) checkFix(rule, one.text, finding, fix.id, config);
  }
}

/** A mark's message may be a part of the finding's; a finding over several lines is marked in its first. */
function markOf(finding: LintFinding, one: RuleCase): Mark {
  const written = one.marks.find(
    (mark) =>
      mark.ruleId === finding.ruleId &&
      mark.range.start === finding.range.start &&
      finding.message.includes(mark.message),
  );
  return {
    ruleId: finding.ruleId,
    range: finding.range,
    message: written ? written.message : finding.message,
  };
}

function fixedText(one: RuleCase, rule: Rule, linted: Linted, fixId: string): string | undefined {
  const finding = findingsOf(linted, rule.id).find(({ fixes }) => fixes.some(({ id }) => id === fixId));
  return finding && applyFix(one.text, finding, fixId);
}

/** `UPDATE=1`: what is found now becomes what is expected; read the difference before committing it. */
function accept(rule: Rule, one: RuleCase, actual: readonly Mark[], linted: Linted): void {
  const file = caseFile(rule);
  let markdown = readFileSync(file, "utf8").replace(one.source, () => writeMarks(one.text, actual));
  for (const { fixId, text } of one.fixed) {
    const now = fixedText(one, rule, linted, fixId);
    if (now !== undefined) markdown = markdown.replace(text, () => now);
  }
  writeFileSync(file, markdown);
}
