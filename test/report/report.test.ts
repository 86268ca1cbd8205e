import { describe, expect, it } from "vitest";
import { applyBaseline, createBaseline } from "../../server/src/lint/baseline.ts";
import { excerptOf } from "../../server/src/report/excerpt.ts";
import { printReport, REPORT_FORMATS, type ReportFormat } from "../../server/src/report/formats.ts";
import { MASK, maskKnown, maskSecrets, secretRanges } from "../../server/src/report/mask-secrets.ts";
import { shownEdit } from "../../server/src/report/masked-report.ts";
import { countFindings, type Report } from "../../server/src/report/report.ts";
import { sarifLog } from "../../server/src/report/sarif.ts";
import { secretsOf } from "../../server/src/report/secrets-of.ts";
import { type Palette, PLAIN, wrap } from "../../server/src/report/stylish.ts";
import { createLanguageService } from "../../server/src/service.ts";
import { createLineIndex } from "../../server/src/text/line-index.ts";

const TEXT = [
  "/interface pptp-client",
  'add allow=mschap2 connect-to=vpn.example.com disabled=no name=office password="hunter2 <&>" user=anna',
  "# rsclint-disable-next-line pptp-client -- moves in May",
  "add allow=mschap2 connect-to=vpn.example.com disabled=no name=old user=anna",
  "/interface list member",
  "add interface=office list=VPN",
  "",
].join("\n");

const service = createLanguageService();

function report(text = TEXT): Report {
  const analysis = service.analyse([{ path: "/r/home.rsc", text }], {
    config: { extends: "vpn", routerosVersion: "6.49" },
    withEdits: true,
  });
  const findings = service.lint(analysis).filter(({ ruleId }) => ruleId === "pptp-client");
  return {
    files: [{ path: "home.rsc", uri: "home.rsc", modelPath: "/r/home.rsc", text, findings }],
    failures: [{ path: "x.backup", uri: "x.backup", message: "This is no text." }],
    rules: service.rules.filter(({ id }) => id === "pptp-client" || id === "syntax-error"),
    toolVersion: "1.2.3",
    docsUrl: "https://example.org/rules",
  };
}

function print(format: ReportFormat, of = report()): string {
  return printReport(of, format, { palette: PLAIN, width: 80 });
}

