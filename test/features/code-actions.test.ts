import { describe, expect, it } from "vitest";
import { CodeActionKind } from "vscode-languageserver-types";
import type { Item } from "../../server/src/model/model.ts";
import type { Rule } from "../../server/src/rules/rule.ts";
import { createLanguageService } from "../../server/src/service.ts";
import { applyWireEdits, FILE, open, readMarks } from "../support/cursor.ts";

const PLAIN = { supportsSnippets: false, supportsDocumentChanges: false };
const PPTP = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface pptp-client
add connect-to=198.51.100.7 disabled=no name=<|>office user=anna
`;

/** A rule whose fix waits for a key and whose safe fix sets a comment; real rules may change, these stay. */
const NEEDS_KEY: Rule = {
  id: "needs-key",
  group: "vpn",
  title: "Key wanted",
  severity: "warning",
  why: "For the test.",
  advice: "Give a key.",
  references: [],
  bad: "",
  good: "",
  fixes: { key: "needs-input", note: "safe" },
  on: ["/interface/pptp-client"],
  check: (item: Item) =>
    item.comment !== undefined
      ? undefined
      : {
          at: { item, property: "name" },
          item,
          message: `\`${item.name}\` wants a key.`,
          fixes: [
            {
              id: "key",
              title: "Fill in the key",
              changes: [{ kind: "set" as const, item, properties: { password: "<PEER-KEY>" } }],
              inputs: [{ name: "peer-key", description: "The other side's key." }],
            },
            {
              id: "note",
              title: "Note it",
              changes: [{ kind: "set" as const, item, properties: { comment: "seen" } }],
            },
          ],
        },
};

function ask(
  marked: string,
  traits: Parameters<ReturnType<typeof createLanguageService>["codeActions"]>[3],
  only?: string[],
  rules: readonly Rule[] = [NEEDS_KEY],
) {
  const { text, range } = readMarks(marked);
  const service = createLanguageService({ rules });
  const analysis = service.analyse([{ path: FILE, text }], { config: { extends: "all" } });
  const context = { diagnostics: [], ...(only === undefined ? {} : { only }) };
  return {
    text,
    service,
    analysis,
    actions: service.codeActions(analysis, FILE, { range, context }, traits),
  };
}

describe("quick fixes", () => {
  it("write visible placeholders for clients without snippets", () => {
    const { actions, text } = ask(PPTP, PLAIN);
    const fix = actions.find(({ title }) => title === "Fill in the key");
    expect(applyWireEdits(text, fix?.edit?.changes?.[FILE] ?? [])).toContain("<PEER-KEY>");
  });
  it("write tab stops for clients with snippets", () => {
    const { actions } = ask(PPTP, { supportsSnippets: true, supportsDocumentChanges: true });
    const fix = actions.find(({ title }) => title === "Fill in the key");
    expect(JSON.stringify(fix?.edit?.documentChanges)).toContain(`\${1:<PEER-KEY>}`);
  });
  it("prefer the only safe one and belong to their diagnostic", () => {
    const { actions } = ask(PPTP, PLAIN);
    expect(actions.find(({ title }) => title === "Note it")).toMatchObject({
      isPreferred: true,
      kind: CodeActionKind.QuickFix,
      diagnostics: [{ code: "needs-key" }],
    });
  });
  it("stand once in the menu where two findings want the same change", () => {
    const { actions } = ask(PPTP, PLAIN, undefined, [NEEDS_KEY, { ...NEEDS_KEY, id: "wants-note" }]);
    const notes = actions.filter(({ title }) => title === "Note it");
    expect(notes).toHaveLength(1);
    expect(notes[0]?.diagnostics?.map(({ code }) => code)).toEqual(["needs-key", "wants-note"]);
  });
  it("stand between the migrations and the suppressions", () => {
    const { service, analysis, range } = open(PPTP);
    const actions = service.codeActions(analysis, FILE, { range, context: { diagnostics: [] } }, PLAIN);
    const order = actions.map(({ title }) => /^(Migrate|Suppress)/.exec(title)?.[0] ?? "fix");
    expect(order.filter((kind, i) => kind !== order[i - 1])).toEqual(["Migrate", "fix", "Suppress"]);
  });
  it("are found through the diagnostic's data wherever the cursor is", () => {
    const { service, analysis } = ask(PPTP, PLAIN);
    const diagnostics = service.diagnostics(analysis, FILE);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const actions = service.codeActions(analysis, FILE, { range, context: { diagnostics } }, PLAIN);
    expect(actions.map(({ title }) => title)).toContain("Note it");
  });
});

