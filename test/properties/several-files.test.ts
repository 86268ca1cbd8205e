import { expect, it } from "vitest";
import { createAnalyser } from "../../server/src/features/analysis.ts";
import type { LintFinding } from "../../server/src/lint/finding.ts";
import { RULES } from "../../server/src/rules/registry.ts";
import { applyEdits } from "../../server/src/text/edit.ts";
import { modelOfFiles } from "../support/model.ts";

interface Text {
  readonly path: string;
  readonly text: string;
}

const FIRST: Text = {
  path: "first.rsc",
  text: "# nothing that a rule speaks of\n/system note\nset note=one\n",
};
const LAST: Text = { path: "last.rsc", text: "/system note\nset show-at-login=no\n" };
const WITH_FIXES = RULES.filter(({ fixes }) => fixes !== undefined);

it("a fix does the same to a router of one file and to one of three, whichever file holds the fault", () => {
  let compared = 0;
  for (const rule of WITH_FIXES) {
    const alone = [{ path: "own.rsc", text: rule.bad }];
    const [one] = findings(rule.id, alone);
    const among = [FIRST, ...alone, LAST];
    const [found] = findings(rule.id, among);
    for (const fix of one?.fixes ?? []) {
      const same = found?.fixes.find(({ id }) => id === fix.id);
      if (same === undefined) continue;
      const [mended] = applied(alone, fix);
      if (mended === undefined) continue;
      expect(itemsOf(applied(among, same)), rule.id).toEqual(itemsOf([FIRST, mended, LAST]));
      expect(
        touched(same, "set", "text").filter((path) => path !== "own.rsc"),
        rule.id,
      ).toEqual([]);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(150);
});

const analyser = createAnalyser({ rules: RULES });

function findings(id: string, files: readonly Text[]): readonly LintFinding[] {
  const analysis = analyser.analyse(files, { config: { extends: "all" }, withEdits: true });
  return analysis.findings.filter(({ ruleId }) => ruleId === id);
}

type Fix = LintFinding["fixes"][number];

function applied(files: readonly Text[], { edits = [] }: Fix): Text[] {
  return files.map(({ path, text }) => ({
    path,
    text: applyEdits(text, edits.find(({ file }) => file === path)?.edits ?? []),
  }));
}

/** Files that are changed by a fix that consists of nothing but such changes. */
function touched({ changes, edits = [] }: Fix, ...kinds: readonly string[]): readonly string[] {
  const isWritten = changes.every(
    (change) => kinds.includes(change.kind) && (change.kind !== "set" || change.item.command !== undefined),
  );
  return isWritten ? edits.map(({ file }) => file) : [];
}

/** What the router holds, whatever file says it. */
function itemsOf(files: readonly Text[]): readonly string[] {
  const model = modelOfFiles(files);
  return model.menus
    .flatMap((menu) => model.items(menu))
    .map(({ menu, properties }) =>
      [menu, ...properties.map(({ name, text }) => `${name}=${text ?? ""}`).sort()].join(" "),
    )
    .sort();
}