describe("stylish", () => {
  it("tells the places alone where one rule speaks often", () => {
    const lines = Array.from(
      { length: 9 },
      (_, at) => `add connect-to=vpn.example.com disabled=no name=c${at} user=anna`,
    );
    const of = report(`/interface pptp-client\n${lines.join("\n")}\n`);
    expect(print("stylish", of).match(/c\d` carries/g)).toHaveLength(3);
    expect(print("stylish", of)).toContain(
      "  and 6 more  error  pptp-client\n      at 5:49, 6:49, 7:49, 8:49, 9:49, 10:49 (--full shows each)\n",
    );
    const inFull = printReport(of, "stylish", { palette: PLAIN, width: 80, inFull: true });
    expect(inFull.match(/c\d` carries/g)).toHaveLength(9);
  });

  it("shows file, place, rule, line and caret, what else is concerned, and how to fix", () => {
    expect(print("stylish")).toMatchInlineSnapshot(`
      "home.rsc
        2:63  error  pptp-client
            PPTP client \`office\` carries traffic that can be decrypted.
            2 | …ect-to=vpn.example.com disabled=no name=office password=*** user=anna
              |                                          ^^^^^^
            see 6:15 \`/interface list member\` depends on \`office\`
            fix (--fix-suggestions): Disable PPTP client office

      x.backup
        not read
            This is no text.

      1 problem in 1 file: 1 error, 1 file not read. 1 suppressed.
      Fixable: 1 with --fix-suggestions.
      Run \`rsclint explain RULE\` for why and what to do.
      "
    `);
  });

  it("shows defaults at their menu's section, and without a line where there is none", () => {
    const text = "# 2025-03-14 09:26:53 by RouterOS 7.15.3\n/ip service\nset telnet disabled=yes\n";
    const analysis = service.analyse([{ path: "a.rsc", text }], { config: { extends: "strict" } });
    const findings = service.lint(analysis);
    const ofSsh = findings.find(({ object }) => object?.menu === "/ip/service" && object.name === "ssh");
    if (ofSsh !== undefined) expect(text.slice(ofSsh.range.start)).toMatch(/^\/ip service/);
    expect(findings.filter(({ object }) => object?.menu === "/ip/service")).not.toContainEqual(
      expect.objectContaining({ isUnwritten: true }),
    );
    const [finding] = findings;
    const file = { path: "a.rsc", uri: "a.rsc", modelPath: "a.rsc", text };
    const base = finding ?? expect.fail("nothing was found");
    const unwritten = { ...base, isUnwritten: true as const, range: { start: 0, end: 10 } };
    const of = { ...report(), failures: [], files: [{ ...file, findings: [unwritten] }] };
    const shown = print("stylish", of);
    expect(shown).toContain("  not written in this export  ");
    expect(shown).not.toContain("^^^");
    const two = print("stylish", { ...of, files: [...of.files, { ...file, findings: [] }] });
    expect(two).toMatch(/^1 \w+ in a\.rsc$/m);
  });

  it("says when there is nothing to say", () => {
    const of = report();
    const clean = { ...of, failures: [], files: of.files.map((file) => ({ ...file, findings: [] })) };
    expect(print("stylish", clean)).toBe("No problems in 1 file.\n");
  });

  it("colours by severity and nothing else changes", () => {
    const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const palette: Palette = { ...PLAIN, red: tag("red"), bold: tag("b") };
    const coloured = printReport(report(), "stylish", { palette, width: 80 });
    expect(coloured).toContain("<red>error</red>  <b>pptp-client</b>");
    expect(coloured.replace(/<\/?(red|b)>/g, "")).toBe(print("stylish"));
  });

  it("keeps fixes within the columns too", () => {
    const of = report();
    const fix = "Drop what comes from the internet side and was not dst-natted, ahead of the accept";
    const [file] = of.files;
    const [finding] = file?.findings ?? [];
    if (!file || !finding) throw new Error("no finding to print");
    const fixes = finding.fixes.map((each) => ({ ...each, title: fix }));
    const text = print("stylish", { ...of, files: [{ ...file, findings: [{ ...finding, fixes }] }] });
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text.replace(/\s+/g, " ")).toContain(fix);
  });

  it("wraps between words", () => {
    expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
    expect(wrap("incomprehensibilities", 8)).toEqual(["incomprehensibilities"]);
  });
});

describe("excerpts", () => {
  const at = (text: string, word: string, width = 60) => {
    const start = text.indexOf(word);
    const excerpt = excerptOf(
      text,
      createLineIndex(text),
      { start, end: start + word.length },
      width,
      secretRanges(text),
    );
    return [excerpt.text, " ".repeat(excerpt.caretStart) + "^".repeat(excerpt.caretLength)];
  };

  it("show the line with its caret", () => {
    expect(at("/ip address\nadd address=x\n", "address=x")).toEqual(["add address=x", "    ^^^^^^^^^"]);
    expect(at("\tadd\tname=x\n", "name")).toEqual(["  add  name=x", "       ^^^^"]);
  });

  it("are cut around the place in long lines", () => {
    const [text = "", caret = ""] = at(`add ${"a".repeat(300)} name=x ${"b".repeat(300)}`, "name=x");
    expect(text).toHaveLength(60);
    expect(text.slice(caret.indexOf("^"), caret.length)).toBe("name=x");
  });

  it("look at the surroundings only in a line of megabytes", () => {
    const [text = "", caret = ""] = at(`${"a".repeat(5_000_000)} name=x ${"b".repeat(5_000_000)}`, "name=x");
    expect(text.slice(caret.indexOf("^"), caret.length)).toBe("name=x");
  });

  it("never show a secret, nor how long it is", () => {
    expect(at('add name=a password="two words" user=b', "user=b")).toEqual([
      `add name=a password=${MASK} user=b`,
      "                        ^^^^^^",
    ]);
    expect(at("add password=hunter2\n", "hunter2")).toEqual([`add password=${MASK}`, "             ^^^"]);
    expect(at('add password=\\\n    "hunter2" name=x\n', "name=x")[0]).toBe(`    ${MASK} name=x`);
  });
});

