import { describe, expect, it } from "vitest";
import type { WorkspaceEdit } from "vscode-languageserver-types";
import { createLanguageService } from "../../server/src/service.ts";
import { applyEdits } from "../../server/src/text/edit.ts";
import { applyWireEdits, positionIn, renamed } from "../support/cursor.ts";

const BASE = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface bridge
add name=lan
/interface list
add name=LAN
/interface list member
add interface=lan list=LAN
`;
const VPN = `/interface pptp-client
add connect-to=198.51.100.7 disabled=no name=office user=anna
/ip address
add address=192.168.88.1/24 interface=lan
/ip route
add dst-address=10.7.0.0/16 gateway=office
`;
const RULES = `/ip firewall filter
add action=accept chain=input in-interface-list=LAN
add action=accept chain=forward out-interface=office
add action=accept chain=forward in-interface=lann
/system identity
set name=gw
/system scheduler
add name=s on-event="/ip address print where interface=lan"
`;

const FILES = { "base.rsc": BASE, "vpn.rsc": VPN, "rules.rsc": RULES };
type Texts = Readonly<Record<string, string>>;
const service = createLanguageService();

function router(texts: Texts) {
  return service.analyse(Object.entries(texts).map(([path, text]) => ({ path, text })));
}

/** Where `word` stands for the `n`th time in a file, one character in. */
function at(texts: Texts, path: string, word: string, n = 0) {
  const text = texts[path] ?? "";
  let index = -1;
  for (let i = 0; i <= n; i++) index = text.indexOf(word, index + 1);
  return positionIn(text, index + 1);
}

function applied(texts: Texts, edit: WorkspaceEdit | undefined): Texts {
  const result = { ...texts };
  for (const [path, edits] of Object.entries(edit?.changes ?? {}))
    result[path] = applyWireEdits(result[path] ?? "", edits);
  return result;
}

const PLAIN = { supportsAnnotations: false };
const ACTIONS = { supportsSnippets: false, supportsDocumentChanges: false };

describe("names across three files of one router", () => {
  const analysis = router(FILES);
  it("lead to the file that defines them", () => {
    const found = service.definition(analysis, "vpn.rsc", at(FILES, "vpn.rsc", "interface=lan", 0));
    expect(found).toEqual([]);
    const own = service.definition(analysis, "vpn.rsc", at(FILES, "vpn.rsc", "lan\n"));
    expect(own.map(({ uri, range }) => [uri, range.start.line])).toEqual([["base.rsc", 2]]);
  });
  it("are found in all of them, from any of them", () => {
    const places = (path: string, word: string, n: number) =>
      service
        .references(analysis, path, at(FILES, path, word, n), true)
        .map(({ uri, range }) => `${uri}:${range.start.line}`)
        .sort();
    const fromBase = places("base.rsc", "lan", 0);
    expect(fromBase).toEqual(["base.rsc:2", "base.rsc:6", "rules.rsc:7", "vpn.rsc:3"]);
    expect(places("vpn.rsc", "lan\n", 0)).toEqual(fromBase);
  });
  it("are counted over all of them", () => {
    const lenses = service.codeLenses(analysis, "vpn.rsc", "show");
    expect(lenses[0]?.command?.title).toBe("2 references");
  });
  it("are renamed in all of them", () => {
    const edit = renamed(
      service.rename(analysis, "vpn.rsc", at(FILES, "vpn.rsc", "office"), "branch", PLAIN),
    );
    expect(applied(FILES, edit)).toEqual({
      "base.rsc": BASE,
      "vpn.rsc": VPN.replaceAll("office", "branch"),
      "rules.rsc": RULES.replaceAll("office", "branch"),
    });
  });
});

describe("a global variable", () => {
  const scripts = {
    "a.rsc": ":global Site 1\n",
    "b.rsc": ":put $Site\n",
    "c.rsc": ":local Site 2\n:put $Site\n",
  };
  it("is one in all files, but not a local one of the same name", () => {
    const edit = renamed(
      service.rename(router(scripts), "b.rsc", at(scripts, "b.rsc", "Site"), "Place", PLAIN),
    );
    expect(applied(scripts, edit)).toEqual({
      ...scripts,
      "a.rsc": ":global Place 1\n",
      "b.rsc": ":put $Place\n",
    });
  });
});

describe("edits in a router of three files", () => {
  it("of a fix land where the finding is", () => {
    const analysis = router(FILES);
    const finding = service.lint(analysis).find(({ ruleId }) => ruleId === "undefined-reference");
    expect(finding?.file).toBe("rules.rsc");
    const request = { fingerprint: finding?.fingerprint ?? "", fixId: "did-you-mean" };
    const edits = service.fix(analysis, request)?.edits ?? [];
    expect(edits.map(({ file }) => file)).toEqual(["rules.rsc"]);
    expect(applyEdits(RULES, edits[0]?.edits ?? [])).toBe(RULES.replace("=lann", "=lan"));
  });
  it("of a code action land where the finding is", () => {
    const analysis = router(FILES);
    const position = at(FILES, "rules.rsc", "lann");
    const request = { range: { start: position, end: position }, context: { diagnostics: [] } };
    const actions = service.codeActions(analysis, "rules.rsc", request, ACTIONS);
    const mended = (title: string) => applied(FILES, actions.find((action) => action.title === title)?.edit);
    expect(mended("Write lan")).toEqual({ ...FILES, "rules.rsc": RULES.replace("=lann", "=lan") });
    expect(mended("Suppress `undefined-reference` here, with a reason")).toEqual({
      ...FILES,
      "rules.rsc": RULES.replace(
        "add action=accept chain=forward in-interface=lann",
        "# rsclint-disable-next-line undefined-reference -- accepted\n$&",
      ),
    });
  });
  it("that mend all of one file leave what is found in the others", () => {
    const texts = {
      "a.rsc": "/ip address\nadd adress=10.0.0.1/24 interface=ether1\n",
      "b.rsc": "/snmp\nset enabled=yes\n/ip address\nadd adress=10.0.1.1/24 interface=ether2\n",
      "c.rsc": "/ip address\nadd adress=10.0.2.1/24 interface=ether3\n",
    };
    const safeties = ["safe", "suggestion"] as const;
    const ruleIds = ["unknown-property"];
    const fixed = service.fixAll(router(texts), { safeties, ruleIds, within: ["b.rsc"] });
    const after = Object.fromEntries(fixed.files.map(({ path, text }) => [path, text]));
    expect(after).toEqual({ ...texts, "b.rsc": texts["b.rsc"].replace("adress", "address") });
    const all = service.fixAll(router(texts), { safeties, ruleIds });
    expect(all.files.map(({ text }) => text)).toEqual(
      Object.values(texts).map((text) => text.replace("adress", "address")),
    );
  });
});

describe("a migration of a router of three files", () => {
  const request = { subject: "pptp-client#office", target: "wireguard" } as const;
  it("is offered with the place of the tunnel, whichever file is asked", () => {
    const [offer] = service.migrationOffers(router(FILES), "rules.rsc");
    expect(offer).toMatchObject({ subject: request.subject, at: { file: "vpn.rsc", line: 1 } });
  });
  it("changes each file where the tunnel is spoken of, and nothing names the old one", () => {
    const analysis = router(FILES);
    const preview = service.migrationPreview(analysis, request);
    expect(preview?.files.map(({ uri }) => uri)).toEqual(["base.rsc", "vpn.rsc", "rules.rsc"]);
    const after = { ...FILES, ...Object.fromEntries((preview?.files ?? []).map((f) => [f.uri, f.text])) };
    expect(Object.values(after).join("").replaceAll("wg-office", "")).not.toContain("office");
    expect(after["rules.rsc"]).toContain("out-interface=wg-office");
    const again = router(after);
    const missing = again.model.references.filter(({ target }) => target.kind === "missing");
    expect(missing.map(({ name }) => name)).toEqual(["lann"]);
    expect(service.migrate(analysis, { target: "wireguard" }).tunnels[0]?.verification?.problems).toEqual([]);
  });
  it("is the same edit as a code action", () => {
    const analysis = router(FILES);
    const position = at(FILES, "vpn.rsc", "add connect-to");
    const actions = service.codeActions(
      analysis,
      "vpn.rsc",
      { range: { start: position, end: position }, context: { diagnostics: [] } },
      ACTIONS,
    );
    const action = actions.find(({ title }) => title === "Migrate `office` to WireGuard");
    const preview = service.migrationPreview(analysis, request);
    const changed = Object.fromEntries((preview?.files ?? []).map(({ uri, text }) => [uri, text]));
    expect(applied(FILES, action?.edit)).toEqual({ ...FILES, ...changed });
  });
});