describe("suppressing", () => {
  it("puts a comment above the statement and silences the finding", () => {
    const { actions, text, service } = ask(PPTP, PLAIN);
    const suppress = actions.find(({ title }) => title.startsWith("Suppress"));
    const after = applyWireEdits(text, suppress?.edit?.changes?.[FILE] ?? []);
    expect(after.split("\n")[2]).toBe("# rsclint-disable-next-line needs-key -- accepted");
    const again = service.analyse([{ path: FILE, text: after }], { config: { extends: "all" } });
    expect(service.diagnostics(again, FILE)).toEqual([]);
  });
  it("lets the user type the reason", () => {
    const { actions } = ask(PPTP, { supportsSnippets: true, supportsDocumentChanges: true });
    const suppress = actions.find(({ title }) => title.startsWith("Suppress"));
    expect(JSON.stringify(suppress?.edit)).toContain(`-- \${1:reason}`);
  });
});

describe("fix all", () => {
  it("comes only when asked for, and does the safe fixes", () => {
    expect(ask(PPTP, PLAIN).actions.some(({ kind }) => kind?.startsWith("source"))).toBe(false);
    const { actions, text } = ask(PPTP, PLAIN, ["source.fixAll"]);
    expect(actions).toHaveLength(1);
    const after = applyWireEdits(text, actions[0]?.edit?.changes?.[FILE] ?? []);
    expect(after).toContain("comment=seen");
    expect(after).not.toContain("<PEER-KEY>");
  });
});

describe("diagnostics", () => {
  it("carry code, page, data and severity", () => {
    const { service, analysis } = open(PPTP);
    const found = service.diagnostics(analysis, FILE).find(({ code }) => code === "pptp-client");
    expect(found).toMatchObject({
      source: "rsclint",
      codeDescription: { href: "https://example.org/rules/pptp-client.md" },
      data: { fingerprint: expect.any(String), fixes: expect.any(Array) },
    });
  });
  it("never print a secret", () => {
    const { service, analysis } = open(PPTP.replace("user=anna", "user=anna password=Hu7sh-hu7sh"));
    expect(JSON.stringify(service.diagnostics(analysis, FILE))).not.toContain("Hu7sh");
  });
});

describe("migrations", () => {
  const config = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface pptp-client
add add-default-route=yes connect-to=198.51.100.7 disabled=no name=<|>office user=anna
/ip firewall nat
add action=masquerade chain=srcnat out-interface=office
`;
  it("are quick fixes of the finding that names them, and re-point what names the tunnel", () => {
    const { service, analysis, text, range } = open(config);
    const actions = service.codeActions(analysis, FILE, { range, context: { diagnostics: [] } }, PLAIN);
    const action = actions.find(({ title }) => title === "Migrate `office` to WireGuard");
    expect(action).toMatchObject({ kind: CodeActionKind.QuickFix, diagnostics: [{ code: "pptp-client" }] });
    const after = applyWireEdits(text, action?.edit?.changes?.[FILE] ?? []);
    expect(after).toContain("/interface wireguard");
    expect(after).not.toContain("out-interface=office");
    const again = service.analyse([{ path: FILE, text: after }]);
    expect(service.diagnostics(again, FILE).map(({ code }) => code)).not.toContain("pptp-client");
    expect(service.diagnostics(again, FILE).map(({ code }) => code)).not.toContain("syntax-error");
  });
  it("offer the wizard to clients that have it, with plan and preview behind it", () => {
    const { service, analysis, range } = open(config);
    const traits = { ...PLAIN, migrateCommand: "rsclint.migrate" };
    const actions = service.codeActions(analysis, FILE, { range, context: { diagnostics: [] } }, traits);
    expect(actions.some(({ command }) => command?.command === "rsclint.migrate")).toBe(true);
    const [offer] = service.migrationOffers(analysis, FILE);
    if (!offer) throw new Error("no offer");
    const request = { subject: offer.subject, target: "wireguard" } as const;
    const plan = service.migrationPlan(analysis, request);
    expect(plan?.inputs.map(({ name }) => name)).toContain("peer-public-key");
    const inputs = Object.fromEntries((plan?.inputs ?? []).map(({ name }) => [name, "10.9.9.9"]));
    const preview = service.migrationPreview(analysis, { ...request, inputs });
    expect(preview?.files.map(({ uri }) => uri)).toEqual([FILE]);
    expect(preview?.files[0]?.text).toContain("/interface wireguard");
    expect(service.migrationPreview(analysis, { ...request, stage: "parallel" })?.script).toBeTruthy();
  });
  it("say why one is not possible", () => {
    const { service, analysis, range } = open(config.replace("7.15.3", "6.48.6"));
    const actions = service.codeActions(analysis, FILE, { range, context: { diagnostics: [] } }, PLAIN);
    const wireguard = actions.find(({ title }) => title.endsWith("WireGuard"));
    expect(wireguard?.disabled?.reason).toBeTruthy();
  });
});