describe("stylish, of several findings", () => {
  const of = report();
  const [file] = of.files;
  const [finding] = file?.findings ?? [];
  if (!file || !finding) throw new Error("no finding to print");
  it("puts the gravest first, wherever it stands", () => {
    const findings = (["info", "error", "warning"] as const).map((severity) => ({ ...finding, severity }));
    const text = print("stylish", { ...of, files: [{ ...file, findings }] });
    expect(text.match(/\b(?:error|warning|info) {2}/g)).toEqual(["error  ", "warning  ", "info  "]);
  });
  it("prints more findings than a function takes arguments", () => {
    const base = report();
    const [file] = base.files;
    const [finding] = file?.findings ?? [];
    const findings = Array.from({ length: 200_000 }, () => finding).filter((one) => one !== undefined);
    const text = print("stylish", { ...base, files: file === undefined ? [] : [{ ...file, findings }] });
    expect(text).toContain("200000 problems in 1 file");
  });

  it("says when a file is read as a part of an export", () => {
    expect(print("stylish", { ...of, files: [{ ...file, isPartial: true }] })).toContain(
      "home.rsc is read as a part of an export",
    );
    expect(print("stylish")).not.toContain("part of an export");
  });
});

describe("secrets", () => {
  const hidden = (text: string) => secretRanges(text).map(({ start, end }) => text.slice(start, end));
  it.each([
    ["password=abc", ["abc"]],
    ['set secret="a b" x=1', ['"a b"']],
    ["ipsec-secret=abc;", ["abc"]],
    ['add private-key="AA=" public-key="BB="', ['"AA="']],
    ["wpa2-pre-shared-key=abc security.passphrase=def", ["abc", "def"]],
    ["authentication-key=abc tcp-md5-key=x", ["abc", "x"]],
    ["static-key-1=0011", ["0011"]],
    ["password=$pw secret=[:get x]", []],
    ['password="" key-size=2048 host-key-type=rsa', []],
    ["name=password comment=secret", []],
    ["set enabled=yes secrets=abc sim-pin=1234 cak=00ff", ["abc", "1234", "00ff"]],
    ["add name=a pass=abc user=b", ["abc"]],
    ['.passphrase="a b" .width=20mhz', ['"a b"']],
    [':global pw "abc"; :local smtpPass abc; :local size 5', ['"abc"', "abc"]],
    [String.raw`source=":local password \"a b\"; :put 1"`, [String.raw`\"a b\"`]],
    ["add key=DB_PASS name=e value=abc", ["DB_PASS", "abc"]],
    ["add key=TZ name=e value=UTC", ["TZ"]],
    ['url="ftp://user:abc@192.0.2.1/x"', ["abc"]],
    ['"https://api.telegram.org/botabc:def/sendMessage"', ["abc:def"]],
    [':local password "$1"; :set token $x', []],
    ['comment="pw: VerySecret88"', ["VerySecret88"]],
    ['comment="Pwd VerySecret88, heslo=tajne123"', ["VerySecret88", "tajne123"]],
    ['comment="password changed 2024, psk WPA2-Enterprise, token <TOKEN-HERE>"', []],
    ['add contents="abc def" name=x', ['"abc def"']],
    // The quote behind the name ends the text that the name stands in.
    [':local l ("https://v.example/?id=" . $i . "&pass=" . [ :get $x ] ); :put ("a" . "b")', []],
    [':put ("a=1&token=".$SomeToken."&b=2")', []],
    ['# it says "so\n:put "user=a&password="\n:put "b c"', []],
    [':put (\\\n  "&pass=" . \\\n $x . "c")', []],
    [String.raw`source=":put (\"a&pass=\" . [:get \$x] . \"c d\")"`, []],
    // A quote too many must not lay a secret open.
    ['add comment=a" name=b password="Hidden 77" user=c', ['"Hidden 77"']],
    ['add comment="a\nb" name=b\nadd comment=c" password=" Hidden 77" user=c', ['" Hidden 77"']],
    [String.raw`source=":put \"a; :local password \"Hidden 77\"; :put 1"`, [String.raw`\"Hidden 77\"`]],
    ['add password="" secret=" x" user=c', ['" x"']],
  ])("%s", (text, expected) => expect(hidden(text)).toEqual(expected));
});

