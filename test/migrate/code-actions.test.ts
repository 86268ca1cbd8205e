import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Position } from "vscode-languageserver-types";
import { createLanguageService } from "../../server/src/service.ts";
import { applyEdits } from "../../server/src/text/edit.ts";
import { createLineIndex } from "../../server/src/text/line-index.ts";

const service = createLanguageService();
const path = "file:///router.rsc";
const read = (name: string) =>
  readFileSync(fileURLToPath(new URL(`cases/${name}/before.rsc`, import.meta.url)), "utf8");

function actionsOn(text: string, word: string, supportsSnippets = false) {
  const analysis = service.analyse([{ path, text }]);
  const lines = createLineIndex(text);
  const { line, column: character } = lines.positionAt(text.indexOf(word) + 1);
  const at = { line, character };
  const actions = service.codeActions(
    analysis,
    path,
    { range: { start: at, end: at }, context: { diagnostics: [] } },
    { supportsSnippets, supportsDocumentChanges: false, migrateCommand: "rsclint.migrate" },
  );
  return { analysis, actions, lines };
}

it("moves a tunnel over by one edit, and its finding is gone", () => {
  const text = read("torguard-v7-wireguard");
  const { analysis, actions, lines } = actionsOn(text, "connect-to");
  expect(service.lint(analysis).some(({ ruleId }) => ruleId === "pptp-client")).toBe(true);
  const action = actions.find(({ title, edit }) => /WireGuard/.test(title) && edit !== undefined);
  const offsetOf = (place: Position) => lines.offsetAt({ line: place.line, column: place.character });
  const edits = (action?.edit?.changes?.[path] ?? []).map(({ range, newText }) => ({
    range: { start: offsetOf(range.start), end: offsetOf(range.end) },
    newText,
  }));
  const after = applyEdits(text, edits);
  expect(after).toMatch(/^\/interface wireguard$/m);
  expect(after).not.toContain("/interface pptp-client");
  const again = service.analyse([{ path, text: after }]);
  expect(service.lint(again).filter(({ ruleId }) => ruleId === "pptp-client")).toEqual([]);
});

it("puts tab stops where the client can take them", () => {
  const { actions } = actionsOn(read("torguard-v7-wireguard"), "connect-to", true);
  const text = JSON.stringify(actions.find(({ title }) => /WireGuard/.test(title))?.edit);
  expect(text).toMatch(/\$\{\d:<PEER-PUBLIC-KEY>\}/);
});

it("offers servers where they are switched on", () => {
  const { actions } = actionsOn(
    read("pptp-server-v7"),
    "set authentication=mschap2 default-profile=vpn enabled=yes\n/ip address",
  );
  expect(actions.some(({ title }) => title.includes("Migrate `PPTP server` to WireGuard"))).toBe(true);
});

it("tells why a target cannot be", () => {
  const { actions } = actionsOn(read("torguard-v7-wireguard").replace("7.15.3", "6.48.6"), "connect-to");
  expect(actions.find(({ title }) => /WireGuard/.test(title))?.disabled?.reason).toContain("7.1");
});
