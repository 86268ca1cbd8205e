import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLanguageService } from "../../server/src/service.ts";
import { applyEdits } from "../../server/src/text/edit.ts";

const PATH = "file:///router.rsc";
const BASE = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
# software id = XXXX-XXXX
#
# model = RB5009
/interface bridge
add name=bridge1
/interface pptp-client
add connect-to=198.51.100.7 disabled=no name=office user=anna
/routing table
add fib name=vpn
/ip address
add address=192.168.88.1/24 interface=bridge1 network=192.168.88.0
/ip firewall mangle
add action=mark-routing chain=prerouting new-routing-mark=vpn \\
    src-address=192.168.88.0/24
/ip service
set telnet disabled=no
/system scheduler
add interval=1d name=s on-event="/log info \\"hello\\"\\r\\
    \\n:local x 1; :put \\$x"
:if (1=1) do={ :put "a"; /ip service set ftp disabled=yes }
`;

const SNIPPETS = [
  "",
  "a",
  "\n",
  '"',
  "{",
  "}",
  "[find]",
  "#",
  "\\\n",
  "name=x ",
  "/ip pool\n",
  "disabled=yes ",
  "bridge1",
  "; ",
  "add address=10.0.0.1/24 interface=nowhere\n",
  "7.21",
  "enabled",
  "/",
  " ",
  "$x",
  "!",
  "\r\n",
  "vpn",
];

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.integer({ min: 0, max: 30 }),
  insert: fc.constantFrom(...SNIPPETS),
});

describe("incremental edits", () => {
  it("give the same findings, outline and folds as a full run", () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const service = createLanguageService();
        let text = BASE;
        let analysis = service.analyse([{ path: PATH, text }]);
        for (const { at, remove, insert } of edits) {
          // Every state is asked for, so that every cache is filled before the next edit.
          service.lint(analysis);
          const start = Math.floor(at * text.length);
          const change = { range: { start, end: Math.min(text.length, start + remove) }, newText: insert };
          text = applyEdits(text, [change]);
          analysis = service.update(analysis, PATH, [change]);
        }
        const fresh = service.analyse([{ path: PATH, text }]);
        expect(analysis.file(PATH)?.text).toBe(text);
        expect(service.lint(analysis).map(plain)).toEqual(service.lint(fresh).map(plain));
        expect(service.documentSymbols(analysis, PATH)).toEqual(service.documentSymbols(fresh, PATH));
        expect(service.foldingRanges(analysis, PATH)).toEqual(service.foldingRanges(fresh, PATH));
        expect(service.semanticTokens(analysis, PATH)).toEqual(service.semanticTokens(fresh, PATH));
      }),
      { numRuns: 60 },
    );
  });

  it("apply several edits at once by the offsets before all of them", () => {
    const service = createLanguageService();
    const edits = [
      { range: { start: 0, end: 1 }, newText: "##" },
      { range: { start: 10, end: 12 }, newText: "" },
      { range: { start: BASE.length, end: BASE.length }, newText: "/ip pool\n" },
    ];
    const analysis = service.update(service.analyse([{ path: PATH, text: BASE }]), PATH, edits);
    expect(analysis.file(PATH)?.text).toBe(applyEdits(BASE, edits));
  });
});

function plain(finding: ReturnType<ReturnType<typeof createLanguageService>["lint"]>[number]) {
  const { ruleId, severity, message, range, fingerprint, related } = finding;
  return {
    ruleId,
    severity,
    message,
    range,
    fingerprint,
    related,
    fixes: finding.fixes.map(({ id, title }) => ({ id, title })),
  };
}