describe("what a file keeps secret in one place", () => {
  const shown = (...lines: string[]) => maskSecrets(lines.join("\n"), secretsOf([lines.join("\n")]));
  const secret = "add name=u password=VerySecret88";

  it.each([
    ["a comment", "add comment=VerySecret88 name=v"],
    ["a longer text", 'set note="call u, VerySecret88!"'],
    ["a value broken over lines", "add address-list=VerySe\\\n    cret88 name=v"],
    ["a script", 'add name=s source=":put \\"VerySecret88\\""'],
  ])("is masked in %s", (_, line) => expect(shown(secret, line)).not.toMatch(/VerySe|cret88/));

  it.each([
    ['{"host"="192.0.2.7"; "smtpPass"="k8Zq2Wd9"}', '{"host"="192.0.2.7"; "smtpPass"=***}'],
    [":global x {apiToken=k8Zq2Wd9;port=25}", ":global x {apiToken=***;port=25}"],
    [':set ($wifi->"psk") "k8Zq2Wd9"', ':set ($wifi->"psk") ***'],
    ['add source=":set (\\$m->\\"wifiPsk\\") \\"k8Zq2Wd9\\""', 'add source=":set (\\$m->\\"wifiPsk\\") ***"'],
    [':if ($m->"token") do={ :put 1 }', ':if ($m->"token") do={ :put 1 }'],
  ])("is masked in the array %s", (text, masked) => expect(maskSecrets(text)).toBe(masked));

  it("does not hide what such a secret is called, where somebody took that for one", () => {
    expect(shown("add name=u password=password", "the password of `u`")).toBe(
      "add name=u password=***\nthe password of `u`",
    );
  });

  it.each([
    ["prose of a script", ':error "\\$SECRET: cannot find it"', "The other end cannot call back."],
    ["the name of what follows", ':put "\\$SECRET: password=\\$1"', "add name=u password=abc user=v"],
    ["a function", ":global makePassword do={\\\r\\\n:put 1}", ":if (\\$a) do={\\\r\\\n:put 2}"],
    ["the name of an entry", "/container envs\nadd key=DB_PASS name=e value=abc", "the entry DB_PASS"],
  ])("does not hide %s elsewhere", (_, text, told) => expect(maskKnown(told, secretsOf([text]))).toBe(told));

  it("hides a word that prose calls a secret where it is called so", () =>
    expect(maskKnown("rule `psk: winter` of winter", secretsOf(['add comment="psk: winter"']))).toBe(
      "rule `psk: ***` of winter",
    ));

  it("masks the value of a property, and not its name", () => {
    const text = 'add source=":error \\"\\$SECRET: password=\\"; :put 1"\nadd password=Hidden-77 user=v';
    expect(maskSecrets(text, secretsOf([text]))).toBe(text.replace("Hidden-77", "***"));
  });

  it("does not hide the names and words that a configuration is made of", () => {
    const lines = [
      "/ppp secret",
      "add name=office1 password=office1 profile=default",
      "add name=b password=default service=pptp",
      "add name=c password=admin comment=admin",
      "/interface pptp-server",
      "add name=d password=interface",
    ];
    expect(shown(...lines)).toBe(
      lines.map((line) => line.replace(/password=\S+/, "password=***")).join("\n"),
    );
  });

  it("hides what a word of letters is only where it stands alone", () =>
    expect(shown("set password=tulpenfeld", 'set note="tulpenfeld"', 'set note="tulpenfelder"')).toBe(
      'set password=***\nset note="***"\nset note="tulpenfelder"',
    ));

  it("is masked in an edit, which then says so", () => {
    const file = { path: "a", uri: "a", modelPath: "a", text: `${secret}\n`, findings: [] };
    const edit = { range: { start: 0, end: 8 }, newText: "add comment=VerySecret88 name=" };
    expect(shownEdit(file, edit, secretsOf([file.text]))).toEqual({
      range: { start: 0, end: 8 },
      newText: "add comment=*** name=",
      isMasked: true,
    });
    const password = { range: { start: 20, end: 32 }, newText: "Other77pass" };
    expect(shownEdit(file, password)).toMatchObject({ newText: "***", isMasked: true });
  });
});

