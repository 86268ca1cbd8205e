import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { createLanguageService } from "../../server/src/service.ts";
import { prove } from "../support/migration-proof.ts";
import { migrated, substance } from "../support/migrations.ts";
import { modelOf } from "../support/model.ts";

const FOLDER = fileURLToPath(new URL("cases", import.meta.url));

const service = createLanguageService();

interface Case {
  readonly target: Target;
  readonly tunnel?: string;
  readonly answers: Readonly<Record<string, string>>;
  /** A word of each thing that is left to a person. */
  readonly review: readonly string[];
}

describe.each(readdirSync(FOLDER))("%s", (name) => {
  const read = (file: string) => readFileSync(`${FOLDER}/${name}/${file}`, "utf8");
  const wanted: Case = JSON.parse(read("case.json"));
  const before = read("before.rsc");
  const { tunnel } = wanted;
  const options = { answers: wanted.answers, ...(tunnel === undefined ? {} : { tunnel }) };
  const result = migrated(before, wanted.target, options);

  it("says what a careful engineer would write", () => {
    expect(result.first.refusal).toBeUndefined();
    expect(substance(result.after, result.before)).toEqual(
      substance(modelOf(read("after.rsc")), result.before),
    );
  });

  it("leaves every other line as it was", () => {
    const old = new Set(before.split("\n"));
    const kept = read("after.rsc")
      .split("\n")
      .filter((line) => old.has(line));
    const lines = new Set(result.text.split("\n"));
    expect(kept.filter((line) => !lines.has(line))).toEqual([]);
  });

  it("is proved, and has nothing left to do", () => {
    expect(result.first.verification?.problems).toEqual([]);
    expect(result.first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
    for (const { refusal } of result.outcome.tunnels) expect(refusal).toBeUndefined();
    const again = migrated.bind(undefined, result.text, wanted.target, options);
    if (tunnel === undefined && !/l2tp/.test(result.text)) expect(again).toThrow("no tunnel");
  });

  it("keeps what every migration promises, one tunnel alone", () => {
    const analysis = service.analyse([{ path: "router.rsc", text: before }]);
    const { name: own, kind } = result.first;
    const proof = prove(service, analysis, { ...wanted, kind, tunnel: own });
    expect(proof?.problems).toEqual([]);
  });

  it("names what is left to a person", () => {
    for (const word of wanted.review) expect(result.first.review.join("\n")).toContain(word);
  });
});
