import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { migrated, substance } from "../support/migrations.ts";
import { modelOf } from "../support/model.ts";

const FOLDER = fileURLToPath(new URL("cases", import.meta.url));

describe.each(readdirSync(FOLDER))("the scripts of %s", (name) => {
  const before = readFileSync(`${FOLDER}/${name}/before.rsc`, "utf8");
  const wanted: { target: Target; answers: Record<string, string> } = JSON.parse(
    readFileSync(`${FOLDER}/${name}/case.json`, "utf8"),
  );
  const { first, text } = migrated(before, wanted.target, wanted);
  const script = (stage: "parallel" | "cutover" | "decommission") => run(first.scripts?.[stage].text ?? "");
  const back = (stage: "parallel" | "cutover") => run(first.scripts?.[stage].rollback ?? "");
  const state = (...scripts: readonly string[]) => {
    const model = modelOf([before, ...scripts].join("\n"));
    return substance(model, modelOf(before));
  };

  it("takes parallel back whole", () => {
    expect(state(script("parallel"), back("parallel"))).toEqual(state());
  });

  it("takes cutover back whole", () => {
    expect(state(script("parallel"), script("cutover"), back("cutover"))).toEqual(state(script("parallel")));
  });

  it("is the same when a stage runs twice", () => {
    const twice = modelOf(
      `${before}\n${script("cutover")}\n${script("cutover").replace(/^\S.* add .*$/gm, "")}`,
    );
    expect(substance(twice, modelOf(before))).toEqual(state(script("cutover")));
  });

  it("ends in what the finished export says", () => {
    const end = state(script("parallel"), script("cutover"), script("decommission"));
    const wished = substance(modelOf(text), modelOf(before));
    // A server that is off is not exported; a script can only switch it off.
    const { "/interface/pptp-server/server": _server, ...rest } = end;
    expect(sorted(rest)).toEqual(sorted(wished));
  });

  it("touches nothing of the old tunnel in parallel", () => {
    expect(script("parallel")).not.toMatch(/\/(?:interface pptp-|ppp secret)[^\n]* (?:set|remove|disable)/);
  });
});

/** Scripts ask whether a thing is there already; here it never is. The removal is taken as confirmed. */
function run(text: string): string {
  return text
    .replace(/^:if \(\[:len \[[^\n]*\]\] = 0\) do=\{\n {4}([^\n]*)\n\}$/gm, "$1")
    .replace(/^:if \(\[:len \[\/system script environment[^\n]*\n([\s\S]*?)^\} else=\{[\s\S]*?^\}$/gm, "$1");
}

/** Rows that never match the same packet may stand in either order. */
function sorted(rows: Readonly<Record<string, readonly string[]>>): unknown {
  return Object.fromEntries(Object.entries(rows).map(([menu, texts]) => [menu, [...texts].sort()]));
}