describe.each(REPORT_FORMATS)("%s", (format) => {
  it("prints no secret and stays well formed", () => {
    const text = print(format);
    expect(text).not.toContain("hunter2");
    if (["json", "sarif", "gitlab"].includes(format)) expect(() => JSON.parse(text)).not.toThrow();
  });

  it("names the file that was not read", () => {
    expect(print(format)).toContain("This is no text.");
  });
});

describe("sarif", () => {
  it("is as code scanning wants it", () => {
    const log = sarifLog(report());
    const [run] = log.runs;
    expect(run?.columnKind).toBe("utf16CodeUnits");
    expect(run?.invocations?.[0]?.executionSuccessful).toBe(false);
    const rule = run?.tool.driver.rules?.find(({ id }) => id === "pptp-client");
    expect(rule).toMatchObject({
      name: "PptpClient",
      helpUri: "https://example.org/rules/pptp-client.md",
      defaultConfiguration: { level: "error", enabled: true },
      properties: {
        tags: ["security", "vpn", "external/cwe/cwe-327"],
        "security-severity": "8.0",
        precision: "high",
      },
    });
    expect(rule?.help?.markdown).toContain("# pptp-client");
    // What nothing refers to would only make the file large.
    const named = new Set(run?.results?.map(({ ruleId }) => ruleId));
    expect(new Set(run?.tool.driver.rules?.map(({ id }) => id))).toEqual(named);
    for (const { ruleId, ruleIndex = -1 } of run?.results ?? [])
      expect(run?.tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId);
    const [result, suppressed] = run?.results ?? [];
    expect(result).toMatchObject({
      ruleId: "pptp-client",
      level: "error",
      suppressions: [],
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "home.rsc" },
            region: { startLine: 2, startColumn: 63, endLine: 2, endColumn: 69 },
          },
          logicalLocations: [{ fullyQualifiedName: "/interface/pptp-client#office" }],
        },
      ],
    });
    expect(run?.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id).toBe("pptp-client");
    expect(result?.partialFingerprints?.["rsclintObject/v1"]).toMatch(/^[0-9a-f]{16}$/);
    expect(result?.relatedLocations?.[0]?.physicalLocation?.region?.startLine).toBe(6);
    expect(result?.fixes?.[0]?.artifactChanges[0]?.replacements[0]).toEqual({
      deletedRegion: { startLine: 2, startColumn: 55, endLine: 2, endColumn: 57 },
      insertedContent: { text: "yes" },
    });
    expect(suppressed?.suppressions).toEqual([
      { kind: "inSource", status: "accepted", justification: "moves in May" },
    ]);
  });

  it("lists what the baseline knows as suppressed outside", () => {
    const of = report();
    const same = (path: string) => path;
    const files = of.files.map((file) => ({
      ...file,
      findings: applyBaseline(file.findings, createBaseline(file.findings, same), same),
    }));
    const kinds = sarifLog({ ...of, files }).runs[0]?.results?.map(
      ({ suppressions }) => suppressions?.[0]?.kind,
    );
    expect(kinds).toEqual(["external", "inSource"]);
  });
});

