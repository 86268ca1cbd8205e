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
  const { outcome, text } = migrated(before, wanted.target, wanted);
  const scripts = outcome.tunnels.map((tunnel) => tunnel.scripts);
  const script = (stage: "parallel" | "cutover" | "decommission") =>
    scripts.map((each) => run(each?.[stage].text ?? "")).join("\n");
  const back = (stage: "parallel" | "cutover") =>
    scripts.map((each) => run(each?.[stage].rollback ?? "")).join("\n");
  const state = (...scripts: readonly string[]) => {
    const model = modelOf([before, ...scripts].join("\n"));
    // Certificates are never exported.
    const { "/certificate": _made, ...rest } = substance(model, modelOf(before));
    return Object.fromEntries(Object.entries(rest).filter(([menu, rows]) => !isServerOff(menu, rows)));
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
    const { "/certificate": _made, ...rest } = substance(twice, modelOf(before));
    expect(rest).toEqual(state(script("cutover")));
  });

  it("ends in what the finished export says", () => {
    const end = state(script("parallel"), script("cutover"), script("decommission"));
    const wished = substance(modelOf(text), modelOf(before));
    // A server that is off is not exported; a script can only switch it off.
    const { "/interface/pptp-server/server": _server, ...rest } = end;
    expect(sorted(rest)).toEqual(sorted(wished));
  });

  it("touches nothing of the old tunnel in parallel", () => {
    // OpenVPN goes on with the same accounts, so they are opened to it.
    const touched =
      wanted.target === "openvpn"
        ? /\/interface pptp-[^\n]* (?:set|remove|disable)/
        : /\/(?:interface pptp-|ppp secret)[^\n]* (?:set|remove|disable)/;
    expect(script("parallel")).not.toMatch(touched);
  });
});

/** What stands in the settings of a server that is off does no harm. */
function isServerOff(menu: string, rows: readonly string[]): boolean {
  return menu === "/interface/ovpn-server/server" && !rows.some((row) => /enabled=yes|name=/.test(row));
}

/** Scripts ask whether a thing is there already; here it never is, and the tunnel is up. The removal is taken as confirmed. */
function run(text: string): string {
  return text
    .replace(/^:if [^\n]* do=\{\n(?: {4}[^\n]*\n)* {4}:error [^\n]*\n\}$/gm, "")
    .replace(/^:if \(\[:len \[[^\n]*\]\] = 0\) do=\{\n {4}([^\n]*)\n\}$/gm, "$1")
    .replace(/^:if \(\[:len \[\/system script environment[^\n]*\n([\s\S]*?)^\} else=\{[\s\S]*?^\}$/gm, "$1");
}

/** Rows that never match the same packet may stand in either order. */
function sorted(rows: Readonly<Record<string, readonly string[]>>): unknown {
  return Object.fromEntries(Object.entries(rows).map(([menu, texts]) => [menu, [...texts].sort()]));
}
