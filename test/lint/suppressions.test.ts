import { describe, expect, it } from "vitest";
import {
  applyBaseline,
  createBaseline,
  parseBaseline,
  printBaseline,
} from "../../server/src/lint/baseline.ts";
import { findDirectives, mayDirect } from "../../server/src/lint/directives.ts";
import type { ExternalSuppression } from "../../server/src/lint/suppressions.ts";
import { disableNextLine, externalFor } from "../../server/src/lint/suppressions.ts";
import { createLanguageService } from "../../server/src/service.ts";
import { parse } from "../../server/src/syntax/parser.ts";

const service = createLanguageService();

function lint(text: string, external: readonly ExternalSuppression[] = []) {
  const config = { rules: {}, extends: "vpn", routerosVersion: "7.15" } as const;
  return service.lint(service.analyse([{ path: "a.rsc", text }], { config, external }));
}

function shown(text: string): string[] {
  return lint(text).flatMap((finding) =>
    finding.suppressed === undefined && /^pptp-client$|^unused-/.test(finding.ruleId)
      ? [`${finding.ruleId} ${text.slice(finding.range.start, finding.range.end)}`]
      : [],
  );
}

const client = (name: string) => `add connect-to=vpn.example.com disabled=no name=${name} user=u\n`;

describe("comments", () => {
  it("silence the next statement only", () => {
    const text = `/interface pptp-client\n# rsclint-disable-next-line pptp-client -- moved in May\n${client("a")}${client("b")}`;
    expect(shown(text)).toEqual(["pptp-client b"]);
    expect(lint(text).find(({ suppressed }) => suppressed)?.suppressed).toEqual({
      kind: "in-source",
      reason: "moved in May",
    });
  });

  it("reach over comments, blank lines and continuations", () => {
    const wrapped = "add connect-to=vpn.example.com disabled=no \\\n    name=a \\\n    user=u\n";
    expect(
      shown(`/interface pptp-client\n#rsclint-disable-next-line pptp-client\n# note\n\n${wrapped}`),
    ).toEqual([]);
  });

  it("silence a block, to its end or the file's", () => {
    const block = `/interface pptp-client\n# rsclint-disable pptp-client\n${client("a")}`;
    expect(shown(`${block}# rsclint-enable pptp-client\n${client("b")}`)).toEqual(["pptp-client b"]);
    expect(shown(`${block}# rsclint-enable\n${client("b")}`)).toEqual(["pptp-client b"]);
    expect(shown(`${block}# rsclint-enable ppp-pap\n${client("b")}`)).toEqual([]);
  });

  it("silence a file from anywhere in it", () => {
    expect(
      shown(`/interface pptp-client\n${client("a")}# rsclint-disable-file pptp-client, ppp-pap\n`),
    ).not.toContain("pptp-client a");
  });

  it("without a rule silence all of them", () => {
    expect(shown(`/interface pptp-client\n# rsclint-disable-next-line\n${client("a")}`)).toEqual([]);
  });

  it("are reported where they silence nothing", () => {
    const config = { extends: "recommended" } as const;
    const unused = (text: string) =>
      service
        .lint(service.analyse([{ path: "a.rsc", text }], { config }))
        .filter(({ ruleId }) => ruleId === "unused-suppression")
        .map(({ message, range }) => [text.slice(range.start, range.end), message]);
    expect(unused(`# rsclint-disable-next-line pptp-client, nonsense\n/ip address\n`)).toEqual([
      ["pptp-client", "This suppression of `pptp-client` silences nothing."],
      ["nonsense", "There is no rule `nonsense` to suppress."],
    ]);
    expect(unused(`# rsclint-disable-file\n`)).toEqual([
      ["rsclint-disable-file", "This suppression silences nothing."],
    ]);
    expect(unused(`# rsclint-disable-file unused-object\n`).length).toBeLessThanOrEqual(1);
  });

  it("are no comments inside a value", () => {
    const text = '/system note set note="see rsclint-disable-file # rsclint-disable-file"\n';
    expect(findDirectives(text, parse(text).chunks.flatMap(mayDirect))).toEqual([]);
  });

  it("are written by the quick fix", () => {
    expect(disableNextLine("pptp-client", "until May")).toBe(
      "# rsclint-disable-next-line pptp-client -- until May",
    );
    expect(disableNextLine("pptp-client", "")).toBe("# rsclint-disable-next-line pptp-client");
  });
});

describe("the suppressions file", () => {
  const text = `/interface pptp-client\n${client("a")}${client("b")}`;
  const suppressed = (entry: ExternalSuppression) =>
    lint(text, [entry])
      .filter((finding) => finding.suppressed?.kind === "external")
      .map(({ ruleId, object }) => `${ruleId} ${object?.name}`);

  it("names objects by menu and name", () => {
    const entry = { rule: "pptp-client", menu: "/interface pptp-client", name: "a", reason: "old" };
    expect(suppressed(entry)).toEqual(["pptp-client a"]);
    expect(suppressed({ ...entry, file: "*.rsc" })).toEqual(["pptp-client a"]);
    expect(suppressed({ ...entry, file: "other/*.rsc" })).toEqual([]);
  });

  it("names objects by comment", () => {
    const nat =
      "/ip firewall filter\nadd action=accept chain=input comment=Legacy dst-port=1723 protocol=tcp\n";
    const [finding] = lint(nat, [
      { rule: "pptp-firewall-open", menu: "/ip/firewall/filter", comment: "Legacy" },
    ]);
    expect(finding?.suppressed?.kind).toBe("external");
  });

  it("is proposed for what has a name or a comment", () => {
    expect(externalFor("x", { menu: "/a", name: "n", comment: "c" })).toEqual({
      rule: "x",
      menu: "/a",
      name: "n",
    });
    expect(externalFor("x", { menu: "/a", comment: "c" })).toEqual({ rule: "x", menu: "/a", comment: "c" });
    expect(externalFor("x", { menu: "/a" })).toBeUndefined();
  });
});

describe("the baseline", () => {
  const text = `/interface pptp-client\n${client("a")}`;
  const same = (path: string) => path;

  it("knows what was there, wherever it moved to, and nothing else", () => {
    const baseline = parseBaseline(printBaseline(createBaseline(lint(text), same)));
    expect(baseline?.findings.length).toBeGreaterThan(0);
    if (baseline === undefined) return;
    const later = applyBaseline(
      lint(`/system identity\nset name=r\n${text}${client("new")}`),
      baseline,
      same,
    );
    const fresh = later.filter(({ suppressed }) => suppressed === undefined);
    expect(fresh.length).toBeGreaterThan(0);
    expect(fresh.every(({ object }) => object?.name === "new")).toBe(true);
  });

  it("is one finding a line", () => {
    expect(printBaseline({ rsclintBaseline: 1, findings: [] })).toBe(
      '{\n  "rsclintBaseline": 1,\n  "findings": []\n}\n',
    );
    expect(parseBaseline("{}")).toBeUndefined();
    expect(parseBaseline("no json")).toBeUndefined();
    expect(parseBaseline('{"rsclintBaseline":1,"findings":[{"file":1}]}')).toBeUndefined();
  });
});