it("github writes a command a finding", () => {
  expect(print("github").split("\n")).toEqual([
    "::error file=home.rsc,line=2,endLine=2,col=63,endColumn=69,title=pptp-client::PPTP client `office` carries traffic that can be decrypted.",
    "::error file=x.backup,title=rsclint::This is no text.",
    "",
  ]);
});

it("gitlab has fingerprints, severities and places", () => {
  const [issue]: unknown[] = JSON.parse(print("gitlab"));
  expect(issue).toMatchObject({
    check_name: "pptp-client",
    severity: "critical",
    location: { path: "home.rsc", lines: { begin: 2, end: 2 } },
  });
});

it("gitlab names files as a repository does, and none by an address", () => {
  const of = report();
  const paths = (path: string, uri: string) => {
    const files = of.files.map((file) => ({ ...file, path, uri }));
    const issues: readonly { readonly location: { readonly path: string } }[] = JSON.parse(
      print("gitlab", { ...of, files, failures: [{ path, uri, message: "This is no text." }] }),
    );
    return [...new Set(issues.map(({ location }) => location.path))];
  };
  expect(paths("sites/my router.rsc", "sites/my%20router.rsc")).toEqual(["sites/my router.rsc"]);
  expect(paths("/srv/a b.rsc", "file:///srv/a%20b.rsc")).toEqual(["/srv/a b.rsc"]);
});

it("junit escapes what XML cannot hold", () => {
  const of = report();
  const files = of.files.map((file) => ({
    ...file,
    findings: file.findings.map((finding) => ({ ...finding, message: 'a <b> & "c" \u0000\ud800' })),
  }));
  expect(print("junit", { ...of, files })).toContain("a &lt;b&gt; &amp; &quot;c&quot; \ufffd\ufffd");
  expect(print("junit")).toContain('<testsuites name="rsclint" tests="2" failures="1" errors="1">');
});

it("counts what is shown", () => {
  expect(countFindings(report().files)).toEqual({
    bySeverity: { error: 1, warning: 0, info: 0, hint: 0 },
    total: 1,
    suppressed: 1,
    safe: 0,
    suggestions: 1,
  });
});

describe("the audit", () => {
  const of = { ...report(), corporate: { name: "ACME", clauses: { T: ["SEC-4"] } } };

  it("explains, lists places, maps clauses and names what was accepted", () => {
    const text = print("audit", of);
    expect(text).toContain("### PPTP client tunnel (error, `pptp-client`)");
    expect(text).toContain("- `home.rsc:2` PPTP client `office` carries traffic that can be decrypted.");
    expect(text).toMatch(/^\| Rule \| PCI DSS v4\.0\.1 \| .* \| ACME \|$/m);
    expect(text).toMatch(/^\| `pptp-client` \| 4\.2\.1, .* \| SEC-4 \|$/m);
    expect(text).toContain("- `home.rsc:4` `pptp-client`: moves in May");
    expect(text).not.toContain("violates");
  });

  it("tells the places alone where one rule speaks often", () => {
    const lines = Array.from({ length: 12 }, (_, at) => `add connect-to=vpn.example.com name=c${at} user=a`);
    const text = print("audit", report(`/interface pptp-client\n${lines.join("\n")}\n`));
    expect(text.match(/^- `home\.rsc:\d+` PPTP/gm)).toHaveLength(3);
    expect(text).toMatch(/^- 9 more: `home\.rsc:5`, .*`home\.rsc:13`$/m);
  });

  it("is one HTML page in which text stays text", () => {
    const files = of.files.map((file) => ({
      ...file,
      findings: file.findings.map((finding) => ({ ...finding, message: "client `<img src=x>` <script>" })),
    }));
    const html = print("audit-html", { ...of, files });
    expect(html).toContain("client <code>&lt;img src=x&gt;</code> &lt;script&gt;");
    expect(html.match(/<(?:script|img|link)\b/g)).toBeNull();
  });
});
